import type { Generation } from "@shotlist/core";
import { linkExpiresAtMs } from "../http/link-expiry.ts";
import type { Redact } from "../http/redact.ts";
import type { Json, JsonObject } from "../json.ts";

/** Ids are put into paths and stored: only plain ones are taken. Those of Luma's APIs are UUIDs. */
const USABLE_ID = /^(?=.*[A-Za-z0-9])[\w.:-]{1,128}$/;

/** The generation id of an answer's object; undefined when it has none that can be used. */
export function usableId(value: JsonObject): string | undefined {
  const id = value["id"];
  return typeof id === "string" && USABLE_ID.test(id) ? id : undefined;
}

/** Reads what was asked for by its id; an answer about something else counts as none that can be read. */
export function withId<T extends { readonly id: string }>(
  id: string,
  read: (body: Json) => T | undefined,
): (body: Json) => T | undefined {
  return (body) => {
    const found = read(body);
    return found?.id === id ? found : undefined;
  };
}

/** The state of a generation in the words of the engine. Words that are not known count as running. */
export function stateOf(state: string): Generation["state"] {
  return state === "queued" || state === "completed" || state === "failed" ? state : "running";
}

/** A text field of an answer's object; null when it is absent or no text. */
export function textField(value: JsonObject, field: string): string | null {
  const found: Json | undefined = value[field];
  return typeof found === "string" ? found : null;
}

/**
 * Only web links are passed on: what the API says must not make anyone read a local file. One with the key in it
 * would carry the key to whoever serves the clips, so it counts as none.
 */
export function webLink(text: string | null | undefined, redact: Redact): string | undefined {
  const url = URL.parse(text ?? "");
  if (text === null || text === undefined || redact.holdsKey?.(text)) return undefined;
  if (url?.protocol !== "https:" && url?.protocol !== "http:") return undefined;
  // Characters that move a terminal's cursor are written as the address has them on the wire.
  return /[\p{Cc}\p{Cf}\s]/u.test(text) ? url.href : text;
}

/** A time as an optional field, in Unix milliseconds; empty when it cannot be read. */
export function createdAt(text: string | null): { readonly createdAtMs?: number } {
  const createdAtMs = Date.parse(text ?? "");
  return Number.isNaN(createdAtMs) ? {} : { createdAtMs };
}

/** A clip's link, and when it dies where the link says so. */
export function clipLink(clipUrl: string | undefined): Pick<Generation, "clipUrl" | "clipUrlExpiresAtMs"> {
  if (clipUrl === undefined) return {};
  const clipUrlExpiresAtMs = linkExpiresAtMs(clipUrl);
  return clipUrlExpiresAtMs === undefined ? { clipUrl } : { clipUrl, clipUrlExpiresAtMs };
}

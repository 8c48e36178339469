import type { Json, JsonObject } from "../json.ts";

/** Ids are put into paths and stored: only plain ones are taken. Those of Luma's APIs are UUIDs. */
const USABLE_ID = /^(?=.*[A-Za-z0-9])[\w.:-]{1,128}$/;

/** The generation id of an answer's object; undefined when it has none that can be used. */
export function usableId(value: JsonObject): string | undefined {
  const id = value["id"];
  return typeof id === "string" && USABLE_ID.test(id) ? id : undefined;
}

/** A text field of an answer's object; null when it is absent or no text. */
export function textField(value: JsonObject, field: string): string | null {
  const found: Json | undefined = value[field];
  return typeof found === "string" ? found : null;
}

/** Only web links are passed on: what the API says must not make anyone read a local file. */
export function webLink(text: string | null | undefined): string | undefined {
  const protocol = URL.parse(text ?? "")?.protocol;
  return protocol === "https:" || protocol === "http:" ? (text ?? undefined) : undefined;
}

/** A time as an optional field, in Unix milliseconds; empty when it cannot be read. */
export function createdAt(text: string | null): { readonly createdAtMs?: number } {
  const createdAtMs = Date.parse(text ?? "");
  return Number.isNaN(createdAtMs) ? {} : { createdAtMs };
}

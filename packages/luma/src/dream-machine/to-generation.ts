import type { Generation } from "@shotlist/core";
import { linkExpiresAtMs } from "../http/link-expiry.ts";
import type { Redact } from "../http/redact.ts";
import { sortFailureReason } from "./errors.ts";
import type { WireGeneration } from "./wire.ts";

/** A generation in the words of the engine. States that are not known count as running. */
export function toGeneration(wire: WireGeneration, redact: Redact): Generation {
  const createdAtMs = Date.parse(wire.created_at ?? "");
  const clipUrl = webLink(wire.assets?.video);
  const posterUrl = webLink(wire.assets?.image);
  const expiresAtMs = clipUrl === undefined ? undefined : linkExpiresAtMs(clipUrl);
  return {
    id: wire.id,
    state: stateOf(wire.state),
    ...(Number.isNaN(createdAtMs) ? {} : { createdAtMs }),
    ...(clipUrl === undefined ? {} : { clipUrl }),
    ...(expiresAtMs === undefined ? {} : { clipUrlExpiresAtMs: expiresAtMs }),
    ...(posterUrl === undefined ? {} : { posterUrl }),
    ...(wire.state === "failed" ? { failure: sortFailureReason(wire.failure_reason, redact) } : {}),
    ...(wire.request === null ? {} : { echo: wire.request }),
  };
}

function stateOf(state: string): Generation["state"] {
  if (state === "queued" || state === "completed" || state === "failed") return state;
  return "running";
}

/** Only web links are passed on: what the API says must not make anyone read a local file. */
function webLink(text: string | null | undefined): string | undefined {
  const protocol = URL.parse(text ?? "")?.protocol;
  return protocol === "https:" || protocol === "http:" ? (text ?? undefined) : undefined;
}

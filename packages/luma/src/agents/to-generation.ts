import type { Generation } from "@shotlist/core";
import { createdAt, webLink } from "../dialect/wire-fields.ts";
import { linkExpiresAtMs, linkLifeMs } from "../http/link-expiry.ts";
import type { Redact } from "../http/redact.ts";
import { sortFailureCode } from "./errors.ts";
import type { WireAgentsGeneration } from "./wire.ts";

/** How long a link lives that says nothing about it: the documented hour, in milliseconds. */
const DOCUMENTED_LIFE_MS = 3_600_000;

/**
 * A generation in the words of the engine. States that are not known count as running.
 *
 * @param answeredAtMs - when the answer, and with it its links, was made; Unix milliseconds.
 */
export function toGeneration(wire: WireAgentsGeneration, answeredAtMs: number, redact: Redact): Generation {
  const [clipUrl] = wire.output
    .filter(({ type }) => type === "video")
    .map(({ url }) => webLink(url, redact))
    .filter((link) => link !== undefined);
  return {
    id: wire.id,
    state: stateOf(wire.state),
    ...createdAt(wire.created_at),
    ...(clipUrl === undefined ? {} : clipLink(clipUrl, answeredAtMs)),
    ...(wire.state === "failed"
      ? { failure: sortFailureCode(wire.failure_code, wire.failure_reason, redact) }
      : {}),
  };
}

function stateOf(state: string): Generation["state"] {
  if (state === "queued" || state === "completed" || state === "failed") return state;
  return "running";
}

/** The link was made with the answer that it came in, so a life without a beginning begins there. */
function clipLink(
  clipUrl: string,
  answeredAtMs: number,
): { readonly clipUrl: string; readonly clipUrlExpiresAtMs: number } {
  const clipUrlExpiresAtMs =
    linkExpiresAtMs(clipUrl) ?? answeredAtMs + (linkLifeMs(clipUrl) ?? DOCUMENTED_LIFE_MS);
  return { clipUrl, clipUrlExpiresAtMs };
}

import type { Generation } from "@shotlist/core";
import { createdAt, stateOf, webLink } from "../dialect/wire-fields.ts";
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
  const products = wire.output.flatMap(({ type, url }) => {
    const link = webLink(url, redact);
    return link === undefined ? [] : [{ type: productWord(type), url: link }];
  });
  const clip = products.find(({ type }) => type === productType(wire));
  const attachments = products.filter((product) => product !== clip);
  return {
    id: wire.id,
    state: stateOf(wire.state),
    ...createdAt(wire.created_at),
    ...(clip === undefined ? {} : clipLink(clip.url, answeredAtMs)),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(wire.state === "failed"
      ? { failure: sortFailureCode(wire.failure_code, wire.failure_reason, redact) }
      : {}),
  };
}

/** The API's word for a product, which may become a part of a file's name. */
function productWord(type: string | null): string {
  return type !== null && /^[A-Za-z0-9_-]{1,40}$/.test(type) ? type : "unknown";
}

/** What a generation is bought for; an answer that does not say its kind has its clip before its stills. */
function productType({ type, output }: WireAgentsGeneration): "video" | "image" {
  if (type === "image" || type === "image_edit") return "image";
  return type !== null || output.some((item) => item.type === "video") ? "video" : "image";
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

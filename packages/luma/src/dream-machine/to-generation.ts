import type { Generation } from "@shotlist/core";
import { clipLink, createdAt, stateOf, webLink } from "../dialect/wire-fields.ts";
import type { Redact } from "../http/redact.ts";
import { sortFailureReason } from "./errors.ts";
import type { WireGeneration } from "./wire.ts";

/**
 * A generation in the words of the engine. States that are not known count as running. A still's link stands
 * where a clip has its poster's.
 */
export function toGeneration(wire: WireGeneration, redact: Redact): Generation {
  const picture = webLink(wire.assets?.image, redact);
  const isStill = wire.generation_type === "image";
  const clipUrl = isStill ? picture : webLink(wire.assets?.video, redact);
  const posterUrl = isStill ? undefined : picture;
  return {
    id: wire.id,
    state: stateOf(wire.state),
    ...createdAt(wire.created_at),
    ...clipLink(clipUrl),
    ...(posterUrl === undefined ? {} : { posterUrl }),
    ...(wire.state === "failed" ? { failure: sortFailureReason(wire.failure_reason, redact) } : {}),
    ...(wire.request === null ? {} : { echo: wire.request }),
  };
}

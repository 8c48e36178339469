import type { Generation } from "@shotlist/core";
import { clipLink, createdAt, stateOf, webLink } from "../dialect/wire-fields.ts";
import type { Redact } from "../http/redact.ts";
import { sortFailureReason } from "./errors.ts";
import type { WireGatewayTask } from "./wire.ts";

/** A task in the words of the engine. States that are not known count as running. */
export function toGeneration(wire: WireGatewayTask, redact: Redact): Generation {
  const clipUrl = webLink(wire.video?.download_url, redact) ?? webLink(wire.video?.url, redact);
  return {
    id: wire.id,
    state: stateOf(wire.state),
    ...createdAt(wire.created_at),
    ...clipLink(clipUrl),
    ...(wire.state === "failed" ? { failure: sortFailureReason(wire.failure_reason, redact) } : {}),
  };
}

import { createHash } from "node:crypto";
import { canonicalJson } from "@shotlist/manifest";
import type { WireRequest } from "./take.ts";

/**
 * Names a request by what goes over the wire: equal requests have equal hashes, whatever the order of their
 * fields.
 *
 * @returns SHA-256 in hex over the canonical JSON (RFC 8785) of path and body.
 */
export function requestHash(request: WireRequest): string {
  return createHash("sha256")
    .update(canonicalJson({ path: request.path, body: request.body }))
    .digest("hex");
}

import { createHash } from "node:crypto";
import type { Json } from "@shotlist/manifest";
import type { WireRequest } from "./take.ts";

/**
 * Names a request by what goes over the wire: equal requests have equal hashes, whatever the order of their
 * fields.
 *
 * @returns SHA-256 in hex over the canonical JSON (RFC 8785) of path and body.
 */
export function requestHash(request: WireRequest): string {
  return createHash("sha256")
    .update(canonical({ path: request.path, body: request.body }))
    .digest("hex");
}

/** RFC 8785: keys sorted by UTF-16 code units, numbers and strings as ECMAScript writes them. */
function canonical(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
}

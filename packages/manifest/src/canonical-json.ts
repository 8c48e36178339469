import type { Json } from "./json.ts";

/**
 * JSON in the one form that equal values share, after RFC 8785 (JSON Canonicalization Scheme): members
 * sorted by UTF-16 code units, no white space, numbers and strings as ECMAScript writes them.
 *
 * @throws RangeError for a number that JSON cannot hold (NaN, infinities).
 */
export function canonicalJson(value: Json): string {
  return isCanonical(value) ? JSON.stringify(value) : inOrder(value);
}

/** Whether everything is in order as it is, so that the platform's own writer, which is much faster, can write it. */
function isCanonical(value: Json | undefined): boolean {
  if (typeof value !== "object")
    return typeof value === "number" ? Number.isFinite(value) : value !== undefined;
  if (value === null) return true;
  if (isList(value)) return value.every(isCanonical);
  let last = "";
  for (const key in value) {
    if (key < last || !isCanonical(value[key])) return false;
    last = key;
  }
  return true;
}

function inOrder(value: Json): string {
  if (typeof value === "number" && !Number.isFinite(value))
    throw new RangeError(`${value} is not a JSON number.`);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(inOrder).join(",")}]`;
  // The default sort of texts compares UTF-16 code units, as the RFC asks.
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${inOrder(value[key] ?? null)}`);
  return `{${members.join(",")}}`;
}

/** Array.isArray does not narrow a read-only array. */
function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}

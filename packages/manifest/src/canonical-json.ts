import type { Json } from "./json.ts";

/**
 * JSON in the one form that equal values share, after RFC 8785 (JSON Canonicalization Scheme): members
 * sorted by UTF-16 code units, no white space, numbers and strings as ECMAScript writes them.
 *
 * @throws RangeError for a number that JSON cannot hold (NaN, infinities).
 */
export function canonicalJson(value: Json): string {
  if (typeof value === "number" && !Number.isFinite(value))
    throw new RangeError(`${value} is not a JSON number.`);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`;
  let members = "";
  for (const key of sortedKeys(value)) {
    const member = `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`;
    members = members === "" ? member : `${members},${member}`;
  }
  return `{${members}}`;
}

/** The default sort of texts compares UTF-16 code units, as the RFC asks. */
function sortedKeys(value: object): readonly string[] {
  const keys = Object.keys(value);
  return keys.length < 2 ? keys : keys.sort();
}

/** Array.isArray does not narrow a read-only array. */
function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}

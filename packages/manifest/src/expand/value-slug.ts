import { createHash } from "node:crypto";
import { canonicalJson } from "../canonical-json.ts";
import type { Json } from "../json.ts";
import { slug } from "./slug.ts";

const LONGEST = 40;

/**
 * A value as a part of an id: `16:9` becomes `16x9`, `0.5` becomes `0-5`, `Söderhamn` becomes `soderhamn`.
 * What has no ASCII letters, and what is too long to be read, ends in a short hash instead.
 *
 * @param key - names a boolean: `true` is the key itself, `false` is `no-` and the key.
 */
export function valueSlug(key: string, value: Json): string {
  if (typeof value === "boolean") return value ? slug(key) : `no-${slug(key)}`;
  if (typeof value === "object" && value !== null && "name" in value)
    return valueSlug(key, value["name"] ?? "");
  const text = typeof value === "object" && value !== null ? wordsOf(value) : String(value);
  const plain = slug(text.replace(/(\d)\s*:\s*(?=\d)/g, "$1x"));
  if (plain !== "" && plain.length <= LONGEST) return plain;
  return [plain.slice(0, LONGEST - 9).replace(/-$/, ""), shortHash(value)]
    .filter((part) => part !== "")
    .join("-");
}

function wordsOf(value: Json): string {
  if (value === null || typeof value !== "object") return String(value);
  return Object.values(value).map(wordsOf).join(" ");
}

/** The first hex digits of a hash that equal values share; eight unless said. */
export function shortHash(value: Json, digits = 8): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex").slice(0, digits);
}

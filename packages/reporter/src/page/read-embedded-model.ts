import type { ReadModel } from "@shotlist/core/read-model";
import type { PackedModel } from "../packed/pack-model.ts";
import { unpackModel } from "../packed/unpack-model.ts";

/** The report that stands in the page, or why there is none, in words for people. */
export type EmbeddedModel = { readonly model: ReadModel } | { readonly reason: string };

/** Reads the page's own data. A report of another version is not guessed at. */
export function readEmbeddedModel(text: string): EmbeddedModel {
  if (text.trim() === "") return { reason: "It is the empty template that reports are made from." };
  try {
    const value: unknown = JSON.parse(text);
    const model = readModelIn(value);
    return model ? { model } : { reason: "Its data are not a report that this page can read." };
  } catch {
    return { reason: "Its data are damaged, perhaps because the file was cut short." };
  }
}

/** A read-model that came as JSON, packed or not; null for anything else. */
export function readModelIn(value: unknown): ReadModel | null {
  if (!isReport(value)) return null;
  return "packed" in value ? unpackModel(value) : value;
}

function isReport(value: unknown): value is ReadModel | PackedModel {
  return (
    typeof value === "object" &&
    value !== null &&
    "version" in value &&
    value.version === 1 &&
    "shots" in value
  );
}

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
    if (!isReport(value)) return { reason: "Its data are not a report that this page can read." };
    return { model: isPacked(value) ? unpackModel(value) : value };
  } catch {
    return { reason: "Its data are damaged, perhaps because the file was cut short." };
  }
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

function isPacked(value: ReadModel | PackedModel): value is PackedModel {
  return "packed" in value;
}

import { textField, usableId } from "../dialect/wire-fields.ts";
import { isJsonObject, type Json } from "../json.ts";
import type { WireGeneration, WireList } from "./wire.ts";

/** Reads a generation; fields of an unexpected type count as absent. Undefined when it has no usable id. */
export function readWireGeneration(value: Json | undefined): WireGeneration | undefined {
  if (!isJsonObject(value)) return undefined;
  const id = usableId(value);
  if (id === undefined) return undefined;
  return {
    id,
    // Some answers of Luma's own guides have it as `type`.
    generation_type: textField(value, "generation_type") ?? textField(value, "type"),
    state: textField(value, "state") ?? "unknown",
    failure_reason: textField(value, "failure_reason"),
    created_at: textField(value, "created_at"),
    assets: assets(value["assets"]),
    model: textField(value, "model"),
    request: isJsonObject(value["request"]) ? value["request"] : null,
  };
}

/**
 * Reads a page of a list. Undefined when it is no list, or when one item cannot be read: a page with a
 * hole in it would pass for proof that a generation is not there.
 */
export function readWireList(value: Json): WireList | undefined {
  if (!isJsonObject(value) || !Array.isArray(value["generations"])) return undefined;
  const items: readonly Json[] = value["generations"];
  const generations = items.map(readWireGeneration).filter((item) => item !== undefined);
  if (generations.length !== items.length) return undefined;
  // Without a word about more, only a page with nothing new on it (pages overlap by one) is surely the last:
  // a short page may be a server that gives less than it was asked for.
  const more = typeof value["has_more"] === "boolean" ? value["has_more"] : items.length > 1;
  return { generations, has_more: more };
}

/** Reads `{"credit_balance": cents}`; USD × 10⁴, undefined when it is not that. */
export function readBalanceUsdE4(value: Json): number | undefined {
  const cents = isJsonObject(value) ? value["credit_balance"] : undefined;
  const balance = typeof cents === "number" ? Math.round(cents * 100) : Number.NaN;
  return Number.isSafeInteger(balance) ? balance : undefined;
}

/** Reads a list of concept keys; undefined when it is not one. */
export function readConcepts(value: Json): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items: readonly Json[] = value;
  const keys = items.filter((item) => typeof item === "string");
  return keys.length === items.length ? keys : undefined;
}

function assets(value: Json | undefined): WireGeneration["assets"] {
  if (!isJsonObject(value)) return null;
  return {
    video: textField(value, "video"),
    image: textField(value, "image"),
    progress_video: textField(value, "progress_video"),
  };
}

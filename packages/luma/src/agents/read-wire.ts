import { textField, usableId } from "../dialect/wire-fields.ts";
import { isJsonObject, type Json } from "../json.ts";
import type { WireAgentsGeneration, WireAgentsOutput } from "./wire.ts";

/** Reads a generation; fields of an unexpected type count as absent. Undefined when it has no usable id. */
export function readWireGeneration(value: Json): WireAgentsGeneration | undefined {
  if (!isJsonObject(value)) return undefined;
  const id = usableId(value);
  if (id === undefined) return undefined;
  return {
    id,
    type: textField(value, "type"),
    state: textField(value, "state") ?? "unknown",
    created_at: textField(value, "created_at"),
    output: outputs(value["output"]),
    failure_reason: textField(value, "failure_reason"),
    failure_code: textField(value, "failure_code"),
  };
}

function outputs(value: Json | undefined): readonly WireAgentsOutput[] {
  if (!Array.isArray(value)) return [];
  const items: readonly Json[] = value;
  return items
    .filter(isJsonObject)
    .map((item) => ({ type: textField(item, "type"), url: textField(item, "url") }));
}

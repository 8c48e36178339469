import type { Json, JsonObject } from "@shotlist/manifest";

/** The fields, in dotted form and sorted, in which two wanted shots differ. */
export function changedFields(before: JsonObject, after: JsonObject): string[] {
  const fields: string[] = [];
  compare(before, after, "", fields);
  return fields.sort();
}

function compare(before: Json | undefined, after: Json | undefined, path: string, fields: string[]): void {
  if (isObject(before) && isObject(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(before[name], after[name], path === "" ? name : `${path}.${name}`, fields);
    }
  } else if (JSON.stringify(before) !== JSON.stringify(after)) {
    fields.push(path);
  }
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

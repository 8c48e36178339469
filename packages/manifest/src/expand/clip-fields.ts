import type { Located, LocatedMap } from "../source/located.ts";

/**
 * The fields of a clip by name, keyframes as `keyframes.frame0` and `keyframes.frame1`, or as `keyframes` where they
 * are a list. A later layer wins field by field.
 */
export type ClipFields = ReadonlyMap<string, Located>;

/** Lays the fields of a map over others. */
export function layFields(base: ClipFields, layer: Located | undefined): ClipFields {
  if (layer?.kind !== "map") return base;
  const fields = new Map(base);
  for (const [name, { value }] of layer.entries) setField(fields, name, value);
  return fields;
}

/** Lays the values of a matrix's combination over the fields; keys that are no field are only variables. */
export function layValues(
  base: ClipFields,
  values: ReadonlyMap<string, Located>,
  known: ReadonlySet<string>,
): ClipFields {
  if (values.size === 0) return base;
  const fields = new Map(base);
  for (const [name, value] of values) if (known.has(name)) setField(fields, name, value);
  return fields;
}

function setField(fields: Map<string, Located>, name: string, value: Located): void {
  if (name !== "keyframes") {
    fields.set(name, value);
    return;
  }
  // A list of keyframes and first and last frames exclude each other, so the later layer takes the other's place.
  if (value.kind === "list") {
    fields.delete("keyframes.frame0");
    fields.delete("keyframes.frame1");
    fields.set(name, value);
    return;
  }
  if (value.kind !== "map") return;
  fields.delete(name);
  for (const [frame, entry] of (value as LocatedMap).entries) fields.set(`keyframes.${frame}`, entry.value);
}

import { isJsonObject, type Json, type JsonObject } from "../json.ts";

/** Fields of the body that we know, and so never take from `extra`; an object's own fields are listed below it. */
export interface KnownFields {
  readonly [field: string]: true | KnownFields;
}

/** Merges what we do not know below what we do: a field that we set or know is never replaced. */
export function withExtra(ours: JsonObject, extra: JsonObject, known: KnownFields): JsonObject {
  const merged = new Map<string, Json>(Object.entries(ours));
  for (const [field, value] of Object.entries(extra)) {
    const knowledge = Object.hasOwn(known, field) ? known[field] : undefined;
    const present = merged.get(field);
    if (knowledge === undefined && present === undefined) merged.set(field, value);
    else if (knowledge !== true && isJsonObject(present) && isJsonObject(value)) {
      merged.set(field, withExtra(present, value, knowledge ?? {}));
    }
  }
  return Object.fromEntries(merged);
}

import type { Json, JsonObject } from "../json.ts";
import { notOneOf, type Problem, problem } from "./problem.ts";

/** A value that is absent or one of a closed set of texts. */
export function* closedSet(
  name: string,
  value: Json | undefined,
  valid: readonly string[],
): Generator<Problem> {
  if (isAbsent(value)) return;
  if (typeof value !== "string" || !valid.includes(value)) yield notOneOf(name, value, valid);
}

/** A value that is absent, true or false. */
export function* flag(name: string, value: Json | undefined): Generator<Problem> {
  if (!isAbsent(value) && typeof value !== "boolean") yield problem(400, `${name} must be a boolean`);
}

/** Fields that are not known: a client should not rely on their being passed over. */
export function* unexpectedFields(
  from: JsonObject,
  known: readonly string[],
  prefix: string,
): Generator<Problem> {
  for (const name of Object.keys(from)) {
    if (!known.includes(name)) yield problem(400, `Unexpected field '${prefix}${name}'`);
  }
}

/** True for what is left out or null. */
export function isAbsent(value: Json | undefined): value is null | undefined {
  return value === undefined || value === null;
}

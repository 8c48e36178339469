import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import { closedSet, flag, isAbsent, unexpectedFields } from "./field-values.ts";
import { type Problem, problem } from "./problem.ts";
import { EDIT_CONTROLS, EDIT_STRENGTHS } from "./vocabulary.ts";

const EDIT_FIELDS: readonly string[] = [
  "auto_controls",
  "controls",
  "keyframe_indexes",
  "keyframes",
  "strength",
];

/** What is wrong with single values of `video.edit`: 400. */
export function* editProblems(edit: JsonObject): Generator<Problem> {
  yield* unexpectedFields(edit, EDIT_FIELDS, "video.edit.");
  yield* closedSet("edit.strength", edit["strength"], EDIT_STRENGTHS);
  yield* flag("edit.auto_controls", edit["auto_controls"]);
  const { controls, keyframes, keyframe_indexes: indexes } = edit;
  for (const [name, list] of Object.entries({ keyframes, keyframe_indexes: indexes })) {
    if (!isAbsent(list) && !Array.isArray(list)) yield problem(400, `edit.${name} must be a list`);
  }
  if (isAbsent(controls)) return;
  if (!isJsonObject(controls)) return yield problem(400, "edit.controls must be an object");
  yield* unexpectedFields(controls, Object.keys(EDIT_CONTROLS), "video.edit.controls.");
  for (const [name, options] of Object.entries(EDIT_CONTROLS))
    yield* controlProblems(`edit.controls.${name}`, controls[name], options);
}

function* controlProblems(
  path: string,
  control: Json | undefined,
  options: (typeof EDIT_CONTROLS)[string],
): Generator<Problem> {
  if (isAbsent(control)) return;
  if (!isJsonObject(control)) return yield problem(400, `${path} must be an object`);
  yield* unexpectedFields(control, ["enabled", ...Object.keys(options)], `video.${path}.`);
  yield* flag(`${path}.enabled`, control["enabled"]);
  for (const [name, kind] of Object.entries(options)) {
    const value = control[name];
    if (kind !== "share") yield* closedSet(`${path}.${name}`, value, kind);
    else if (!isAbsent(value) && !(typeof value === "number" && value >= 0 && value <= 1))
      yield problem(400, `${path}.${name} must be between 0 and 1`);
  }
}

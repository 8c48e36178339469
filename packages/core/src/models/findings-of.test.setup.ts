import type { Shot } from "@shotlist/manifest";
import { type CheckShotsOptions, checkShots } from "./check-shots.ts";

/** A problem of a shot with the field that it stands at. */
export interface FoundProblem {
  readonly code: string;
  readonly field: string;
  readonly severity: string;
  readonly message: string;
  readonly hint: string;
}

/** The problems of shots, each with the field that it stands at; without those of every shot of its model. */
export function problemsIn(shots: readonly Shot[], options?: CheckShotsOptions): readonly FoundProblem[] {
  const fields: string[] = [];
  const placeOf = (_: string, field = "") => {
    fields.push(field);
    return { file: "shots.yaml", line: fields.length, column: 1, length: 1 };
  };
  return checkShots(shots, placeOf, options)
    .filter(({ code }) => code !== "model-retiring" && code !== "gateway-experimental")
    .map(({ code, severity, message, hint = "", place }) => ({
      code,
      severity,
      message,
      hint,
      field: fields[place.line - 1] ?? "",
    }));
}

/** The same as `code at field`. */
export function spotsIn(shots: readonly Shot[], options?: CheckShotsOptions): readonly string[] {
  return problemsIn(shots, options).map(({ code, field }) => `${code} at ${field}`);
}

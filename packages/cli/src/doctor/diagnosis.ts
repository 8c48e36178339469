import { DIAGNOSIS_CODES } from "@shotlist/core";
import { errorExitCode } from "../error-exit-code.ts";

/** What a line of the doctor is about. Permanent, as codes are; more may come. */
export type CheckName =
  | "versions"
  | "manifest"
  | "key"
  | "access"
  | "clock"
  | "balance"
  | "limits"
  | "keyframes"
  | "files"
  | "uploads"
  | "disk"
  | "state"
  | "lock";

/** One line of the doctor: what was looked at, and how it stands. Plain data, as `--json` prints it. */
export interface Diagnosis {
  readonly check: CheckName;
  readonly level: "ok" | "warning" | "problem";
  /** Permanent; of every warning and every problem. */
  readonly code?: string;
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** Nothing stands in the way here. */
export function fine(check: CheckName, message: string): Diagnosis {
  return { check, level: "ok", message };
}

/** A finding with its code; a `level` of problem stands in the way of a run. */
export function finding(
  level: "warning" | "problem",
  check: CheckName,
  code: string,
  message: string,
  hint?: string,
): Diagnosis {
  return { check, level, code, message, ...(hint === undefined ? {} : { hint }) };
}

/** What a run would fail with. An error without a code of ours is thrown on: it is no finding. */
export function fromError(
  check: CheckName,
  error: unknown,
  level: "warning" | "problem" = "problem",
): Diagnosis {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") throw error;
  if (!/^[a-z]+(-[a-z0-9]+)+$/.test(error.code)) throw error;
  const hint = "hint" in error && typeof error.hint === "string" ? error.hint : undefined;
  return finding(level, check, error.code, error.message, hint);
}

/** What a command exits with for a problem of this code. */
export function diagnosisExitCode(code: string): number {
  const known = Object.hasOwn(DIAGNOSIS_CODES, code) ? DIAGNOSIS_CODES[code] : undefined;
  return known === undefined ? errorExitCode(code) : (known.exitCode ?? 1);
}

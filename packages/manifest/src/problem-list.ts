import type { Place, Problem } from "./problem.ts";
import { PROBLEM_CODES, type ProblemCode } from "./problem-codes.ts";

/** What a problem may carry beyond its code, place and sentence. */
export interface ProblemDetails {
  /** Replaces the hint of the code. */
  readonly hint?: string;
  readonly related?: Problem["related"];
}

/** Makes a problem of a registered code: its severity, and its hint unless another is given, come from there. */
function makeProblem(
  code: ProblemCode,
  place: Place,
  message: string,
  details: ProblemDetails = {},
): Problem {
  const registered = PROBLEM_CODES[code];
  const hint = details.hint ?? registered.hint;
  return {
    code,
    severity: registered.severity,
    message,
    place,
    ...(hint === "" ? {} : { hint }),
    ...(details.related === undefined || details.related.length === 0 ? {} : { related: details.related }),
  };
}

/** Gathers problems in one pass; the same sentence about the same place is kept once. */
export class ProblemList {
  readonly #problems = new Map<string, Problem>();

  add(code: ProblemCode, place: Place, message: string, details?: ProblemDetails): void {
    this.addAll([makeProblem(code, place, message, details)]);
  }

  addAll(problems: Iterable<Problem>): void {
    for (const problem of problems) {
      const { file, line, column } = problem.place;
      const key = JSON.stringify([problem.code, file, line, column, problem.message]);
      if (!this.#problems.has(key)) this.#problems.set(key, problem);
    }
  }

  get isEmpty(): boolean {
    return this.#problems.size === 0;
  }

  get hasErrors(): boolean {
    for (const { severity } of this.#problems.values()) if (severity === "error") return true;
    return false;
  }

  /** All problems by file (in the order given, unknown ones last), line and column. */
  sorted(files: Iterable<string>): readonly Problem[] {
    const rank = new Map([...files].map((file, index) => [file, index]));
    const rankOf = (place: Place) => rank.get(place.file) ?? rank.size;
    return [...this.#problems.values()].sort(
      ({ place: a }, { place: b }) => rankOf(a) - rankOf(b) || a.line - b.line || a.column - b.column,
    );
  }
}

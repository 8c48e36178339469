/** Why a create is refused: a status and the text of its `detail`. */
export interface Problem {
  readonly status: 400 | 413 | 422;
  readonly detail: string;
}

/** A reason to refuse. */
export function problem(status: Problem["status"], detail: string): Problem {
  return { status, detail };
}

/**
 * A value outside a closed set, in the guide's form: `Invalid NAME 'VALUE'. Valid: …`, sorted as text, a colon
 * before digits as in its sample (`1:1, 1:2, …`).
 */
export function notOneOf(name: string, value: unknown, valid: readonly string[]): Problem {
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  const sorted = [...valid].sort((a, b) => a.localeCompare(b, "en"));
  return problem(400, `Invalid ${name} '${shown}'. Valid: ${sorted.join(", ")}`);
}

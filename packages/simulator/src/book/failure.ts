import type { Dialect } from "../dialect.ts";

/** Why a generation fails. */
export interface Failure {
  /** The Agents API's `failure_code`; null elsewhere, where there is none. */
  readonly code: string | null;
  readonly reason: string;
}

/**
 * The Agents API's failure codes with their reasons. The first four are what its error guide and SDK show;
 * of the others only the code is published.
 */
export const AGENTS_FAILURES: Readonly<Record<string, string>> = {
  content_moderated: "Generation output was flagged by our content moderation system.",
  generation_failed: "Generation failed",
  output_not_found: "Output artifacts not found",
  budget_exhausted: "Insufficient credits to complete this generation.",
  image_too_large: "Input image is too large",
  unsupported_format: "Input format is not supported",
  corrupt_input: "Input could not be decoded",
  invalid_request: "Invalid request",
  rate_limited: "Rate limited",
};

/**
 * The failure that a fault stands for.
 *
 * @param text - The reason. Agents: a code, or a reason to go with the code of `fallback`.
 */
export function failureFor(dialect: Dialect, fallback: string, text: string | undefined): Failure {
  if (dialect !== "agents") return { code: null, reason: text ?? fallback };
  const code = text !== undefined && Object.hasOwn(AGENTS_FAILURES, text) ? text : fallback;
  const known = AGENTS_FAILURES[code] ?? "Generation failed";
  return { code, reason: text === undefined || text === code ? known : text };
}

/**
 * What a failure gives back, USD × 10⁴: everything, save that a budget that ran out has paid for half of
 * the work. The documents say "partial charge possible" there and are silent on broken inputs.
 */
export function refundUsdE4(failure: Failure | undefined, priceUsdE4: number): number {
  return failure?.code === "budget_exhausted" ? Math.floor(priceUsdE4 / 2) : priceUsdE4;
}

import { firstAbove, quantile } from "./service-history.ts";

/** Shortest and longest wait between two looks, in milliseconds. */
export interface PollBounds {
  readonly minMs: number;
  readonly maxMs: number;
}

/** Part of an age that may pass between two looks while nothing is known: what is lost stays in proportion. */
const BLIND_STEP = 1 / 20;

/** Part of the usual time between two looks once a generation may end any moment. */
const FINE_STEP = 1 / 50;

/** A generation may be quicker than all before it: the first look comes this much earlier. */
const EARLY = 0.95;

/**
 * Says when to look at a generation again.
 *
 * Looking too early wastes a request, too late leaves a paid slot idle, so the answer follows what earlier
 * generations of the same kind took: one long wait until the first of them could end, short ones from then on.
 *
 * @param ageMs - time since the API accepted the generation, in milliseconds.
 * @param history - service times of finished generations of this kind, ascending; empty while unknown.
 * @returns the wait until the next look, in milliseconds, within `bounds`.
 */
export function nextLookMs(ageMs: number, history: readonly number[], bounds: PollBounds): number {
  const clamp = (ms: number): number => Math.min(bounds.maxMs, Math.max(bounds.minMs, ms));
  const from = firstAbove(history, ageMs);
  if (from >= history.length) return clamp(ageMs * BLIND_STEP);
  const usualMs = quantile(history, 0, 0.5);
  const soonestMs = quantile(history, from, 0.05) * EARLY - ageMs;
  return clamp(Math.max(soonestMs, usualMs * FINE_STEP));
}

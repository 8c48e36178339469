import { quantile } from "./service-history.ts";

/** Shortest and longest wait between two looks, in milliseconds. */
export interface PollBounds {
  readonly minMs: number;
  readonly maxMs: number;
}

/** Part of an age that may pass between two looks while nothing is known: what is lost stays in proportion. */
const BLIND_STEP = 1 / 20;

/** Part of the usual time between two looks once a generation may end any moment. */
const FINE_STEP = 1 / 40;

/** From so many samples on, the quickest ones are believed to be about as quick as it gets. */
const MANY = 20;

/**
 * Says when to look at a generation again.
 *
 * Looking too early wastes a request, too late leaves a paid slot idle, so the answer follows what earlier
 * generations of the same kind took: one long wait until the quickest of them ended, short ones from then on.
 *
 * @param ageMs - time since the API accepted the generation, in milliseconds.
 * @param history - service times of finished generations of this kind, ascending; empty while unknown.
 * @returns the wait until the next look, in milliseconds, within `bounds`.
 */
export function nextLookMs(ageMs: number, history: readonly number[], bounds: PollBounds): number {
  const clamp = (ms: number): number => Math.min(bounds.maxMs, Math.max(bounds.minMs, ms));
  const slowest = history.at(-1);
  // One that is slower than all before it may take any time: the waits grow with its age.
  if (slowest === undefined || ageMs >= slowest) return clamp(ageMs * BLIND_STEP);
  // What was measured is a little late, and the next one may be quicker than all before it.
  const margin = history.length < MANY ? 0.8 : 0.95;
  const soonestMs = quantile(history, 0, 0.02) * margin;
  return clamp(Math.max(soonestMs - ageMs, quantile(history, 0, 0.5) * FINE_STEP));
}

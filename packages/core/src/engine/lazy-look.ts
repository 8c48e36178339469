import type { PollBounds } from "./poll-schedule.ts";
import { quantile } from "./service-history.ts";

/** Part of the usual time between two looks at a generation whose callback seems to be lost. */
const LATE_STEP = 1 / 10;

/**
 * Says when to look at a generation of which the API sends word: after nearly all of its kind have ended, because
 * by then its callback is lost.
 *
 * @param ageMs - time since the API accepted the generation, in milliseconds.
 * @param history - service times of finished generations of this kind, ascending; empty while unknown.
 * @returns the wait until the next look, in milliseconds.
 */
export function lazyLookMs(ageMs: number, history: readonly number[], bounds: PollBounds): number {
  if (history.length === 0) return bounds.maxMs;
  const lateMs = quantile(history, 0, 0.95);
  if (ageMs < lateMs) return Math.max(bounds.minMs, lateMs - ageMs);
  return Math.min(bounds.maxMs, Math.max(bounds.minMs, quantile(history, 0, 0.5) * LATE_STEP));
}

/**
 * Says when to look again at a generation that still runs although a callback said that it has ended: what the API
 * shows may lag behind. The waits grow with the time that has passed.
 *
 * @param sinceMs - time since the callback, in milliseconds.
 */
export function lookAfterHintMs(sinceMs: number, bounds: PollBounds): number {
  return Math.min(bounds.maxMs, Math.max(bounds.minMs, sinceMs / 2));
}

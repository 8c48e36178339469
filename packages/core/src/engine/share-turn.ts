import type { ShareAsk } from "../ports/account-share.ts";

/** One run's part of an account, as the others see it. */
export interface SharePart {
  readonly slots: number;
  /** Since when it has been waiting for a slot; undefined when it is not. Unix milliseconds. */
  readonly waitsSinceMs?: number | undefined;
}

/** Where an account's slots and rate stand. */
export interface ShareBook {
  readonly own: SharePart;
  readonly others: readonly SharePart[];
  /** When each place in the rate that is taken now is free again, Unix milliseconds, any order. */
  readonly ratePlaces: readonly number[];
  /** How often a run that waits for others looks again, in milliseconds. */
  readonly pollMs: number;
}

/** Looks of one that waits for others only for the rate: whose turn it is may change meanwhile. */
const RATE_POLLS = 10;

/**
 * Whether a run may send one more create, as far as all runs of its account are concerned.
 *
 * Of those that wait, the one with the fewest slots goes first, then the one that has waited longest: so a run
 * that begins beside another one soon has half of the slots, and none waits for ever.
 *
 * @returns 0 when it may; else how long until it is worth asking again, in milliseconds.
 */
export function shareWaitMs(book: ShareBook, ask: ShareAsk): number {
  const { own, others, ratePlaces, pollMs } = book;
  const inUse = others.reduce((sum, { slots }) => sum + slots, own.slots);
  if (inUse >= ask.slots) return pollMs;
  const sinceMs = own.waitsSinceMs ?? ask.nowMs;
  const isOthersTurn = others.some(
    ({ slots, waitsSinceMs }) =>
      waitsSinceMs !== undefined && (slots < own.slots || (slots === own.slots && waitsSinceMs < sinceMs)),
  );
  if (isOthersTurn) return pollMs;
  if (ratePlaces.length < ask.creates) return 0;
  const places = [...ratePlaces].sort((a, b) => a - b);
  const freeAtMs = places[places.length - ask.creates] as number;
  const waitMs = Math.max(1, freeAtMs - ask.nowMs);
  return others.length === 0 ? waitMs : Math.min(waitMs, RATE_POLLS * pollMs);
}

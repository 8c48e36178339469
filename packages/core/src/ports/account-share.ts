/** A wish for one more create. Times are in milliseconds, moments Unix milliseconds. */
export interface ShareAsk {
  readonly nowMs: number;
  /** Slots that the account is taken to have; `Infinity` where this one is to find out. */
  readonly slots: number;
  /** Creates that the API allows within any `windowMs`. */
  readonly creates: number;
  readonly windowMs: number;
  /** When this create's place in the rate is free again though its answer is never heard. */
  readonly openUntilMs: number;
}

/**
 * What runs on one machine that use the same account agree on: who has which part of its slots and its rate.
 *
 * The parts of a run that has ended, however it ended, are free; a create's place in the rate is not, because the
 * API goes on counting it. Calls return at once and never throw: where runs cannot agree, each has all of it.
 */
export interface AccountShare {
  /** Slots that other runs hold now. */
  othersSlots(): number;
  /**
   * Takes a slot and a place in the rate, unless other runs hold them or have waited for them longer.
   *
   * @returns 0 when taken; else the wait until it is worth asking again, in milliseconds.
   */
  take(ask: ShareAsk): number;
  /** Nothing was sent: the place in the rate is given back. */
  giveBack(): void;
  /** A create had its answer; its place is free again then, Unix milliseconds. */
  answered(freeAtMs: number): void;
  /** This run holds so many slots now. */
  hold(slots: number): void;
  /** This run does not wait for a slot any more, for reasons of its own. */
  rest(): void;
}

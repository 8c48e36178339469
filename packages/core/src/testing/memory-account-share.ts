import { type SharePart, shareWaitMs } from "../engine/share-turn.ts";
import type { AccountShare, ShareAsk } from "../ports/account-share.ts";

/** An account's slots and rate, shared in memory by the runs of one test. */
export class MemoryAccountLedger {
  readonly #pollMs: number;
  readonly #parts = new Set<{ slots: number; waitsSinceMs: number | undefined }>();
  #places: { freeAtMs: number }[] = [];

  constructor(pollMs = 100) {
    this.#pollMs = pollMs;
  }

  /** One run joins; `leave` is its end, however it came. */
  join(): AccountShare & { leave(): void } {
    const own: { slots: number; waitsSinceMs: number | undefined } = { slots: 0, waitsSinceMs: undefined };
    this.#parts.add(own);
    const open: { freeAtMs: number }[] = [];
    const others = (): SharePart[] => [...this.#parts].filter((part) => part !== own);
    return {
      othersSlots: () => others().reduce((sum, { slots }) => sum + slots, 0),
      take: (ask: ShareAsk) => {
        this.#places = this.#places.filter(({ freeAtMs }) => freeAtMs > ask.nowMs);
        const ratePlaces = this.#places.map(({ freeAtMs }) => freeAtMs);
        const waitMs = shareWaitMs({ own, others: others(), ratePlaces, pollMs: this.#pollMs }, ask);
        if (waitMs > 0) {
          own.waitsSinceMs ??= ask.nowMs;
          return waitMs;
        }
        own.waitsSinceMs = undefined;
        own.slots += 1;
        const place = { freeAtMs: ask.openUntilMs };
        this.#places.push(place);
        open.push(place);
        return 0;
      },
      giveBack: () => {
        const place = open.pop();
        this.#places = this.#places.filter((other) => other !== place);
      },
      answered: (freeAtMs) => {
        const place = open.shift();
        if (place !== undefined) place.freeAtMs = freeAtMs;
      },
      hold: (slots) => {
        own.slots = slots;
      },
      rest: () => {
        own.waitsSinceMs = undefined;
      },
      leave: () => void this.#parts.delete(own),
    };
  }
}

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ShareBook, type SharePart, shareWaitMs } from "./share-turn.ts";

const ask = { nowMs: 100_000, slots: 4, creates: 20, windowMs: 60_000, openUntilMs: 300_000 };
const POLL = 100;

function waitMs(own: SharePart, others: readonly SharePart[], ratePlaces: readonly number[] = []): number {
  return shareWaitMs({ own, others, ratePlaces, pollMs: POLL }, ask);
}

describe("whose turn it is", () => {
  it("is a lone run's as long as there are slots and places", () => {
    expect(waitMs({ slots: 3 }, [])).toBe(0);
    expect(waitMs({ slots: 4 }, [])).toBe(POLL);
  });

  it("counts the slots of others", () => {
    expect(waitMs({ slots: 1 }, [{ slots: 2 }])).toBe(0);
    expect(waitMs({ slots: 1 }, [{ slots: 1 }, { slots: 2 }])).toBe(POLL);
  });

  it("leaves a free slot to one that waits and has fewer", () => {
    expect(waitMs({ slots: 2 }, [{ slots: 1, waitsSinceMs: 99_000 }])).toBe(POLL);
    expect(waitMs({ slots: 1 }, [{ slots: 2, waitsSinceMs: 99_000 }])).toBe(0);
  });

  it("is, with equal slots, that of the one that has waited longer", () => {
    expect(waitMs({ slots: 1 }, [{ slots: 1, waitsSinceMs: 99_000 }])).toBe(POLL);
    expect(waitMs({ slots: 1, waitsSinceMs: 98_000 }, [{ slots: 1, waitsSinceMs: 99_000 }])).toBe(0);
  });

  it("waits for a place in the rate, and looks again before when others may take it", () => {
    const places = Array.from({ length: 20 }, (_, index) => 130_000 + index);
    expect(waitMs({ slots: 0 }, [], places)).toBe(30_000);
    expect(waitMs({ slots: 0 }, [], [...places, 140_000])).toBe(30_001);
    expect(waitMs({ slots: 0 }, [{ slots: 0 }], places)).toBe(10 * POLL);
  });

  it("is always somebody's: of runs that wait, one may go while there is room", () => {
    const part = fc.record({ slots: fc.nat(5), waitsSinceMs: fc.integer({ min: 0, max: 99_999 }) });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const inUse = parts.reduce((sum, { slots }) => sum + slots, 0);
        const mayGo = parts.filter((own) => {
          const book: ShareBook = {
            own,
            others: parts.filter((one) => one !== own),
            ratePlaces: [],
            pollMs: POLL,
          };
          return shareWaitMs(book, { ...ask, slots: 12 }) === 0;
        });
        expect(mayGo.length > 0).toBe(inUse < 12);
      }),
    );
  });
});

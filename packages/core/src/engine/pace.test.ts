import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Pace } from "./pace.ts";

const MINUTE = 60_000;

/** Sends as soon as it may, each create arriving somewhere between sending and answer; when each one arrived. */
function arrivals(pace: Pace, creates: readonly { toMs: number; backMs: number }[]): number[] {
  const arrived: number[] = [];
  const answers: number[] = [];
  let nowMs = 0;
  for (const { toMs, backMs } of creates) {
    for (;;) {
      for (const atMs of answers.filter((answer) => answer <= nowMs)) {
        pace.answered(atMs);
        answers.splice(answers.indexOf(atMs), 1);
      }
      const waitMs = pace.waitMs(nowMs);
      if (waitMs === 0) break;
      nowMs = Math.min(nowMs + waitMs, ...answers);
    }
    pace.take();
    arrived.push(nowMs + toMs);
    answers.push(nowMs + toMs + backMs);
  }
  return arrived.sort((a, b) => a - b);
}

const journey = fc.record({ toMs: fc.nat(3000), backMs: fc.nat(3000) });

describe("the pace", () => {
  it("never lets more arrive within a minute than allowed, whatever their journeys take", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(journey, { maxLength: 80 }),
        (perMinute, creates) => {
          const arrived = arrivals(new Pace(perMinute, MINUTE), creates);
          for (const [index, atMs] of arrived.entries()) {
            const before = arrived[index - perMinute];
            if (before !== undefined) expect(atMs - before).toBeGreaterThanOrEqual(MINUTE);
          }
        },
      ),
    );
  });

  it("loses no more than the journeys to the best that the rate allows", () => {
    const creates = Array.from({ length: 60 }, () => ({ toMs: 100, backMs: 100 }));
    const arrived = arrivals(new Pace(20, MINUTE), creates);
    expect(arrived.at(-1)).toBeLessThanOrEqual(2 * MINUTE + 3 * 201);
  });

  it("counts what earlier runs sent", () => {
    const pace = new Pace(2, MINUTE, [1000, 30_000, -MINUTE]);
    expect(pace.waitMs(40_000)).toBe(1000 + MINUTE + 1 - 40_000);
    expect(pace.used(40_000)).toBe(2);
  });

  it("says when several places will be free, however many are asked for", () => {
    const pace = new Pace(3, MINUTE, [0, 10_000]);
    expect(pace.waitForMs(20_000, 1)).toBe(0);
    expect(pace.waitForMs(20_000, 2)).toBe(MINUTE + 1 - 20_000);
    expect(pace.waitForMs(20_000, 3)).toBe(MINUTE + 1 - 10_000);
    expect(pace.waitForMs(20_000, 9)).toBe(MINUTE + 1 - 10_000);
  });

  it("gives an unused place back at once", () => {
    const pace = new Pace(1, MINUTE);
    pace.take();
    expect(pace.waitMs(0)).toBe(Number.POSITIVE_INFINITY);
    pace.giveBack();
    expect(pace.waitMs(0)).toBe(0);
  });

  it("waits as long as a refusal for the rate says, or else until a place is free", () => {
    const told = new Pace(5, MINUTE);
    expect(told.hold(1000, 7000)).toBe(7000);
    expect(told.waitMs(2000)).toBe(6000);
    const untold = new Pace(5, MINUTE, [0]);
    expect(untold.hold(1000, undefined)).toBe(MINUTE + 1 - 1000);
  });

  it("spreads a rate below one a minute", () => {
    const pace = new Pace(0.5, MINUTE);
    pace.take();
    pace.answered(0);
    expect(pace.waitMs(0)).toBe(2 * MINUTE + 1);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextLookMs } from "./poll-schedule.ts";
import { ServiceHistory } from "./service-history.ts";

const bounds = { minMs: 1000, maxMs: 30_000 };
const usual = Array.from({ length: 50 }, (_, index) => 50_000 + index * 400);

/** Looks until a generation that takes `tookMs` is seen to have ended: how late, and with how many looks. */
function watch(tookMs: number, history: readonly number[]): { lateMs: number; looks: number } {
  let ageMs = 0;
  let looks = 0;
  while (ageMs < tookMs) {
    ageMs += nextLookMs(ageMs, history, bounds);
    looks++;
  }
  return { lateMs: ageMs - tookMs, looks };
}

describe("when to look", () => {
  it("always waits within its bounds", () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.array(fc.nat(1_000_000)), (ageMs, times) => {
        const waitMs = nextLookMs(
          ageMs,
          times.sort((a, b) => a - b),
          bounds,
        );
        expect(waitMs).toBeGreaterThanOrEqual(bounds.minMs);
        expect(waitMs).toBeLessThanOrEqual(bounds.maxMs);
      }),
    );
  });

  it("sees an end within a fortieth of the usual time once it knows it, with few looks", () => {
    for (const tookMs of [50_000, 57_300, 66_000, 69_500]) {
      const { lateMs, looks } = watch(tookMs, usual);
      expect(lateMs).toBeLessThanOrEqual(60_000 / 40);
      expect(looks).toBeLessThan(20);
    }
  });

  it("leaves a generation alone until the quickest could have ended", () => {
    const long = usual.map((ms) => ms * 4);
    expect(nextLookMs(0, usual, bounds)).toBe(30_000);
    expect(nextLookMs(30_000, usual, bounds)).toBeCloseTo(0.95 * 50_000 - 30_000, 0);
    expect(nextLookMs(100_000, long, bounds)).toBe(30_000);
  });

  it("loses at most a twentieth while nothing is known, and on those that take longer than ever", () => {
    for (const history of [[], usual]) {
      const { lateMs, looks } = watch(300_000, history);
      expect(lateMs).toBeLessThanOrEqual(300_000 / 20);
      expect(looks).toBeLessThan(110);
    }
  });
});

describe("the history of service times", () => {
  it("is believed from five samples on, forgets the oldest, and keeps the kinds apart", () => {
    const history = new ServiceHistory();
    for (let ms = 1; ms <= 4; ms++) history.add("a", ms);
    expect(history.of("a")).toEqual([]);
    expect(history.p99Ms("a")).toBeUndefined();
    history.add("a", 5);
    expect(history.of("a")).toEqual([1, 2, 3, 4, 5]);
    for (let ms = 1000; ms < 1200; ms++) history.add("a", ms);
    expect(history.of("a")).toHaveLength(200);
    expect(history.of("a")[0]).toBe(1000);
    expect(history.of("b")).toEqual([]);
    expect(history.p99Ms("a")).toBe(1197);
  });

  it("stays sorted whatever comes", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 5, maxLength: 500 }), (times) => {
        const history = new ServiceHistory(times.map((ms) => ({ key: "k", ms, atMs: 0 })));
        const last = times.slice(-200).sort((a, b) => a - b);
        expect(history.of("k")).toEqual(last);
      }),
    );
  });
});

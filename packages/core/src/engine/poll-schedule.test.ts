import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AtWork, type LookQuestion, meanDelayMs, nextLookAtMs, type Stakes } from "./poll-schedule.ts";
import type { ServiceModel } from "./service-model.ts";
import { ServiceSamples } from "./service-samples.ts";

const NEEDED: Stakes = { lazy: 0.01, needed: 0.1, neededAtMs: Number.NEGATIVE_INFINITY, all: 0 };

function modelOf(...times: readonly number[]): ServiceModel {
  const samples = new ServiceSamples(60_000);
  for (const ms of times) samples.add(ms);
  return samples.model([]);
}

const usual = modelOf(...Array.from({ length: 100 }, (_, index) => 50_000 + ((index * 37) % 100) * 200));

const question = (atWork: readonly AtWork[], parts: Partial<LookQuestion> = {}): LookQuestion => ({
  ...{ atWork, stakes: NEEDED, priceMs: 30, sinceMs: 0, fromMs: 1000, toMs: 30_000 },
  ...parts,
});

const aged = (...ages: readonly number[]): AtWork[] =>
  ages.map((ageMs) => ({ model: usual, knownAtMs: 0, ageMs, silent: 1 }));

describe("when to look", () => {
  it("always keeps within its bounds", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000_000), { maxLength: 12 }), fc.nat(10_000), (ages, priceMs) => {
        const atMs = nextLookAtMs(question(aged(...ages), { priceMs }));
        expect(atMs).toBeGreaterThanOrEqual(1000);
        expect(atMs).toBeLessThanOrEqual(30_000);
      }),
    );
  });

  it("leaves generations alone that cannot have ended, and looks closely at those that may at any moment", () => {
    expect(nextLookAtMs(question(aged(0, 5000, 10_000)))).toBe(30_000);
    expect(nextLookAtMs(question(aged(30_000)))).toBeGreaterThan(15_000);
    expect(nextLookAtMs(question(aged(55_000)))).toBeLessThan(7000);
  });

  it("looks the sooner the more may have ended, and the later the dearer it is", () => {
    const one = nextLookAtMs(question(aged(55_000)));
    const five = nextLookAtMs(question(aged(55_000, 55_000, 55_000, 55_000, 55_000)));
    expect(five).toBeLessThan(one);
    expect(nextLookAtMs(question(aged(55_000), { priceMs: 120 }))).toBeGreaterThan(one);
    // With ends at a steady rate four times the price is twice the wait.
    expect(nextLookAtMs(question(aged(55_000), { priceMs: 120 })) / one).toBeCloseTo(2, 0);
  });

  it("waits until an end is of use", () => {
    const stakes = { ...NEEDED, lazy: 0, neededAtMs: 20_000 };
    const atMs = nextLookAtMs(question(aged(55_000, 56_000, 57_000), { stakes }));
    expect(atMs).toBeGreaterThan(20_000);
    expect(atMs).toBeLessThan(21_000);
  });

  it("looks for the last end of all only when it can have come", () => {
    const stakes = { lazy: 0, needed: 0, neededAtMs: 0, all: 1 };
    const early = nextLookAtMs(question(aged(40_000, 69_000), { stakes }));
    expect(early).toBeGreaterThan(8000);
    expect(nextLookAtMs(question(aged(69_000, 69_500), { stakes }))).toBeLessThan(2000);
  });

  it("asks rarely after what takes longer than ever", () => {
    const late = nextLookAtMs(question(aged(3_600_000)));
    expect(late).toBeGreaterThan(nextLookAtMs(question(aged(90_000))));
  });
});

describe("the mean delay", () => {
  it("is half of a short span, and nothing of none", () => {
    const [one] = aged(60_000) as [AtWork];
    expect(meanDelayMs(one, 2000)).toBeGreaterThan(850);
    expect(meanDelayMs(one, 2000)).toBeLessThan(1150);
    expect(meanDelayMs(one, 0)).toBe(0);
  });

  it("counts only from when an end was likely", () => {
    const [young] = aged(0) as [AtWork];
    expect(meanDelayMs(young, 55_000)).toBeLessThan(10_000);
  });
});

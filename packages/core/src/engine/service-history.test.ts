import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededRandom } from "../testing/seeded-random.ts";
import { ServiceHistory } from "./service-history.ts";
import type { ServiceModel } from "./service-model.ts";
import { ServiceSamples } from "./service-samples.ts";

/** The age at which so great a part has ended. */
function quantileMs(model: ServiceModel, part: number): number {
  let ms = 100;
  while (model.survival(ms) > 1 - part) ms += 100;
  return ms;
}

function learned(times: readonly number[], usualMs = 60_000): ServiceSamples {
  const samples = new ServiceSamples(usualMs);
  for (const ms of times) samples.add(ms);
  return samples;
}

const around = (middleMs: number, spread: number, count: number, seed = 1): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => middleMs * (1 + spread * Math.sqrt(3) * (2 * random() - 1)));
};

describe("the history of service times", () => {
  it("is believed from five samples on, forgets the oldest, and keeps the kinds apart", () => {
    const history = new ServiceHistory();
    for (let ms = 1001; ms <= 1004; ms++) history.add("a", ms);
    expect(history.of("a")).toEqual([]);
    expect(history.p99Ms("a")).toBeUndefined();
    history.add("a", 1005);
    expect(history.of("a")).toEqual([1001, 1002, 1003, 1004, 1005]);
    for (let index = 0; index < 200; index++) history.add("a", 1100 + ((index * 37) % 200));
    expect(history.of("a")).toHaveLength(200);
    expect(history.of("a")[0]).toBe(1100);
    expect(history.of("b")).toEqual([]);
    expect(history.p99Ms("a")).toBe(1297);
  });

  it("stays sorted whatever comes", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 100, max: 120 }), { minLength: 5, maxLength: 500 }), (times) => {
        const history = new ServiceHistory(times.map((ms) => ({ key: "k", ms, atMs: 0 })));
        const sorted = history.of("k");
        expect(sorted).toEqual(sorted.toSorted((a, b) => a - b));
        expect(sorted.at(-1)).toBeLessThanOrEqual(Math.max(...times));
        expect(sorted.length).toBeLessThanOrEqual(200);
      }),
    );
  });
});

describe("what is believed of service times", () => {
  it("falls with every age and is never certain", () => {
    const time = fc.integer({ min: 1, max: 10_000_000 });
    fc.assert(
      fc.property(
        fc.array(time, { maxLength: 80 }),
        fc.array(time, { maxLength: 20 }),
        time,
        (times, ages, ms) => {
          const model = learned(times).model(ages);
          expect(model.survival(ms)).toBeGreaterThan(0);
          expect(model.survival(ms)).toBeLessThanOrEqual(1 + 1e-9);
          expect(model.survival(ms * 1.5)).toBeLessThanOrEqual(model.survival(ms));
          expect(model.endedWithin(ms, ms)).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });

  it("begins with the usual time, widely", () => {
    const model = learned([], 45_000).model([]);
    expect(quantileMs(model, 0.5) / 45_000).toBeCloseTo(1, 1);
    expect(model.survival(20_000)).toBeLessThan(0.95);
    expect(model.survival(90_000)).toBeGreaterThan(0.1);
  });

  it("comes to what was seen, whatever the usual time was said to be", () => {
    for (const usualMs of [10_000, 45_000, 300_000]) {
      const model = learned(around(45_000, 0.22, 60), usualMs).model([]);
      expect(quantileMs(model, 0.5) / 45_000).toBeGreaterThan(0.93);
      expect(quantileMs(model, 0.5) / 45_000).toBeLessThan(1.07);
      expect(model.survival(25_000)).toBeGreaterThan(0.97);
      expect(model.survival(70_000)).toBeLessThan(0.04);
    }
  });

  it("is not misled by the quickest of a wave: those still at work count too", () => {
    const quick = [37_000, 38_000, 39_000];
    const alone = learned(quick, 45_000).model([]);
    const among = learned(quick, 45_000).model(Array(7).fill(40_000));
    expect(quantileMs(among, 0.5)).toBeGreaterThan(quantileMs(alone, 0.5) * 1.1);
  });

  it.each([2, 0.5])("notices within a few ends that everything takes %d times as long", (factor) => {
    const samples = learned(around(45_000, 0.22, 100));
    for (const ms of around(45_000 * factor, 0.22, 8, 2)) samples.add(ms);
    const middleMs = quantileMs(samples.model([]), 0.5);
    expect(middleMs / (45_000 * factor)).toBeGreaterThan(0.8);
    expect(middleMs / (45_000 * factor)).toBeLessThan(1.25);
  });

  it("notices it before the first of them has ended, by how old they become", () => {
    const samples = learned(around(45_000, 0.22, 100));
    const model = samples.model([80_000, 78_000, 76_000, 30_000, 10_000]);
    expect(quantileMs(model, 0.5)).toBeGreaterThan(75_000);
  });

  it("does not take ordinary luck for a change", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const samples = new ServiceSamples(45_000);
      for (const ms of around(45_000, 0.5, 400, seed)) samples.add(ms);
      expect(samples.sorted.length).toBe(200);
    }
  });
});

import type { Shot } from "@shotlist/manifest";
import { describe, expect, test } from "vitest";
import { modelCard } from "../models/model-cards.ts";
import { priceOf } from "../models/price-of.ts";
import { type LimitFlags, resolveLimits } from "../models/resolve-limits.ts";
import { makePlan } from "../plan/make-plan.ts";
import type { ServiceTime } from "../ports/state-store.ts";
import type { Take } from "../take/take.ts";
import { exampleFailure, exampleShot, exampleSnapshot, exampleTake } from "../testing/example-data.ts";
import { estimate } from "./estimate.ts";
import type { Estimate } from "./estimate-data.ts";

interface Scene {
  readonly takes?: readonly Take[];
  readonly serviceTimes?: readonly ServiceTime[];
  readonly limits?: LimitFlags;
  readonly timeScale?: number;
  readonly select?: (shot: Shot) => boolean;
  readonly prices?: Record<string, number>;
}

function estimateOf(shots: readonly Shot[], scene: Scene = {}): Estimate {
  const { takes = [], serviceTimes = [], limits = {}, prices = {} } = scene;
  const snapshot = exampleSnapshot({ takes, serviceTimes });
  const priced = (shot: Shot): number | null => priceOf(shot, prices);
  const plan = makePlan({
    name: "spring",
    shots,
    snapshot,
    priceOf: priced,
    retry: "failed",
    retakeRejected: false,
    canList: () => true,
    ...(scene.select === undefined ? {} : { select: scene.select }),
  });
  return estimate(plan, shots, {
    priceOf: priced,
    snapshot,
    limits: {
      ...resolveLimits({}, modelCard("ray-2"), limits),
      ...(scene.timeScale === undefined ? {} : { timeScale: scene.timeScale }),
    },
  });
}

const STILL = {
  kind: "image",
  model: "photon-1",
  resolution: "",
  duration: "",
  image: { format: "jpg", references: [] },
} as const satisfies Partial<Shot>;
const EDIT = {
  kind: "edit",
  aspectRatio: "",
  duration: "",
  edit: { strength: "flex_1" },
} as const satisfies Partial<Shot>;

const many = (count: number, fields: Partial<Shot> = {}): Shot[] =>
  Array.from({ length: count }, (_, index) =>
    exampleShot({ id: `s${index}`, prompt: `Shot ${index}`, ...fields }),
  );

test("sums what is bought now, and what the whole manifest is worth", () => {
  const shots = [
    ...many(2),
    exampleShot({ id: "three", takes: 3 }),
    exampleShot({ id: "gate", provider: "crazyrouter" }),
  ];
  const result = estimateOf(shots, { takes: [exampleTake(shots[0]!)] });
  expect(result.toBuy).toEqual({ takes: 5, usdE4: 4 * 7_078, unknownPrices: 1 });
  expect(result.whole).toEqual({ takes: 6, usdE4: 5 * 7_078, unknownPrices: 1 });
  expect(result.lines.map(({ shotId, buys, toBuyUsdE4 }) => [shotId, buys, toBuyUsdE4])).toEqual([
    ["s0", 0, 0],
    ["s1", 1, 7_078],
    ["three", 3, 3 * 7_078],
    ["gate", 1, null],
  ]);
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
});

test("only what is selected is estimated", () => {
  const result = estimateOf(many(5), { select: ({ id }) => id === "s3" });
  expect(result.lines.map(({ shotId }) => shotId)).toEqual(["s3"]);
  expect(result.toBuy.takes).toBe(1);
});

test("a line says what is made and how long its source is", () => {
  const source = { type: "shot", shot: "clip" } as const;
  const result = estimateOf([
    exampleShot({ id: "clip" }),
    exampleShot({ ...STILL, id: "still" }),
    exampleShot({ ...EDIT, id: "edit", source, sourceS: 7.5 }),
  ]);
  expect(result.lines.map(({ kind, sourceS, priceUsdE4 }) => [kind, sourceS, priceUsdE4])).toEqual([
    [undefined, undefined, 7_078],
    ["image", undefined, 172],
    ["edit", 7.5, 26_243],
  ]);
});

test("what retries of an unknown price add is unknown", () => {
  const gate = many(2, { provider: "crazyrouter" });
  expect(estimateOf(gate).retries).toMatchObject({ atMostUsdE4: 0, unknownPrices: 2 });
  expect(estimateOf(many(1)).retries).not.toHaveProperty("unknownPrices");
});

test("the gateway promises no refunds", () => {
  const gateway = estimateOf(many(1, { provider: "crazyrouter" }), { prices: { "ray-2/*/*": 2_800 } });
  expect(gateway.retries).toMatchObject({ atMostUsdE4: 5_600, afterRefundsUsdE4: 5_600 });
});

test("retries are told at their worst, and as refunds leave them", () => {
  expect(estimateOf(many(3)).retries).toEqual({
    perShot: 2,
    atMostUsdE4: 3 * 2 * 7_078,
    afterRefundsUsdE4: 0,
  });
  const unknownModel = estimateOf(many(1, { model: "ray-9" }), { prices: { "ray-9/*/*": 100 } });
  expect(unknownModel.retries).toMatchObject({ atMostUsdE4: 200, afterRefundsUsdE4: 200 });
});

test("money so far is sorted by what became of it", () => {
  const shot = exampleShot();
  const priced = (number: number, fields: Partial<Take>): Take =>
    exampleTake(shot, { number, priceUsdE4: 10 ** number, ...fields });
  const takes = [
    priced(0, {}),
    priced(1, { state: "running" }),
    priced(2, { state: "unconfirmed" }),
    priced(3, { state: "failed", failure: exampleFailure() }),
    priced(4, { state: "refused" }),
    priced(5, { state: "missing" }),
    priced(6, { state: "overdue" }),
    priced(7, { priceUsdE4: null }),
  ];
  expect(estimateOf([shot], { takes }).soFar).toEqual({
    spentUsdE4: 100_001,
    inFlightUsdE4: 1_000_010,
    unconfirmedUsdE4: 100,
    refundedUsdE4: 1_000,
    unknownPrices: 1,
  });
});

describe("duration", () => {
  const minutes = (result: Estimate): number => result.duration.ms / 60_000;
  const limits = { concurrency: 10, requestsPerMinute: 1_000 };

  test("nothing to buy takes no time", () => {
    expect(estimateOf([exampleShot()], { takes: [exampleTake(exampleShot())] }).duration.ms).toBe(0);
  });

  test("slots bound it: 100 generations of 45 s in 10 slots", () => {
    expect(minutes(estimateOf(many(100), { limits }))).toBeCloseTo((10 * 45) / 60);
    expect(minutes(estimateOf(many(101), { limits }))).toBeCloseTo((11 * 45) / 60);
  });

  test("the rate bounds it: the last of 101 creates at 20 a minute leaves after 5 minutes", () => {
    const result = estimateOf(many(101), { limits: { concurrency: 500, requestsPerMinute: 20 } });
    expect(minutes(result)).toBeCloseTo(5 + 45 / 60);
  });

  test("a chain is made one after another", () => {
    const chain = many(4).map((shot, index): Shot => {
      const needs = index === 0 ? [] : [`s${index - 1}`];
      const frame0 = { type: "shot", shot: `s${index - 1}` } as const;
      return { ...shot, needs, keyframes: index === 0 ? {} : { frame0 } };
    });
    expect(minutes(estimateOf(chain, { limits }))).toBeCloseTo((4 * 45) / 60);
    expect(minutes(estimateOf(chain.toReversed(), { limits }))).toBeCloseTo((4 * 45) / 60);
  });

  test("what is in flight keeps its slot first", () => {
    const shots = many(3);
    const takes = [exampleTake(shots[0]!, { state: "running" })];
    const one = { concurrency: 1, requestsPerMinute: 1_000 };
    expect(minutes(estimateOf(shots, { takes, limits: one }))).toBeCloseTo((3 * 45) / 60);
    expect(minutes(estimateOf(shots.slice(0, 1), { takes, limits: one }))).toBeCloseTo(45 / 60);
  });

  test("our own history wins over the card once there is enough of it", () => {
    const key = "ray-2/720p/5s";
    const times = (...ms: number[]): ServiceTime[] => ms.map((value, atMs) => ({ key, ms: value, atMs }));
    expect(estimateOf(many(1), { serviceTimes: times(1, 2) }).duration.services).toEqual([
      { key, ms: 45_000, from: "card" },
    ]);
    expect(estimateOf(many(1), { serviceTimes: times(9_000, 100_000, 20_000) }).duration).toMatchObject({
      ms: 20_000,
      services: [{ key, ms: 20_000, from: "history" }],
    });
  });

  test("with automatic slots the model that has fewest decides", () => {
    const shots = [exampleShot({ ...STILL, id: "still" }), exampleShot({ id: "clip" })];
    expect(estimateOf(shots, { limits: { concurrency: "auto" } }).duration.slots).toBe(10);
    expect(estimateOf(shots.slice(0, 1), { limits: { concurrency: "auto" } }).duration.slots).toBe(40);
  });

  test("a simulated Luma that runs faster is done sooner", () => {
    const slow = estimateOf(many(60), { limits: { requestsPerMinute: 20 } });
    const fast = estimateOf(many(60), { limits: { requestsPerMinute: 20 }, timeScale: 60 });
    expect(fast.duration.ms).toBeCloseTo(slow.duration.ms / 60, -1);
  });
});

describe("elsewhere", () => {
  const named = (result: Estimate, name: string): Estimate["comparisons"][number] | undefined =>
    result.comparisons.find((comparison) => comparison.name.includes(name));

  test("the same shots with each model, takes included", () => {
    const result = estimateOf([exampleShot({ takes: 2 }), exampleShot({ id: "b" })]);
    expect(named(result, "Ray 2 (Dream Machine)")).toBeUndefined();
    expect(named(result, "Ray Flash 2")).toMatchObject({ lowUsdE4: 3 * 2_433, highUsdE4: 3 * 2_433 });
    expect(named(result, "Ray 3.2")).toMatchObject({ lowUsdE4: 3 * 3_000, approximated: 0 });
  });

  test("a mixed manifest is also priced as if one of its models made it all", () => {
    const shots = [exampleShot(), exampleShot({ id: "b", model: "ray-flash-2" })];
    expect(named(estimateOf(shots), "Ray 2 (Dream Machine)")).toMatchObject({ lowUsdE4: 2 * 7_078 });
  });

  test("without an exact counterpart the nearest is priced and counted", () => {
    const shots = [exampleShot({ resolution: "4k", duration: "9s", aspectRatio: "9:21" })];
    expect(named(estimateOf(shots), "Ray 3.2")).toMatchObject({ lowUsdE4: 36_000, approximated: 1 });
  });

  test("the guide's ranges are scaled by length, and dated", () => {
    const result = estimateOf([exampleShot({ duration: "9s" }), exampleShot({ id: "b" })]);
    expect(named(result, "Veo 3")).toMatchObject({
      basis: "per-5s-range",
      lowUsdE4: 11_200,
      highUsdE4: 22_400,
      approximated: 1,
      source: { asOf: "2026-04-13" },
    });
    expect(result.comparisons.filter(({ basis }) => basis === "per-5s-range")).toHaveLength(6);
  });

  test("what is no video is left out of prices of videos, and counted", () => {
    const source = { type: "shot", shot: "clip" } as const;
    const result = estimateOf([
      exampleShot({ id: "clip" }),
      exampleShot({ ...STILL, id: "still", takes: 2 }),
      exampleShot({ ...EDIT, id: "edit", source, sourceS: 5 }),
      exampleShot({ ...EDIT, kind: "reframe", aspectRatio: "9:16", id: "tall", source, sourceS: 5 }),
    ]);
    expect(named(result, "Veo 3")).toMatchObject({ lowUsdE4: 4_000, leftOut: 4, approximated: 0 });
    expect(named(result, "Ray 3.2")).toMatchObject({
      lowUsdE4: 3_000 + 10_800 + 6_000,
      leftOut: 2,
      unknownPrices: 0,
    });
    expect(named(result, "Uni-1 (")).toMatchObject({ lowUsdE4: 2 * 404, leftOut: 3 });
    expect(named(result, "Photon 1")).toBeUndefined();
    expect(result.appPlans).toMatchObject({ leftOut: 4, plans: [{ covers: true }, {}, {}, {}] });
  });

  test("a manifest of stills is compared with other makers of stills alone", () => {
    const names = estimateOf([exampleShot(STILL)]).comparisons.map(({ name }) => name);
    expect(names).toEqual([
      "Photon Flash 1 (Dream Machine)",
      "Uni-1 (Luma Agents)",
      "Uni-1 Max (Luma Agents)",
    ]);
  });

  test("HDR and lists of keyframes have no counterpart on Ray 2", () => {
    const hdr = exampleShot({ model: "ray-3.2", hdr: true });
    expect(estimateOf([hdr, { ...hdr, id: "frames", exr: true }]).lines).toMatchObject([
      { options: "hdr" },
      { options: "hdr, exr" },
    ]);
    const guides = [{ at: 0, media: { type: "image", url: "https://x.example/a.jpg" } }] as const;
    const guided = exampleShot({ id: "b", model: "ray-3.2", guides });
    expect(named(estimateOf([hdr, guided]), "Ray 2 (Dream Machine)")).toMatchObject({ approximated: 2 });
  });

  test("app plans say whether a month of them covers the clips", () => {
    const covers = (clips: number): boolean[] =>
      estimateOf(many(clips)).appPlans.plans.map((plan) => plan.covers);
    expect(covers(120)).toEqual([true, true, true, true]);
    expect(covers(121)).toEqual([true, false, true, true]);
    expect(covers(1_201)).toEqual([false, false, false, false]);
  });
});

test("ten thousand shots are estimated well within a test's time", () => {
  expect(estimateOf(many(10_000)).toBuy.takes).toBe(10_000);
});

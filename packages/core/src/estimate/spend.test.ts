import fc from "fast-check";
import { expect, test } from "vitest";
import type { Failure, Take, TakeState } from "../take/take.ts";
import { exampleShot, exampleSnapshot, exampleTake } from "../testing/index.ts";
import { moneySoFar } from "./estimate.ts";
import { spendOf } from "./spend.ts";
import type { SpendRow } from "./spend-data.ts";

const STATES = [
  ...["sending", "unconfirmed", "running", "overdue", "missing", "completed"],
  ...["checked", "done", "failed", "refused", "not-created", "abandoned"],
] as readonly TakeState[];
const SHOTS = [
  exampleShot({ id: "a", tags: ["hero", "spring"] }),
  exampleShot({ id: "b", tags: ["hero"] }),
  exampleShot({ id: "c", tags: [] }),
];

const failureOf = (refund: Failure["refund"]): Failure => ({
  category: "transient",
  code: "x",
  message: "x",
  refund,
});

const anyTake: fc.Arbitrary<Take> = fc
  .record({
    shot: fc.constantFrom(...SHOTS, exampleShot({ id: "gone" })),
    state: fc.constantFrom(...STATES),
    refund: fc.constantFrom("refunded" as const, "charged" as const, "unknown" as const),
    priceUsdE4: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
    intentAtMs: fc.integer({ min: 1_700_000_000_000, max: 1_700_500_000_000 }),
    model: fc.constantFrom("ray-2", "ray-flash-2"),
  })
  .map(({ shot, refund, ...fields }) => ({
    ...exampleTake(shot),
    ...fields,
    ...(fields.state === "failed" ? { failure: failureOf(refund) } : {}),
  }));

const anyForgotten = fc.record({
  shotId: fc.constantFrom("a", "c", "gone"),
  number: fc.integer({ min: 1, max: 9 }),
  committedUsdE4: fc.integer({ min: 0, max: 50_000 }),
  atMs: fc.constant(1_700_000_000_000),
});

const FIELDS = ["takes", "spentUsdE4", "heldUsdE4", "refundedUsdE4", "unknownPrices"] as const;
const summed = (rows: readonly SpendRow[]): Readonly<Record<string, number>> =>
  Object.fromEntries(FIELDS.map((field) => [field, rows.reduce((sum, row) => sum + row[field], 0)]));

test("days, products and models each add up to what the state says of its money", () => {
  fc.assert(
    fc.property(fc.array(anyTake), fc.array(anyForgotten), (takes, forgotten) => {
      const snapshot = exampleSnapshot({ takes, forgotten });
      const { total, days, tags, products, models } = spendOf(snapshot, SHOTS);
      const soFar = moneySoFar(snapshot);
      expect(total.spentUsdE4).toBe(soFar.spentUsdE4);
      expect(total.heldUsdE4).toBe(soFar.inFlightUsdE4 + soFar.unconfirmedUsdE4);
      expect(total.refundedUsdE4).toBe(soFar.refundedUsdE4);
      expect(total.unknownPrices).toBe(soFar.unknownPrices);
      const whole = summed([total]);
      for (const rows of [days, products, models]) expect(summed(rows)).toEqual(whole);
      for (const field of FIELDS) expect(summed(tags)[field]).toBeGreaterThanOrEqual(whole[field] ?? 0);
    }),
  );
});

test("the order in which takes stand in the state says nothing", () => {
  fc.assert(
    fc.property(fc.array(anyTake), (takes) => {
      const reversed = spendOf({ takes: takes.toReversed() }, SHOTS);
      expect(reversed).toEqual(spendOf({ takes }, SHOTS));
    }),
  );
});

test("tells days by UTC, counts a take under each of its tags, and what is gone from the manifest under none", () => {
  const [a, b] = SHOTS as [(typeof SHOTS)[0], (typeof SHOTS)[0]];
  const at = (iso: string): number => Date.parse(iso);
  const takes = [
    { ...exampleTake(a), priceUsdE4: 100, intentAtMs: at("2026-11-23T23:59:59Z") },
    { ...exampleTake(b), priceUsdE4: 10, intentAtMs: at("2026-11-24T00:00:00Z") },
    { ...exampleTake(exampleShot({ id: "gone" })), priceUsdE4: 1, intentAtMs: at("2026-11-24T12:00:00Z") },
  ];
  const { days, tags, total } = spendOf({ takes }, SHOTS);
  const spent = (rows: readonly SpendRow[]): unknown => rows.map(({ key, spentUsdE4 }) => [key, spentUsdE4]);
  expect(spent(days)).toEqual([
    ["2026-11-23", 100],
    ["2026-11-24", 11],
  ]);
  expect(spent(tags)).toEqual([
    ["hero", 110],
    ["spring", 100],
    [null, 1],
  ]);
  expect(total.spentUsdE4).toBe(111);
});

test("a state without takes has spent nothing", () => {
  expect(spendOf({ takes: [] }, SHOTS)).toEqual({
    version: 1,
    total: { key: null, takes: 0, spentUsdE4: 0, heldUsdE4: 0, refundedUsdE4: 0, unknownPrices: 0 },
    days: [],
    tags: [],
    products: [],
    models: [],
  });
});

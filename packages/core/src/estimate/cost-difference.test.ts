import type { Shot } from "@shotlist/manifest";
import fc from "fast-check";
import { expect, test } from "vitest";
import { exampleShot } from "../testing/index.ts";
import { costDifference, type PricedShots } from "./cost-difference.ts";

const PRICES: Readonly<Record<string, number>> = { "5s": 100, "9s": 180 };
const priced = (shots: readonly Shot[], prices = PRICES): PricedShots => ({
  shots,
  priceOf: ({ duration }) => prices[duration] ?? null,
});

const shot = (id: string, prompt: string, fields: Partial<Shot> = {}): Shot =>
  exampleShot({ id, prompt, ...fields });

test("tells added, removed, changed, renamed, repriced and untouched shots apart, with their prices", () => {
  const before = priced([
    shot("same", "one"),
    shot("longer", "two"),
    shot("gone", "three"),
    shot("old-name", "four"),
    shot("more", "five"),
  ]);
  const after = priced([
    shot("new", "six"),
    shot("same", "one"),
    shot("longer", "two, more", { duration: "9s" }),
    shot("new-name", "four"),
    shot("more", "five", { takes: 3 }),
  ]);
  const difference = costDifference(before, after);
  expect(difference.shots).toMatchObject([
    { shotId: "new", change: "added", beforeUsdE4: 0, afterUsdE4: 100 },
    { shotId: "same", change: "unchanged", beforeUsdE4: 100, afterUsdE4: 100 },
    { shotId: "longer", change: "changed", beforeUsdE4: 100, afterUsdE4: 180 },
    { shotId: "new-name", change: "unchanged", renamedFrom: "old-name" },
    { shotId: "more", change: "changed", changedFields: ["takes"], beforeUsdE4: 100, afterUsdE4: 300 },
    { shotId: "gone", change: "removed", beforeUsdE4: 100, afterUsdE4: 0 },
  ]);
  expect(difference.shots[2]?.changedFields).toContain("prompt");
  expect(difference).toMatchObject({
    counts: { added: 1, removed: 1, changed: 2, repriced: 0, unchanged: 2 },
    before: { takes: 5, usdE4: 500, unknownPrices: 0 },
    after: { takes: 7, usdE4: 780, unknownPrices: 0 },
    differenceUsdE4: 280,
  });
  const dearer = costDifference(before, priced(before.shots, { "5s": 150 }));
  expect(dearer).toMatchObject({ counts: { repriced: 5, unchanged: 0 }, differenceUsdE4: 250 });
});

test("an unknown price stays unknown and is counted, never summed as nothing", () => {
  const difference = costDifference(priced([]), priced([shot("a", "x", { duration: "10s", takes: 2 })]));
  expect(difference.shots[0]?.afterUsdE4).toBeNull();
  expect(difference.after).toEqual({ takes: 2, usdE4: 0, unknownPrices: 2 });
});

const anyShots = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e")).chain((ids) =>
  fc.tuple(
    ...ids.map((id) =>
      fc
        .record({
          prompt: fc.constantFrom("x", "y", "z"),
          duration: fc.constantFrom("5s", "9s"),
          takes: fc.integer({ min: 1, max: 3 }),
        })
        .map(({ prompt, ...fields }) => shot(id, prompt, fields)),
    ),
  ),
);

test("the shots' differences add up to the difference in all, each shot stands once, and the way back costs the opposite", () => {
  fc.assert(
    fc.property(anyShots, anyShots, (before, after) => {
      const there = costDifference(priced(before), priced(after));
      const sum = there.shots.reduce(
        (total, { beforeUsdE4, afterUsdE4 }) => total + (afterUsdE4 ?? 0) - (beforeUsdE4 ?? 0),
        0,
      );
      expect(sum).toBe(there.differenceUsdE4);
      const { added, removed, changed, repriced, unchanged } = there.counts;
      expect(added + changed + repriced + unchanged).toBe(after.length);
      expect(removed + changed + repriced + unchanged).toBe(before.length);
      expect(costDifference(priced(after), priced(before)).differenceUsdE4).toBe(0 - there.differenceUsdE4);
    }),
  );
});

test("a manifest costs as much as itself", () => {
  fc.assert(
    fc.property(anyShots, (shots) => {
      const { counts, differenceUsdE4 } = costDifference(priced(shots), priced(shots));
      expect(differenceUsdE4).toBe(0);
      expect(counts.unchanged).toBe(shots.length);
    }),
  );
});

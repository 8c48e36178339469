import fc from "fast-check";
import { expect, it } from "vitest";
import { createPaint, signsFor } from "./look.ts";
import { progressBar, shareOut } from "./progress-bar.ts";
import { makeProgress } from "./sample-progress.ts";

const plain = { paint: createPaint(false), signs: signsFor(false), color: false };

it("shares out every cell, none to nothing, one at least to everything else", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(10_000), { minLength: 7, maxLength: 7 }),
      fc.integer({ min: 7, max: 200 }),
      (counts, cells) => {
        const given = shareOut(counts, cells);
        const total = counts.reduce((sum, count) => sum + count, 0);
        expect(given.reduce((sum, share) => sum + share, 0)).toBe(total === 0 ? 0 : cells);
        counts.forEach((count, index) => {
          if (count === 0) expect(given[index]).toBe(0);
          else expect(given[index]).toBeGreaterThanOrEqual(1);
        });
      },
    ),
  );
});

it("shows one failure among thousands, and is only full when all is done", () => {
  const most = {
    ...makeProgress(),
    total: 5000,
    done: 4999,
    failed: 1,
    running: 0,
    waiting: 0,
    downloading: 0,
  };
  expect(progressBar(most, 20, plain)).toBe(`${"#".repeat(19)}x`);
  expect(progressBar({ ...most, done: 5000, failed: 0 }, 20, plain)).toBe("#".repeat(20));
});

it("stands empty before there is a shot", () => {
  const none = { done: 0, downloading: 0, running: 0, unconfirmed: 0, failed: 0, blocked: 0, waiting: 0 };
  expect(progressBar(none, 5, plain)).toBe(".....");
});

it("goes from what is finished to what has not begun", () => {
  const progress = { done: 2, downloading: 1, running: 1, unconfirmed: 1, failed: 1, blocked: 0, waiting: 2 };
  expect(progressBar(progress, 8, plain)).toBe("##v*?x..");
});

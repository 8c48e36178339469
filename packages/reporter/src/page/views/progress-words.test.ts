import { expect, it } from "vitest";
import { progressWords } from "./progress-words.ts";

it("says how far a run is, and leaves out what is nothing or not known", () => {
  expect(
    progressWords({
      total: 1_096,
      done: 38,
      running: 10,
      downloading: 2,
      failed: 1,
      runUsdE4: 42_000,
      timeLeftMs: 120_000,
    }),
  ).toBe(
    "A run is going: 38 of 1,096 done · 10 being made · 2 being fetched · 1 failed · $4.20 in this run · about 2 min left",
  );
  expect(progressWords({ total: 3, done: 0, failed: 0 })).toBe("A run is going: 0 of 3 done");
});

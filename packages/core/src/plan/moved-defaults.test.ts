import { describe, expect, test } from "vitest";
import type { Take } from "../take/take.ts";
import { exampleShot, exampleSnapshot, exampleTake } from "../testing/example-data.ts";
import { makePlan } from "./make-plan.ts";
import { movedDefaults } from "./moved-defaults.ts";
import type { PlanAction } from "./plan.ts";

const shot = exampleShot();
const before = (fields: Partial<Take> = {}): Take => exampleTake(shot, { resolution: "540p", ...fields });

function actionOf(takes: readonly Take[], refreshDefaults = false): PlanAction | undefined {
  const { id, fingerprint, wanted } = shot;
  return makePlan({
    name: "spring",
    shots: [shot],
    snapshot: exampleSnapshot({ takes, knownShots: [{ id, fingerprint, wanted, position: 0 }] }),
    priceOf: () => 100,
    retry: "failed",
    retakeRejected: false,
    canList: () => true,
    refreshDefaults,
  }).actions[0];
}

describe("a release with other defaults", () => {
  test("is seen in the fields that the user left open, and in no other text", () => {
    expect(movedDefaults(shot, exampleTake(shot))).toEqual([]);
    expect(movedDefaults(shot, before({ duration: "9s" }))).toEqual(["resolution", "duration"]);
    expect(movedDefaults(shot, before({ fingerprint: "another text" }))).toEqual([]);
  });

  test("makes no finished shot changed, but says so", () => {
    expect(actionOf([before()])).toMatchObject({
      kind: "done",
      buys: 0,
      reason: expect.stringContaining(
        "default for resolution was another (--refresh-defaults makes it again)",
      ),
    });
  });

  test("is followed when that is asked for, once", () => {
    expect(actionOf([before()], true)).toMatchObject({
      kind: "changed",
      buys: 1,
      reason: "shotlist's own default for resolution has changed",
    });
    const refreshed = [before(), exampleTake(shot, { number: 2 })];
    expect(actionOf(refreshed, true)).toMatchObject({ kind: "done", buys: 0, reason: "all there" });
    expect(actionOf(refreshed)).toMatchObject({ kind: "done", buys: 0, reason: "all there" });
  });
});

import type { Manifest, Shot } from "@shotlist/manifest";
import { describe, expect, test } from "vitest";
import type { StateSnapshot } from "../ports/state-store.ts";
import { exampleShot, exampleSnapshot, exampleTake } from "../testing/example-data.ts";
import { makePlan } from "./make-plan.ts";
import type { Plan } from "./plan.ts";
import { checkSavedPlan, isPlanDone, parseSavedPlan, restOfPlan, type SavedPlan } from "./saved-plan.ts";

const SHOTS = ["a", "b", "c"].map((id) => exampleShot({ id, prompt: `A ${id}` }));

function planOf(snapshot: StateSnapshot, shots: readonly Shot[] = SHOTS, only?: readonly string[]): Plan {
  return makePlan({
    name: "spring",
    shots,
    snapshot,
    priceOf: () => 1_000,
    retry: "failed",
    retakeRejected: false,
    canList: () => true,
    ...(only === undefined ? {} : { select: ({ id }: Shot) => only.includes(id) }),
  });
}

function savedOf(plan: Plan): SavedPlan {
  return {
    shotlistPlan: 1,
    id: "plan-1",
    madeAtMs: 1,
    manifestFile: "/work/shots.yaml",
    simulated: false,
    manifest: { name: "spring", shots: SHOTS } as unknown as Manifest,
    retry: "failed",
    retakeRejected: false,
    plan,
    requests: [],
    files: [],
  };
}

const known = SHOTS.map(({ id, fingerprint, wanted }, position) => ({ id, fingerprint, wanted, position }));
const later = (snapshot: StateSnapshot, fields: Partial<StateSnapshot>): StateSnapshot => ({
  ...snapshot,
  info: { ...snapshot.info, serial: snapshot.info.serial + 3 },
  ...fields,
});

describe("a saved plan", () => {
  const before = exampleSnapshot();
  const saved = savedOf(planOf(before));

  test("comes back from its JSON as it was", () => {
    expect(parseSavedPlan(JSON.stringify(saved), "plan.json")).toEqual(saved);
  });

  test.each([
    ["no JSON", "version: 1"],
    ["other JSON", "[1]"],
    ["of another release", JSON.stringify({ ...saved, shotlistPlan: 2 })],
    ["with a part missing", JSON.stringify({ ...saved, manifest: undefined })],
  ])("%s is refused", (_, text) => {
    expect(() => parseSavedPlan(text, "plan.json")).toThrow(
      expect.objectContaining({ code: "plan-unreadable" }),
    );
  });

  test("is fresh while the state is as it was", () => {
    expect(checkSavedPlan(saved, before)).toBe("fresh");
  });

  test("is stale for another state, and after any change of its own", () => {
    const stale = expect.objectContaining({ code: "plan-stale" });
    const other = { ...before, info: { ...before.info, lineage: "another" } };
    expect(() => checkSavedPlan(saved, other)).toThrow(stale);
    expect(() => checkSavedPlan(saved, later(before, {}))).toThrow(stale);
  });

  test("begun, is gone on with, and once finished never again", () => {
    const plans = [{ id: saved.id, begunAtMs: 5 }];
    const going = later(before, { plans, knownShots: known, takes: [exampleTake(SHOTS[0]!)] });
    expect(checkSavedPlan(saved, going)).toBe("interrupted");
    const finished = { ...going, plans: [{ id: saved.id, begunAtMs: 5, finishedAtMs: 9 }] };
    expect(() => checkSavedPlan(saved, finished)).toThrow(expect.objectContaining({ code: "plan-stale" }));
  });

  test("begun, is stale once another manifest was run in between", () => {
    const plans = [{ id: saved.id, begunAtMs: 5 }];
    const edited = known.map((shot) => (shot.id === "b" ? { ...shot, fingerprint: "edited" } : shot));
    expect(() => checkSavedPlan(saved, later(before, { plans, knownShots: edited }))).toThrow(
      expect.objectContaining({ code: "plan-stale" }),
    );
  });
});

describe("the rest of a plan", () => {
  const before = exampleSnapshot();

  test("is what is missing still, and never more than was shown", () => {
    const shown = planOf(before, SHOTS, ["a", "b"]);
    const after = later(before, { knownShots: known, takes: [exampleTake(SHOTS[0]!)] });
    const rest = restOfPlan(shown, planOf(after));
    const bought = Object.fromEntries(rest.actions.map((action) => [action.shotId, action.buys]));
    expect(bought).toEqual({ a: 0, b: 1, c: 0 });
    expect(rest.actions.find(({ shotId }) => shotId === "c")).toMatchObject({
      selected: false,
      priceUsdE4: 0,
    });
    expect(rest.serial).toBe(after.info.serial);
    expect(isPlanDone(rest, after)).toBe(false);
  });

  test("buys no more takes than were shown, when more are wanted now", () => {
    const more = SHOTS.map((shot) => ({ ...shot, takes: 3 }));
    const rest = restOfPlan(planOf(before), planOf(before, more));
    expect(rest.actions.map(({ buys, priceUsdE4 }) => [buys, priceUsdE4])).toEqual([
      [1, 1_000],
      [1, 1_000],
      [1, 1_000],
    ]);
  });

  test("is done when nothing is bought, watched, fetched or unconfirmed any more", () => {
    const shown = planOf(before, SHOTS, ["a"]);
    const withTake = (fields: Parameters<typeof exampleTake>[1]): StateSnapshot =>
      later(before, { takes: [exampleTake(SHOTS[0]!, fields)] });
    const isDone = (snapshot: StateSnapshot): boolean =>
      isPlanDone(restOfPlan(shown, planOf(snapshot)), snapshot);
    expect(isDone(withTake({}))).toBe(true);
    expect(isDone(withTake({ state: "running" }))).toBe(false);
    expect(isDone(withTake({ state: "completed" }))).toBe(false);
    expect(isDone(withTake({ state: "unconfirmed" }))).toBe(false);
  });
});

import type { Shot } from "@shotlist/manifest";
import { describe, expect, test } from "vitest";
import type { KnownShot, RetakeWish, Verdict } from "../ports/state-store.ts";
import type { Take } from "../take/take.ts";
import { exampleFailure, exampleShot, exampleSnapshot, exampleTake } from "../testing/example-data.ts";
import { type MakePlanInput, makePlan, type ShotFacts } from "./make-plan.ts";
import type { PlanAction } from "./plan.ts";
import { planCounts } from "./plan-counts.ts";

/** What is left out is: every shot known as it stands, retry failed, a listing API, a price of 100. */
interface Scene extends Partial<Omit<MakePlanInput, "snapshot" | "shots">> {
  readonly shots: readonly Shot[];
  readonly takes?: readonly Take[];
  readonly known?: readonly Shot[];
  readonly verdicts?: readonly Verdict[];
  readonly retakes?: readonly RetakeWish[];
}

function planOf({
  shots,
  takes = [],
  known = shots,
  verdicts = [],
  retakes = [],
  ...rest
}: Scene): ReturnType<typeof makePlan> {
  const knownShots = known.map(
    ({ id, fingerprint, wanted }, position): KnownShot => ({ id, fingerprint, wanted, position }),
  );
  return makePlan({
    name: "spring",
    shots,
    snapshot: exampleSnapshot({ takes, knownShots, verdicts, retakes }),
    priceOf: () => 100,
    retry: "failed",
    retakeRejected: false,
    canList: (dialect) => dialect === "dream-machine",
    ...rest,
  });
}

const actionOf = (scene: Scene): PlanAction | undefined => planOf(scene).actions[0];

function verdict(take: Take, said: Verdict["verdict"], atMs = 2_000_000): Verdict {
  const { shotId, number } = take;
  return { shotId, number, verdict: said, note: "", sha256: "ab".repeat(32), atMs };
}

const shot = exampleShot();
const take = (fields: Partial<Take> = {}): Take => exampleTake(shot, fields);
const older = exampleShot({ prompt: "An older prompt" });

describe("one shot", () => {
  test("never made is new", () => {
    expect(actionOf({ shots: [shot] })).toMatchObject({ kind: "new", buys: 1, priceUsdE4: 100 });
    expect(actionOf({ shots: [exampleShot({ takes: 3 })] })).toMatchObject({ buys: 3, priceUsdE4: 300 });
    expect(actionOf({ shots: [shot], priceOf: () => null })).toMatchObject({ buys: 1, priceUsdE4: null });
  });

  test("made as it stands is done", () => {
    expect(actionOf({ shots: [shot], takes: [take()] })).toMatchObject({
      kind: "done",
      buys: 0,
      priceUsdE4: 0,
      reason: "all there",
    });
  });

  test("edited is changed, and names the fields", () => {
    const scene = { shots: [shot], known: [older], takes: [exampleTake(older)] };
    expect(actionOf(scene)).toMatchObject({
      kind: "changed",
      buys: 1,
      changedFields: ["prompt"],
      reason: "prompt changed",
    });
  });

  test("back to an earlier text buys nothing", () => {
    const takes = [take({ number: 1 }), exampleTake(older, { number: 2 })];
    expect(actionOf({ shots: [shot], known: [older], takes })).toMatchObject({ kind: "done", buys: 0 });
  });

  test("fewer takes than wanted buy the rest", () => {
    const three = exampleShot({ takes: 3 });
    expect(actionOf({ shots: [three], takes: [take()] })).toMatchObject({
      kind: "more-takes",
      buys: 2,
      reason: "1 of 3 takes",
    });
  });

  test("an approved take is enough, however many are wanted", () => {
    const made = take();
    const scene = {
      shots: [exampleShot({ takes: 3 })],
      takes: [made],
      verdicts: [verdict(made, "approved")],
    };
    expect(actionOf(scene)).toMatchObject({ kind: "done", reason: "take 1 is approved" });
  });

  test.each(["running", "overdue", "sending", "unconfirmed"] as const)(
    "%s is watched, not bought",
    (state) => {
      expect(actionOf({ shots: [shot], takes: [take({ state })] })).toMatchObject({
        kind: "resume",
        buys: 0,
      });
    },
  );

  test.each(["completed", "checked"] as const)("%s is fetched, not bought", (state) => {
    expect(actionOf({ shots: [shot], takes: [take({ state })] })).toMatchObject({
      kind: "download",
      buys: 0,
    });
  });

  test("an unanswered create of an API without a list waits for a person", () => {
    const action = actionOf({ shots: [shot], takes: [take({ state: "unconfirmed" })], canList: () => false });
    expect(action).toMatchObject({ kind: "blocked", buys: 0 });
    expect(action?.reason).toContain("shotlist resolve MANIFEST mug-orbit");
  });

  test("a clip that is gone from disk is fetched again, unless another one is enough", () => {
    const missingClips = new Set(["mug-orbit/1"]);
    expect(actionOf({ shots: [shot], takes: [take()], missingClips })).toMatchObject({
      kind: "download",
      buys: 0,
      reason: "take 1 is finished, its clip is gone from disk",
    });
    const two = [take(), take({ number: 2 })];
    expect(actionOf({ shots: [shot], takes: two, missingClips })).toMatchObject({ kind: "done" });
    const approved = [verdict(two[1]!, "approved")];
    expect(
      actionOf({ shots: [exampleShot({ takes: 2 })], takes: two, missingClips, verdicts: approved }),
    ).toMatchObject({ kind: "done" });
  });

  test("a generation that is missing at the API is never bought again by itself", () => {
    for (const retry of ["failed", "all", "none"] as const) {
      const action = actionOf({ shots: [shot], takes: [take({ state: "missing" })], retry });
      expect(action).toMatchObject({ kind: "blocked", buys: 0 });
      expect(action?.reason).toContain("--abandon");
    }
  });

  test("an older text in flight is still watched", () => {
    const takes = [take(), exampleTake(older, { number: 2, state: "running" })];
    expect(actionOf({ shots: [shot], takes })).toMatchObject({ kind: "resume", buys: 0 });
    const changed = [exampleTake(older, { state: "running" })];
    expect(actionOf({ shots: [shot], known: [older], takes: changed })).toMatchObject({
      kind: "changed",
      buys: 1,
    });
  });

  test("what was never created is new again", () => {
    expect(actionOf({ shots: [shot], takes: [take({ state: "not-created" })], retry: "none" })).toMatchObject(
      {
        kind: "new",
        buys: 1,
        reason: "take 1 was never created",
      },
    );
  });
});

describe("failures", () => {
  const failed = (category: "transient" | "permanent" | "account"): Take =>
    take({ state: "failed", failure: exampleFailure({ category }) });

  test.each([
    ["transient", "failed", "retry"],
    ["transient", "all", "retry"],
    ["transient", "none", "blocked"],
    ["account", "failed", "retry"],
    ["permanent", "failed", "blocked"],
    ["permanent", "none", "blocked"],
    ["permanent", "all", "retry"],
  ] as const)("a %s failure with --retry %s: %s", (category, retry, kind) => {
    const action = actionOf({ shots: [shot], takes: [failed(category)], retry });
    expect(action).toMatchObject({ kind, buys: kind === "retry" ? 1 : 0 });
    expect(action?.reason).toContain("take 1 failed: Frame moderation failed");
  });

  test("being turned away for a while is no failure", () => {
    const failure = exampleFailure({
      category: "transient",
      code: "throttled",
      message: "Too many requests",
    });
    const takes = [take({ state: "refused", failure })];
    expect(actionOf({ shots: [shot], takes, retry: "none" })).toMatchObject({ kind: "new", buys: 1 });
  });

  test("an edit lifts a permanent failure", () => {
    const takes = [exampleTake(older, { state: "failed", failure: exampleFailure() })];
    expect(actionOf({ shots: [shot], known: [older], takes })).toMatchObject({ kind: "changed", buys: 1 });
  });

  test("a later success of the same text lifts it too", () => {
    const takes = [failed("permanent"), take({ number: 2 })];
    expect(actionOf({ shots: [exampleShot({ takes: 2 })], takes })).toMatchObject({
      kind: "more-takes",
      buys: 1,
    });
  });

  test("a take that a person gave up is only made again when asked", () => {
    const takes = [take({ state: "abandoned" })];
    expect(actionOf({ shots: [shot], takes })).toMatchObject({ kind: "blocked", buys: 0 });
    expect(actionOf({ shots: [shot], takes, retry: "all" })).toMatchObject({ kind: "retry", buys: 1 });
  });
});

describe("verdicts", () => {
  const first = take();
  const rejected = [verdict(first, "rejected")];

  test("rejecting alone buys nothing; asking does", () => {
    expect(actionOf({ shots: [shot], takes: [first], verdicts: rejected })).toMatchObject({
      kind: "blocked",
      buys: 0,
    });
    expect(
      actionOf({ shots: [shot], takes: [first], verdicts: rejected, retakeRejected: true }),
    ).toMatchObject({ kind: "retake", buys: 1, reason: "take 1 was rejected" });
  });

  test("a retake that came is enough, also when asked again", () => {
    const takes = [first, take({ number: 2 })];
    for (const retakeRejected of [true, false]) {
      expect(actionOf({ shots: [shot], takes, verdicts: rejected, retakeRejected })).toMatchObject({
        kind: "done",
        buys: 0,
      });
    }
  });

  test("a retake that failed in passing is tried again", () => {
    const second = take({ number: 2, state: "failed", failure: exampleFailure({ category: "transient" }) });
    const scene = { shots: [shot], takes: [first, second] };
    const before = [verdict(first, "rejected", second.intentAtMs - 1)];
    expect(actionOf({ ...scene, verdicts: before })).toMatchObject({ kind: "retry", buys: 1 });
    // A rejection that comes after the failure has asked for nothing yet.
    expect(actionOf({ ...scene, verdicts: rejected })).toMatchObject({ kind: "blocked", buys: 0 });
  });

  test("a shot counts as rejected until enough other takes are there or coming", () => {
    const isRejected = (fields: Partial<Shot>, ...more: Take[]): boolean[] => {
      const seen: boolean[] = [];
      planOf({
        shots: [exampleShot(fields)],
        takes: [first, ...more],
        verdicts: rejected,
        select: (_, facts) => seen.push(facts.isRejected) > 0,
      });
      return seen;
    };
    expect(isRejected({})).toEqual([true]);
    expect(isRejected({}, take({ number: 2 }))).toEqual([false]);
    expect(isRejected({}, take({ number: 2, state: "running" }))).toEqual([false]);
    expect(isRejected({ takes: 2 }, take({ number: 2 }))).toEqual([true]);
  });

  test("a rejected take keeps its place among several", () => {
    const takes = [first, take({ number: 2 })];
    const scene = { shots: [exampleShot({ takes: 2 })], takes, verdicts: rejected };
    expect(actionOf(scene)).toMatchObject({ kind: "blocked", buys: 0 });
    expect(actionOf({ ...scene, retakeRejected: true })).toMatchObject({ kind: "retake", buys: 1 });
  });
});

describe("retakes that were asked for", () => {
  const first = take();
  const wish = (of: Take, fields: Partial<RetakeWish> = {}): RetakeWish => {
    const { shotId, number } = of;
    return { shotId, number, sha256: "ab".repeat(32), atMs: of.intentAtMs + 30_000, ...fields };
  };
  const scene = { shots: [shot], takes: [first], verdicts: [verdict(first, "rejected")] };

  test("one is bought without any flag, once, however often the plan is made", () => {
    const asked = { ...scene, retakes: [wish(first)] };
    expect(actionOf(asked)).toMatchObject({
      kind: "retake",
      buys: 1,
      reason: "a retake was asked for: take 1 was rejected",
    });
    expect(actionOf({ ...asked, retakeRejected: true })).toMatchObject({ kind: "retake", buys: 1 });
    for (const state of ["running", "missing", "done"] as const) {
      expect(actionOf({ ...asked, takes: [first, take({ number: 2, state })] })).toMatchObject({ buys: 0 });
    }
  });

  test("rejecting the retake alone buys nothing", () => {
    const second = take({ number: 2 });
    const both = [...scene.verdicts, verdict(second, "rejected")];
    const after = { ...scene, takes: [first, second], verdicts: both, retakes: [wish(first)] };
    expect(actionOf(after)).toMatchObject({ kind: "blocked", buys: 0 });
    expect(actionOf({ ...after, retakes: [wish(first), wish(second)] })).toMatchObject({ buys: 1 });
  });

  test("takes that were there already do not fulfil it", () => {
    const second = take({ number: 2 });
    const late = wish(first, { atMs: second.intentAtMs + 1 });
    const two = { shots: [exampleShot({ takes: 2 })], takes: [first, second], retakes: [late] };
    expect(actionOf(two)).toMatchObject({
      kind: "retake",
      buys: 1,
      reason: "another take was asked for beside take 1",
    });
  });

  test("a failure leaves it open, and holds it back where failures are held back", () => {
    const failed = (category: "transient" | "permanent"): Take =>
      take({ number: 2, state: "failed", failure: exampleFailure({ category }) });
    const asked = { ...scene, retakes: [wish(first)] };
    expect(actionOf({ ...asked, takes: [first, failed("transient")] })).toMatchObject({
      kind: "retry",
      buys: 1,
    });
    expect(actionOf({ ...asked, takes: [first, failed("permanent")] })).toMatchObject({
      kind: "blocked",
      buys: 0,
    });
  });

  test("an approved take settles it, unless it is asked for beside that take itself", () => {
    const second = take({ number: 2 });
    const late = wish(first, { atMs: second.intentAtMs + 1 });
    const approved = { ...scene, takes: [first, second], verdicts: [verdict(second, "approved")] };
    expect(actionOf({ ...approved, retakes: [late] })).toMatchObject({ kind: "done", buys: 0 });
    expect(actionOf({ ...approved, retakes: [wish(second)] })).toMatchObject({ kind: "retake", buys: 1 });
  });

  test("with another prompt it waits until the manifest says so", () => {
    const retakes = [wish(first, { prompt: "A mug in the rain" })];
    expect(actionOf({ ...scene, retakes })).toMatchObject({
      kind: "blocked",
      buys: 0,
      reason: expect.stringContaining("waits for the changed prompt"),
    });
    const edited = exampleShot({ prompt: "A mug in the rain" });
    expect(actionOf({ ...scene, shots: [edited], retakes })).toMatchObject({ kind: "changed", buys: 1 });
  });

  test("neither it nor a verdict speaks of another file", () => {
    const other = "cd".repeat(32);
    const verdicts = [{ ...verdict(first, "rejected"), sha256: other }];
    expect(actionOf({ ...scene, verdicts, retakes: [wish(first, { sha256: other })] })).toMatchObject({
      kind: "done",
      buys: 0,
    });
  });
});

describe("promotion", () => {
  const draft = exampleShot({ model: "ray-flash-2", resolution: "540p" });
  const final = exampleShot({ resolution: "1080p" });
  const made = exampleTake(draft);
  const onlyApproved = (_: Shot, { isApproved }: ShotFacts): boolean => isApproved;

  test("what was approved at another profile is selected, and told to be a new clip", () => {
    const scene = { shots: [final], takes: [made], select: onlyApproved };
    expect(actionOf({ ...scene, verdicts: [verdict(made, "approved")] })).toMatchObject({
      kind: "changed",
      buys: 1,
      approvedBefore: 1,
      reason: expect.stringContaining("a new clip, not a sharper copy of take 1, which is approved"),
    });
    expect(actionOf({ ...scene, verdicts: [] })).toMatchObject({ buys: 0, selected: false });
  });

  test("the promoted take is not approved by that, and going back buys nothing", () => {
    const promoted = exampleTake(final, { number: 2 });
    const scene = { takes: [made, promoted], verdicts: [verdict(made, "approved")] };
    expect(actionOf({ ...scene, shots: [final] })).toMatchObject({ kind: "done", reason: "all there" });
    expect(actionOf({ ...scene, shots: [draft] })).toMatchObject({
      kind: "done",
      reason: "take 1 is approved",
    });
  });
});

describe("ids", () => {
  const a = exampleShot({ id: "a", prompt: "one" });
  const b = exampleShot({ id: "b", prompt: "two" });
  const takes = [exampleTake(a), exampleTake(b)];
  const as = (id: string, like: Shot): Shot => ({ ...like, id });

  test("a renamed shot keeps its takes", () => {
    const plan = planOf({ shots: [as("c", a), b], known: [a, b], takes });
    expect(plan.moves).toEqual([{ from: "a", to: "c" }]);
    expect(plan.actions).toMatchObject([
      { shotId: "c", kind: "done", renamedFrom: "a" },
      { shotId: "b", kind: "done" },
    ]);
  });

  test("swapped ids move their takes", () => {
    const plan = planOf({ shots: [as("a", b), as("b", a)], known: [a, b], takes });
    expect(plan.moves).toHaveLength(2);
    expect(plan.actions.map(({ kind }) => kind)).toEqual(["done", "done"]);
  });

  test("an id that takes another's place sends its own takes the other way", () => {
    const plan = planOf({ shots: [as("a", b)], known: [a, b], takes });
    expect(plan.moves).toEqual([
      { from: "b", to: "a" },
      { from: "a", to: "b" },
    ]);
    expect(plan.actions).toMatchObject([
      { shotId: "a", kind: "done", renamedFrom: "b" },
      { shotId: "b", kind: "removed" },
    ]);
  });

  test("equal shots are matched one to one, in order", () => {
    const twins = ["x", "y"].map((id) => as(id, a));
    const old = [exampleTake(as("x", a)), exampleTake(as("y", a))];
    const plan = planOf({ shots: ["p", "q", "r"].map((id) => as(id, a)), known: twins, takes: old });
    expect(plan.moves).toEqual([
      { from: "x", to: "p" },
      { from: "y", to: "q" },
    ]);
    expect(plan.actions.map(({ kind }) => kind)).toEqual(["done", "done", "new"]);
  });

  test("renamed and edited is new, with the likeliest old id", () => {
    const edited = exampleShot({ id: "mug-orbit-slow", prompt: "Camera very slowly orbiting around a mug" });
    const other = exampleShot({ id: "hat-crane", prompt: "Crane up over a rain hat", duration: "9s" });
    const plan = planOf({ shots: [edited], known: [other, shot], takes: [exampleTake(other), take()] });
    expect(plan.actions).toMatchObject([{ kind: "new", buys: 1 }, { kind: "removed" }, { kind: "removed" }]);
    expect(plan.actions[0]?.reason).toContain("shotlist state move MANIFEST mug-orbit mug-orbit-slow");
  });

  test("a shot that resembles nothing is just new", () => {
    const fresh = exampleShot({
      id: "trailer",
      prompt: "A lighthouse in fog",
      duration: "9s",
      model: "ray-flash-2",
    });
    expect(planOf({ shots: [fresh], known: [shot], takes: [take()] }).actions[0]?.reason).toBe("never made");
  });

  test("a shot that was removed and comes back under another id keeps its takes", () => {
    expect(planOf({ shots: [as("z", a)], known: [], takes: [exampleTake(a)] }).actions).toMatchObject([
      { kind: "done", renamedFrom: "a" },
    ]);
  });

  test("a removed shot is left alone, and watched while it is in flight", () => {
    const plan = planOf({
      shots: [],
      known: [a, b],
      takes: [exampleTake(a), exampleTake(b, { state: "running" })],
    });
    expect(plan.actions).toMatchObject([
      { shotId: "a", kind: "removed", reason: "no longer in the manifest; its clip stays" },
      { shotId: "b", kind: "resume", reason: "no longer in the manifest; take 1 is still watched" },
    ]);
  });
});

describe("chains", () => {
  const opener = exampleShot({ id: "opener" });
  const next = (fields: Partial<Shot> = {}, keyframe: object = {}): Shot =>
    exampleShot({
      id: "next",
      prompt: "And on",
      keyframes: { frame0: { type: "shot", shot: "opener", ...keyframe } },
      needs: ["opener"],
      ...fields,
    });
  const openerTake = (fields: Partial<Take> = {}): Take => exampleTake(opener, fields);
  const nextTake = (upstream: Take, fields: Partial<Take> = {}): Take =>
    exampleTake(next(), { upstream: { frame0: upstream.generationId! }, ...fields });
  const nextAction = (scene: Omit<Scene, "shots"> & { shots?: readonly Shot[] }): PlanAction | undefined =>
    planOf({ shots: [next(), opener], ...scene }).actions[0];

  test("downstream is bought in the same run, and says what it waits for", () => {
    expect(nextAction({})).toMatchObject({ kind: "new", buys: 1, reason: "never made; waits for opener" });
    expect(nextAction({ takes: [openerTake()] })).toMatchObject({ buys: 1, reason: "never made" });
  });

  test("downstream is held up by an upstream that no run will make", () => {
    const takes = [openerTake({ state: "failed", failure: exampleFailure() })];
    expect(nextAction({ takes })).toMatchObject({ kind: "blocked", buys: 0 });
    expect(nextAction({ select: ({ id }) => id === "next" })).toMatchObject({
      kind: "blocked",
      buys: 0,
      reason: "waits for opener, which is not selected (never made)",
    });
  });

  test("downstream is made again when the take that it continues was rejected", () => {
    const first = openerTake();
    const takes = [first, nextTake(first)];
    const verdicts = [verdict(first, "rejected")];
    expect(nextAction({ takes, verdicts })).toMatchObject({ kind: "blocked", buys: 0 });
    expect(nextAction({ takes, verdicts, retakeRejected: true })).toMatchObject({
      kind: "changed",
      buys: 1,
      reason: "opener, which it continues, is made again or was rejected; waits for opener",
    });
    const second = openerTake({ number: 2 });
    expect(nextAction({ takes: [...takes, second], verdicts })).toMatchObject({ kind: "changed", buys: 1 });
    const again = nextTake(second, { number: 2, generationId: "generation-next-2" });
    expect(nextAction({ takes: [...takes, second, again], verdicts })).toMatchObject({ kind: "done" });
  });

  test("another file, or another clip beside another field, is told by the field that names it", () => {
    const wanted = (sha256: string, fingerprint: string, model: string): Shot["wanted"] => ({
      keyframes: { frame0: { type: "file", sha256 } },
      model,
      source: { type: "shot", fingerprint },
    });
    const made = exampleTake(next({ wanted: wanted("aa", "bb", "ray-2") }));
    const now = next({ wanted: wanted("cc", "dd", "ray-3.2") });
    const scene = { shots: [opener, now], known: [], takes: [openerTake(), made] };
    const action = planOf(scene).actions.find(({ shotId }) => shotId === now.id);
    expect(action?.reason).toContain("keyframes.frame0, model and source changed");
  });

  test("an upstream edit reaches the shots that continue it, and is told as such", () => {
    const wantedOf = (of: Shot): Shot["wanted"] => ({
      prompt: "And on",
      keyframes: { frame0: { type: "shot", fingerprint: of.fingerprint } },
    });
    const before = exampleShot({ id: "opener", prompt: "An older opening" });
    const made = [exampleTake(before), exampleTake(next({ wanted: wantedOf(before) }))];
    const now = next({ wanted: wantedOf(opener) });
    expect(planOf({ shots: [now, opener], known: [], takes: made }).actions[0]).toMatchObject({
      kind: "changed",
      buys: 1,
      changedFields: ["keyframes.frame0.fingerprint"],
      reason: "opener, which it continues, changed; waits for opener",
    });
  });

  test("a rejection at the top reaches the end of the chain", () => {
    const last = exampleShot({
      id: "last",
      prompt: "The end",
      keyframes: { frame0: { type: "shot", shot: "next" } },
      needs: ["next"],
    });
    const first = openerTake();
    const second = nextTake(first);
    const third = exampleTake(last, { upstream: { frame0: second.generationId! } });
    const plan = planOf({
      shots: [last, next(), opener],
      takes: [first, second, third],
      verdicts: [verdict(first, "rejected")],
      retakeRejected: true,
    });
    expect(plan.actions.map(({ kind, buys }) => [kind, buys])).toEqual([
      ["changed", 1],
      ["changed", 1],
      ["retake", 1],
    ]);
  });

  test("another choice upstream only warns, unless chains are to be remade", () => {
    const [first, second] = [openerTake(), openerTake({ number: 2 })];
    const scene = { takes: [first, second, nextTake(first)], verdicts: [verdict(second, "approved")] };
    const shots = [next(), { ...opener, takes: 2 }];
    expect(nextAction({ ...scene, shots })).toMatchObject({
      kind: "done",
      reason: expect.stringContaining("take 2 of opener is chosen now"),
    });
    expect(nextAction({ ...scene, shots, remakeChains: true })).toMatchObject({ kind: "changed", buys: 1 });
  });

  test("a clip that was paid twice leaves nothing to choose", () => {
    const takes = [openerTake(), openerTake({ number: 2, paidTwiceOf: 1 })];
    expect(nextAction({ takes })).toMatchObject({ kind: "new", buys: 1, reason: "never made" });
  });

  test("several takes without a verdict wait for a choice, as does a gate", () => {
    const two = { ...opener, takes: 2 };
    const takes = [openerTake(), openerTake({ number: 2 })];
    expect(nextAction({ shots: [next(), two], takes })).toMatchObject({ kind: "blocked", buys: 0 });
    expect(nextAction({ shots: [next(), two] })).toMatchObject({ kind: "blocked", buys: 0 });
    expect(nextAction({ shots: [next({}, { take: 2 }), two], takes })).toMatchObject({
      kind: "new",
      buys: 1,
    });
    expect(nextAction({ shots: [next({}, { take: 2 }), two] })).toMatchObject({ kind: "new", buys: 1 });
    expect(
      nextAction({ shots: [next({}, { when: "approved" }), opener], takes: [openerTake()] }),
    ).toMatchObject({
      kind: "blocked",
      reason: "waits for a take of opener to be approved (never made)",
    });
  });
});

test("what is not selected buys nothing", () => {
  const facts: unknown[] = [];
  const failed = take({ state: "failed", failure: exampleFailure({ category: "transient" }) });
  const plan = planOf({
    shots: [shot],
    takes: [failed],
    select: (_, known) => {
      facts.push(known);
      return false;
    },
  });
  expect(plan.actions).toMatchObject([{ kind: "retry", buys: 0, priceUsdE4: 0, selected: false }]);
  expect(facts).toEqual([{ isNew: false, hasFailed: true, isRejected: false, isApproved: false }]);
});

test("a plan is plain JSON, carries lineage and serial, and can be counted", () => {
  const shots = ["a", "b", "c"].map((id) => exampleShot({ id, prompt: id }));
  const gone = exampleShot({ id: "gone", prompt: "gone with its clip" });
  const plan = planOf({
    shots,
    takes: [exampleTake(shots[0]!), exampleTake(gone)],
    priceOf: ({ id }) => (id === "b" ? null : 100),
  });
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  expect(plan).toMatchObject({ version: 1, name: "spring", lineage: "a-lineage", serial: 7 });
  expect(planCounts(plan)).toMatchObject({
    shots: 3,
    selected: 3,
    byKind: { done: 1, new: 2, removed: 1 },
    buys: 2,
    knownUsdE4: 100,
    priceUsdE4: null,
    unknownPrices: 1,
  });
});

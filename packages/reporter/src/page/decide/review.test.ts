import { sampleReadModel } from "@shotlist/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Decision, decisionKey } from "../../decisions/decision.ts";
import { applyDecisions, pendingDecisions, stillNews } from "./apply-decisions.ts";
import { type Intent, judge, saysSame, standingDecision, type Target, targetOf } from "./judge.ts";
import { type ReviewState, reduceReview, undecided } from "./review-state.ts";

const model = sampleReadModel({ shots: 40, seed: 3 });
const targets: readonly Target[] = model.shots.flatMap((shot) =>
  shot.takes.filter((take) => take.clip).map((take) => ({ shot, take })),
);
const [fresh] = targets.filter(({ take }) => !take.verdict);
const [rejected] = targets.filter(({ take }) => take.verdict?.verdict === "rejected");
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 1, 12, minute)).toISOString();
const decide = (state: ReviewState, list: readonly Target[], intent: Intent, minute: number): ReviewState => {
  const now = applyDecisions(model, state.local);
  const pairs = list.flatMap((one) => {
    const target = targetOf(now, standingDecision(one)!)!;
    return [[judge(target, intent, at(minute))!, standingDecision(target)!] as const];
  });
  return reduceReview(state, {
    type: "decide",
    decisions: pairs.map(([decision]) => decision),
    step: { words: "x", before: pairs.map(([, before]) => before) },
  });
};

describe("judge", () => {
  it("asks for no retake by rejecting alone", () => {
    expect(judge(fresh!, { verdict: "rejected", note: " dark " }, at(1))).toMatchObject({
      verdict: "rejected",
      note: "dark",
      retake: false,
    });
  });

  it("ends the wish for a retake by approving, and clears all by taking the verdict back", () => {
    const wanted = { ...rejected!, take: { ...rejected!.take, retake: { at: at(0), prompt: "new words" } } };
    expect(judge(wanted, { verdict: "approved" }, at(1))).toMatchObject({ retake: false, note: "" });
    expect(judge(wanted, { verdict: "none" }, at(1))).toMatchObject({
      verdict: "none",
      retake: false,
      note: "",
    });
    expect(judge(wanted, { verdict: "approved" }, at(1))).not.toHaveProperty("prompt");
    expect(judge(wanted, { verdict: "rejected", note: "x" }, at(1))).toMatchObject({
      retake: true,
      prompt: "new words",
    });
  });

  it("keeps a changed prompt only with a retake, and only when it differs from the shot's", () => {
    expect(judge(fresh!, { retake: true, prompt: fresh!.shot.prompt }, at(1))).not.toHaveProperty("prompt");
    expect(judge(fresh!, { retake: true, prompt: "slower" }, at(1))).toHaveProperty("prompt", "slower");
    expect(judge(fresh!, { retake: false, prompt: "slower" }, at(1))).not.toHaveProperty("prompt");
  });

  it("cannot judge what has no clip", () => {
    const { clip: _, ...take } = fresh!.take;
    expect(judge({ shot: fresh!.shot, take }, { verdict: "approved" }, at(1))).toBeNull();
  });
});

describe("applyDecisions", () => {
  const one = (target: Target, intent: Intent): ReadonlyMap<string, Decision> => {
    const decision = judge(target, intent, at(1))!;
    return new Map([[decisionKey(decision), decision]]);
  };

  it("shows a decision on its clip and leaves every other shot the same value", () => {
    const next = applyDecisions(model, one(fresh!, { verdict: "rejected", note: "no", retake: true }));
    const take = targetOf(next, standingDecision(fresh!)!)!.take;
    expect(take.verdict).toEqual({ verdict: "rejected", note: "no", at: at(1) });
    expect(take.retake).toEqual({ at: at(1) });
    expect(next.shots.filter((shot, index) => shot !== model.shots[index])).toHaveLength(1);
  });

  it("never lets a new file inherit a decision", () => {
    const decisions = one(fresh!, { verdict: "approved" });
    const shots = model.shots.map((shot) => ({
      ...shot,
      takes: shot.takes.map((take) =>
        take.clip ? { ...take, clip: { ...take.clip, sha256: "f".repeat(64) } } : take,
      ),
    }));
    const remade = { ...model, shots };
    expect(applyDecisions(remade, decisions).shots).toEqual(shots);
    expect(pendingDecisions(remade, decisions)).toEqual([]);
  });

  it("lets the approved take stand for the shot", () => {
    const shot = model.shots.find(
      (each) => each.takes.filter((take) => take.clip && !take.verdict).length === 2,
    )!;
    const first = { shot, take: shot.takes[0]! };
    expect(shot.shownTake).toBe(2);
    const next = applyDecisions(model, one(first, { verdict: "approved" }));
    expect(next.shots.find((each) => each.id === shot.id)).toMatchObject({
      shownTake: 1,
      words: "take 1 approved",
    });
  });

  it("forgets what the read-model says as new or newer", () => {
    const old = one(rejected!, { verdict: "approved" });
    expect(stillNews(model, old)).toHaveLength(1);
    const stale = [...old.values()].map((decision) => ({ ...decision, at: "2020-01-01T00:00:00.000Z" }));
    expect(stillNews(model, new Map(stale.map((decision) => [decisionKey(decision), decision])))).toEqual([]);
    expect(pendingDecisions(model, one(rejected!, {}))).toEqual([]);
  });
});

describe("reduceReview", () => {
  const intents: readonly Intent[] = [
    { verdict: "approved" },
    { verdict: "rejected", note: "dark" },
    { verdict: "none" },
    { retake: true },
    { retake: true, prompt: "slower" },
    { retake: false },
  ];

  it("undoes any steps, in any number, back to where nothing was decided", () => {
    const step = fc.record({
      intent: fc.constantFrom(...intents),
      on: fc.subarray([...targets], { minLength: 1, maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const states = [undecided];
        for (const [minute, { intent, on }] of steps.entries()) {
          states.push(decide(states.at(-1)!, on, intent, minute));
        }
        let state = states.at(-1)!;
        for (const before of states.slice(0, -1).reverse()) {
          state = reduceReview(state, { type: "undo", at: at(50) });
          const isSame = (pending: readonly Decision[], other: readonly Decision[]): boolean =>
            pending.length === other.length &&
            pending.every((one) =>
              other.some((two) => decisionKey(one) === decisionKey(two) && saysSame(one, two)),
            );
          expect(isSame(pendingDecisions(model, state.local), pendingDecisions(model, before.local))).toBe(
            true,
          );
        }
        expect(reduceReview(state, { type: "undo", at: at(51) })).toBe(state);
      }),
      { numRuns: 40 },
    );
  });

  it("keeps a decision that was made while an older one was on its way", () => {
    const first = decide(undecided, [fresh!], { verdict: "approved" }, 1);
    const second = decide(first, [fresh!], { verdict: "rejected" }, 2);
    const sent = [...first.local.values()];
    expect(reduceReview(second, { type: "settle", decisions: sent })).toBe(second);
    expect(reduceReview(first, { type: "settle", decisions: sent }).local.size).toBe(0);
  });

  it("prefers the newer of what was decided now and what an earlier visit or another tab left", () => {
    const now = decide(undecided, [fresh!], { verdict: "approved" }, 2);
    const earlier = [...decide(undecided, [fresh!, rejected!], { verdict: "none" }, 1).local.values()];
    const { local } = reduceReview(now, { type: "recall", decisions: earlier });
    expect(local.size).toBe(2);
    expect(local.get(decisionKey(standingDecision(fresh!)!))?.verdict).toBe("approved");
    const later = [...decide(undecided, [fresh!], { verdict: "rejected" }, 3).local.values()];
    const next = reduceReview(now, { type: "recall", decisions: later });
    expect([...next.local.values()]).toEqual(later);
    expect(reduceReview(next, { type: "recall", decisions: later })).toBe(next);
  });
});

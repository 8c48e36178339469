import type { Shot } from "@shotlist/manifest";
import { expect, test } from "vitest";
import { makePlan } from "../plan/make-plan.ts";
import type { Verdict } from "../ports/state-store.ts";
import type { ReadModel, ShotView } from "../read-model.ts";
import type { Take } from "../take/take.ts";
import {
  exampleClip,
  exampleFailure,
  exampleShot,
  exampleSnapshot,
  exampleTake,
} from "../testing/example-data.ts";
import { makeReadModel } from "./make-read-model.ts";

const priceOf = (): number => 7_078;

function modelOf(
  shots: readonly Shot[],
  takes: readonly Take[],
  verdicts: readonly Verdict[] = [],
): ReadModel {
  const knownShots = shots.map(({ id, fingerprint, wanted }, position) => ({
    id,
    fingerprint,
    wanted,
    position,
  }));
  const snapshot = exampleSnapshot({ takes, verdicts, knownShots });
  const plan = makePlan({
    name: "spring",
    shots,
    snapshot,
    priceOf,
    retry: "failed",
    retakeRejected: false,
    canList: (dialect) => dialect === "dream-machine",
  });
  return makeReadModel({
    name: "spring",
    simulated: false,
    madeAtMs: Date.UTC(2026, 8, 14),
    clipsBase: "../renders",
    shots,
    snapshot,
    plan,
    priceOf,
  });
}

const shot = exampleShot();
const older = exampleShot({ prompt: "An older prompt" });
const only = (takes: readonly Take[], verdicts: readonly Verdict[] = []): ShotView =>
  modelOf([shot], takes, verdicts).shots[0]!;
const verdict = (number: number, said: Verdict["verdict"]): Verdict => ({
  shotId: shot.id,
  number,
  verdict: said,
  note: "too dark",
  sha256: "ab".repeat(32),
  atMs: Date.UTC(2026, 8, 15),
});

test("each state of the newest take is one state of the shot", () => {
  const states = {
    sending: "unconfirmed",
    unconfirmed: "unconfirmed",
    running: "running",
    overdue: "running",
    missing: "blocked",
    completed: "downloading",
    checked: "downloading",
    done: "done",
    failed: "failed",
    refused: "failed",
    "not-created": "waiting",
    abandoned: "failed",
  } as const;
  for (const [state, expected] of Object.entries(states) as [Take["state"], ShotView["state"]][]) {
    expect(only([exampleTake(shot, { state })]).state, state).toBe(expected);
  }
  expect(only([]).state).toBe("waiting");
  expect(only([exampleTake(older)]).state).toBe("waiting");
});

test("a failure is told in plain words, with its money", () => {
  const view = only([exampleTake(shot, { state: "failed", failure: exampleFailure() })]);
  expect(view.words).toBe(
    "Take 1: Luma's moderation refused a picture or video that it is made from; the money came back. Use another one.",
  );
  expect(view.takes[0]).toMatchObject({
    money: "refunded",
    failure: { apiMessage: "Frame moderation failed", refund: "refunded" },
  });
  expect(view).toMatchObject({ spentUsdE4: 0, shownTake: 0 });
});

test("the clip that stands for a shot is the one that counts now", () => {
  const takes = [1, 2, 3].map((number) => exampleTake(shot, { number }));
  expect(only(takes).shownTake).toBe(3);
  expect(only(takes, [verdict(1, "approved")]).shownTake).toBe(1);
  expect(only(takes, [verdict(3, "rejected")]).shownTake).toBe(2);
  expect(only([takes[0]!, exampleTake(older, { number: 2 })]).shownTake).toBe(1);
  expect(only([exampleTake(older)]).shownTake).toBe(1);
});

test("a clip is shown once it has its name", () => {
  const clip = exampleClip(shot.id, 1);
  expect(only([exampleTake(shot, { state: "checked", clip })]).takes[0]).not.toHaveProperty("clip");
  expect(only([exampleTake(shot, { clip })]).takes[0]).toHaveProperty("clip", clip);
});

test("a renamed shot shows its takes and verdicts under its new id", () => {
  const renamed = { ...shot, id: "mug" };
  const knownShots = [{ id: shot.id, fingerprint: shot.fingerprint, wanted: shot.wanted, position: 0 }];
  const snapshot = exampleSnapshot({
    takes: [exampleTake(shot)],
    knownShots,
    verdicts: [verdict(1, "approved")],
  });
  const shots = [renamed];
  const plan = makePlan({
    name: "spring",
    shots,
    snapshot,
    priceOf,
    retry: "failed",
    retakeRejected: false,
    canList: () => true,
  });
  const model = makeReadModel({
    name: "spring",
    simulated: true,
    madeAtMs: 0,
    profile: "draft",
    clipsBase: ".",
    shots,
    snapshot,
    plan,
    priceOf,
  });
  expect(model.shots).toMatchObject([
    {
      id: "mug",
      state: "done",
      takes: [{ verdict: { verdict: "approved", at: "2026-09-15T00:00:00.000Z" } }],
    },
  ]);
  expect(model).toMatchObject({ madeAt: "1970-01-01T00:00:00.000Z", profile: "draft", simulated: true });
});

test("totals tell the manifest apart from what was removed, and count all money", () => {
  const gone = exampleShot({ id: "gone", prompt: "gone" });
  const hat = exampleShot({ id: "hat", prompt: "A hat", takes: 3 });
  const takes = [
    exampleTake(shot),
    exampleTake(gone, { priceUsdE4: 100 }),
    exampleTake(shot, { number: 2, state: "running", priceUsdE4: 7 }),
  ];
  const model = modelOf([shot, hat], takes);
  expect(model.shots.map(({ id, state }) => [id, state])).toEqual([
    ["mug-orbit", "running"],
    ["hat", "waiting"],
    ["gone", "removed"],
  ]);
  expect(model.totals).toMatchObject({
    shots: 2,
    byState: { running: 1, waiting: 1, removed: 1, done: 0 },
    takes: 3,
    clips: 2,
    clipBytes: 2_000_000,
    estimateUsdE4: 4 * 7_078,
    spentUsdE4: 7_078 + 100,
    heldUsdE4: 7,
    toBuyUsdE4: 3 * 7_078,
  });
  expect(JSON.parse(JSON.stringify(model))).toEqual(model);
});

import type { Keyframe } from "@shotlist/manifest";
import { describe, expect, it } from "vitest";
import type { Take } from "../take/take.ts";
import { testShot } from "../testing/engine-bench.ts";
import { exampleTake } from "../testing/example-data.ts";
import { resolveUpstream, type UpstreamShot } from "./upstream.ts";

const first = testShot("first");
const made = (number: number, parts: Partial<Take> = {}): Take =>
  exampleTake(first, { number, state: "done", generationId: `g${number}`, ...parts });
const { account } = made(1);

function resolve(frame0: Partial<Keyframe>, upstream: Partial<UpstreamShot> | undefined) {
  const keyframe = { type: "shot", shot: "first", ...frame0 } as Keyframe;
  const shot = testShot("next", { needs: ["first"], keyframes: { frame0: keyframe } });
  const found = upstream && { takes: [], approved: new Set<number>(), coming: false, ...upstream };
  return resolveUpstream(shot, account, () => found);
}

const ready = (id: string) => ({ kind: "ready", upstream: { frame0: id } });

describe("what a chained shot goes on from", () => {
  it.each([
    ["the only take", {}, { takes: [made(1)] }, ready("g1")],
    [
      "a finished take whose clip is not there yet",
      {},
      { takes: [made(1, { state: "completed" })] },
      ready("g1"),
    ],
    [
      "the newest approved take",
      {},
      { takes: [made(1), made(2), made(3)], approved: new Set([1, 2]) },
      ready("g2"),
    ],
    [
      "the approved take, even while more are made",
      {},
      { takes: [made(1)], approved: new Set([1]), coming: true },
      ready("g1"),
    ],
    ["the take that it names", { take: 1 }, { takes: [made(1), made(2)] }, ready("g1")],
    [
      "one of two that are the same clip, paid twice",
      {},
      { takes: [made(1, { paidTwiceOf: 2 }), made(2)] },
      ready("g2"),
    ],
  ])("is %s", (_name, frame0, upstream, expected) => {
    expect(resolve(frame0, upstream)).toEqual(expected);
  });

  it.each([
    ["while takes are still coming", {}, { takes: [made(1)], coming: true }],
    ["while the take that it names may come", { take: 2 }, { takes: [made(1)], coming: true }],
    ["while nothing is there", {}, { coming: true }],
  ])("is waited for %s", (_name, frame0, upstream) => {
    expect(resolve(frame0, upstream)).toEqual({ kind: "wait" });
  });

  it.each([
    ["several takes and no verdict", {}, { takes: [made(1), made(2)] }, /2 takes to choose from/],
    ["no approval where one is asked for", { when: "approved" as const }, { takes: [made(1)] }, /approved/],
    [
      "a named take that is not approved",
      { when: "approved" as const, take: 1 },
      { takes: [made(1)] },
      /approved/,
    ],
    ["a named take that will not come", { take: 3 }, { takes: [made(1)] }, /take 3/],
    ["nothing, and nothing coming", {}, { takes: [made(1, { state: "failed" })] }, /no clip/],
    ["a shot that is not in the manifest", {}, undefined, /not in the manifest/],
    [
      "a take of another account",
      {},
      { takes: [made(1, { account: { ...account, keyHash: "other" } })] },
      /another account/,
    ],
  ])("blocks it when there is %s", (_name, frame0, upstream, words) => {
    const state = resolve(frame0, upstream);
    expect(state.kind).toBe("blocked");
    expect(state.kind === "blocked" && state.reason).toMatch(words);
  });

  it("needs both ends where both are shots", () => {
    const keyframe = (shot: string) => ({ type: "shot", shot }) as const;
    const shot = testShot("between", {
      needs: ["a", "b"],
      keyframes: { frame0: keyframe("a"), frame1: keyframe("b") },
    });
    const takes = [made(1)];
    const both = { takes, approved: new Set<number>(), coming: false };
    expect(resolveUpstream(shot, account, () => both)).toEqual({
      kind: "ready",
      upstream: { frame0: "g1", frame1: "g1" },
    });
    const half = (id: string) => (id === "a" ? both : { ...both, takes: [], coming: true });
    expect(resolveUpstream(shot, account, half)).toEqual({ kind: "wait" });
  });
});

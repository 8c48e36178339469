import type { Shot } from "@shotlist/manifest";
import { describe, expect, test } from "vitest";
import type { Generation } from "../ports/generation-api.ts";
import type { StateSnapshot } from "../ports/state-store.ts";
import { exampleShot, exampleSnapshot, exampleTake } from "../testing/example-data.ts";
import { findMatches, firstFreeNumber } from "./adopt-generations.ts";
import { makePlan } from "./make-plan.ts";

const generation = (id: string, prompt: string, fields: Partial<Generation> = {}): Generation => ({
  id,
  state: "completed",
  createdAtMs: 1,
  echo: { prompt },
  ...fields,
});

function matches(
  shots: readonly Shot[],
  generations: readonly Generation[],
  snapshot: StateSnapshot = exampleSnapshot(),
): readonly (readonly [string, string])[] {
  const plan = makePlan({
    name: "spring",
    shots,
    snapshot,
    priceOf: () => 1,
    retry: "failed",
    retakeRejected: false,
    canList: () => true,
  });
  return findMatches({
    plan,
    shots,
    snapshot,
    generations,
    buildRequest: (shot, upstream) => ({
      path: "/generations/video",
      body: { prompt: [shot.prompt, ...Object.values(upstream)].join(" after ") },
    }),
    match: (request, { echo }) =>
      echo === undefined ? "maybe" : echo["prompt"] === request.body["prompt"] ? "yes" : "no",
  }).map((found) => [found.shot.id, found.generation.id]);
}

const MUG = exampleShot({ id: "mug", prompt: "a mug" });

describe("generations that equal what would be bought", () => {
  test("are found for shots without any take, the newest of equal ones first", () => {
    const two = [
      generation("old", "a mug", { createdAtMs: 1 }),
      generation("new", "a mug", { createdAtMs: 2 }),
    ];
    expect(matches([MUG], two)).toEqual([["mug", "new"]]);
    expect(matches([{ ...MUG, takes: 3 }], two)).toEqual([
      ["mug", "new"],
      ["mug", "old"],
    ]);
  });

  test("one generation is given once, though two shots ask for the same", () => {
    const twin = { ...MUG, id: "twin" };
    expect(matches([MUG, twin], [generation("one", "a mug")])).toEqual([["mug", "one"]]);
  });

  test("failed, unreadable, owned and forgotten ones are passed over", () => {
    const cup = exampleShot({ id: "cup", prompt: "a cup" });
    const snapshot = exampleSnapshot({
      takes: [exampleTake(cup, { generationId: "owned" })],
      forgotten: [{ shotId: "cup", number: 2, generationId: "forgotten", committedUsdE4: 0, atMs: 1 }],
    });
    const { echo: _echo, ...unreadable } = generation("unreadable", "a mug");
    const listed = [
      generation("failed", "a mug", { state: "failed" }),
      unreadable,
      generation("owned", "a mug"),
      generation("forgotten", "a mug"),
      generation("other", "a jug"),
    ];
    expect(matches([MUG, cup], listed, snapshot)).toEqual([]);
  });

  test("a shot that has takes buys anew: its history is not lost", () => {
    const edited = exampleShot({ id: "mug", prompt: "an older mug" });
    const snapshot = exampleSnapshot({ takes: [exampleTake(edited)] });
    expect(matches([MUG], [generation("g", "a mug")], snapshot)).toEqual([]);
  });

  test("what continues a match is compared with that match as its upstream", () => {
    const next = exampleShot({
      id: "next",
      prompt: "then",
      keyframes: { frame0: { type: "shot", shot: "mug" } },
      needs: ["mug"],
    });
    const listed = [generation("g2", "then after g1"), generation("g1", "a mug")];
    expect(matches([next, MUG], listed)).toEqual([
      ["mug", "g1"],
      ["next", "g2"],
    ]);
    expect(matches([next, MUG], [generation("g2", "then after g1")])).toEqual([]);
  });
});

test("a number that was forgotten is not free", () => {
  const snapshot = exampleSnapshot({
    takes: [exampleTake(MUG, { number: 2 })],
    forgotten: [{ shotId: "mug", number: 3, committedUsdE4: 0, atMs: 1 }],
  });
  expect(firstFreeNumber(snapshot, "mug")).toBe(4);
  expect(firstFreeNumber(snapshot, "cup")).toBe(1);
});

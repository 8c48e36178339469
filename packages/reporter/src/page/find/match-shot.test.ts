import { sampleReadModel } from "@shotlist/core/testing";
import { describe, expect, it } from "vitest";
import { makeFindable, matchesQuery } from "./match-shot.ts";
import { parseQuery } from "./parse-query.ts";

const { shots } = sampleReadModel({ shots: 120, seed: 5 });
const items = makeFindable(shots);
const find = (query: string) =>
  items.filter((item) => matchesQuery(item, parseQuery(query))).map((item) => item.shot);
const ids = (list: readonly { readonly id: string }[]): readonly string[] => list.map((shot) => shot.id);

describe("matchesQuery", () => {
  it("lets everything through without a query", () => {
    expect(find("")).toHaveLength(120);
  });

  it.each([
    ["s:failed", (shot: (typeof shots)[number]) => shot.state === "failed"],
    [
      "s:failed,blocked",
      (shot: (typeof shots)[number]) => shot.state === "failed" || shot.state === "blocked",
    ],
    ["!s:done", (shot: (typeof shots)[number]) => shot.state !== "done"],
    ["tag:hero", (shot: (typeof shots)[number]) => shot.tags.includes("hero")],
    ["tag:he*", (shot: (typeof shots)[number]) => shot.tags.includes("hero")],
    ["ratio:9:16", (shot: (typeof shots)[number]) => shot.aspectRatio === "9:16"],
    ["r:9x16", (shot: (typeof shots)[number]) => shot.aspectRatio === "9:16"],
    ["model:ray-flash-2", (shot: (typeof shots)[number]) => shot.model === "ray-flash-2"],
    ["d:9", (shot: (typeof shots)[number]) => shot.duration === "9s"],
    ["loop:yes", (shot: (typeof shots)[number]) => shot.loop],
    ["loop:no", (shot: (typeof shots)[number]) => !shot.loop],
    ["takes:>1", (shot: (typeof shots)[number]) => shot.takes.length > 1],
    ["takes:0", (shot: (typeof shots)[number]) => shot.takes.length === 0],
    ["cost:>=0.7078", (shot: (typeof shots)[number]) => shot.spentUsdE4 >= 7_078],
    ["cost:<$0.5", (shot: (typeof shots)[number]) => shot.spentUsdE4 < 5_000],
    [
      "code:job-failed",
      (shot: (typeof shots)[number]) => shot.takes.some((take) => take.failure?.code === "job-failed"),
    ],
  ])("understands %s", (query, expected) => {
    const wanted = shots.filter(expected);
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.length).toBeLessThan(shots.length);
    expect(ids(find(query))).toEqual(ids(wanted));
  });

  it("finds products by title, handle and SKU", () => {
    const some = shots.find((shot) => shot.product !== undefined)?.product;
    expect(some).toBeDefined();
    for (const part of [some!.title, some!.handle, some!.sku]) {
      expect(find(`product:"${part}"`).map((shot) => shot.product?.handle)).toContain(some!.handle);
    }
  });

  it("looks for text in prompts, failures and notes of reviewers", () => {
    expect(find("orbiting").every((shot) => shot.prompt.includes("orbiting"))).toBe(true);
    expect(find('"generation broke off"').length).toBeGreaterThan(0);
    expect(find('"passes through the hand"').length).toBeGreaterThan(0);
  });

  it("joins terms with and", () => {
    expect(find("s:done tag:hero").every((shot) => shot.state === "done" && shot.tags.includes("hero"))).toBe(
      true,
    );
  });

  it("finds nothing for what is no number", () => {
    expect(find("cost:much")).toEqual([]);
  });
});

describe("verdicts", () => {
  const judged = makeFindable(
    shots.map((shot, index) => ({
      ...shot,
      takes: shot.takes.map((take) =>
        index % 5 === 0 && take.clip
          ? { ...take, retake: { at: "2026-11-01T00:00:00Z", prompt: "Slower" } }
          : take,
      ),
    })),
  );
  const found = (query: string) =>
    judged.filter((item) => matchesQuery(item, parseQuery(query))).map((item) => item.shot);
  const shownOf = (shot: (typeof shots)[number]) => shot.takes.find((take) => take.number === shot.shownTake);

  it("finds by the verdict on the shown take; without a clip there is nothing to judge", () => {
    for (const verdict of ["approved", "rejected"]) {
      expect(found(`v:${verdict}`).length).toBeGreaterThan(0);
      expect(found(`v:${verdict}`).every((shot) => shownOf(shot)?.verdict?.verdict === verdict)).toBe(true);
    }
    expect(found("v:none").every((shot) => shownOf(shot)?.clip && !shownOf(shot)?.verdict)).toBe(true);
    const clips = shots.filter((shot) => shownOf(shot)?.clip).length;
    expect(found("v:none,approved,rejected")).toHaveLength(clips);
    expect(found("verdict:none")).toEqual(found("v:none"));
  });

  it("finds wanted retakes, and their words", () => {
    expect(found("retake:yes").length).toBeGreaterThan(0);
    expect(found("retake:yes").length + found("retake:no").length).toBe(shots.length);
    expect(found("slower retake:yes")).toEqual(found("retake:yes"));
  });
});

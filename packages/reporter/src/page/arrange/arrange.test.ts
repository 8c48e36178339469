import { sampleReadModel } from "@shotlist/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shotStates } from "../../words/state-words.ts";
import { setValues } from "../find/edit-query.ts";
import { makeFindable, matchesQuery } from "../find/match-shot.ts";
import { parseQuery } from "../find/parse-query.ts";
import { countFacets } from "./facets.ts";
import { type GroupKey, groupLabels, groupShots } from "./group-shots.ts";
import { type SortKey, sortLabels, sortShots } from "./sort-shots.ts";

const { shots } = sampleReadModel({ shots: 150, seed: 11 });
const sortKeys = Object.keys(sortLabels) as SortKey[];
const groupKeys = Object.keys(groupLabels) as GroupKey[];

describe("sortShots", () => {
  it.each(sortKeys)("loses and doubles nothing by %s", (key) => {
    expect(new Set(sortShots(shots, key))).toEqual(new Set(shots));
    expect(sortShots(shots, key)).toHaveLength(shots.length);
  });

  it("puts what needs a person first, and keeps the manifest's order among equals", () => {
    const sorted = sortShots(shots, "state");
    const ranks = sorted.map((shot) => shotStates.indexOf(shot.state) * 1_000 + shots.indexOf(shot));
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  });

  it("puts the most spent first", () => {
    const spent = sortShots(shots, "cost").map((shot) => shot.spentUsdE4);
    expect(spent).toEqual([...spent].sort((a, b) => b - a));
  });

  it("puts shots that were never tried last when the newest come first", () => {
    expect(sortShots(shots, "newest").at(-1)?.takes).toEqual([]);
  });

  it("sorts numbers in names by value", () => {
    const named = ["b-10", "b-9", "a"].map((id) => ({ ...shots[0]!, id }));
    expect(sortShots(named, "id").map((shot) => shot.id)).toEqual(["a", "b-9", "b-10"]);
  });
});

describe("groupShots", () => {
  it.each(groupKeys)("shows every shot by %s, in groups that are not empty and have one key each", (by) => {
    const groups = groupShots(shots, by);
    expect(new Set(groups.flatMap((group) => group.shots))).toEqual(new Set(shots));
    expect(groups.every((group) => group.shots.length > 0)).toBe(true);
    expect(new Set(groups.map((group) => group.key)).size).toBe(groups.length);
  });

  it("gives no group to no shots", () => {
    expect(groupShots([], "none")).toEqual([]);
  });

  it("shows a shot under each of its tags, and once under a tag that it has twice", () => {
    const groups = groupShots([{ ...shots[0]!, tags: ["hero", "wide", "hero"] }], "tag");
    expect(groups.map((group) => [group.title, group.shots.length])).toEqual([
      ["hero", 1],
      ["wide", 1],
    ]);
  });

  it("puts what has no tag last, also beside a tag with an empty name", () => {
    const groups = groupShots(
      [
        { ...shots[0]!, tags: [] },
        { ...shots[1]!, tags: ["hero"] },
      ],
      "tag",
    );
    expect(groups.map((group) => group.title)).toEqual(["hero", "Without a tag"]);
  });

  it("keeps two products of one name apart", () => {
    const product = (id: string) => ({ id, handle: id, title: "Mug", sku: "", image: "" });
    const groups = groupShots(
      [
        { ...shots[0]!, product: product("1") },
        { ...shots[1]!, product: product("2") },
      ],
      "product",
    );
    expect(groups).toHaveLength(2);
  });
});

describe("countFacets", () => {
  const items = makeFindable(shots);

  it("counts states over everything else that is asked", () => {
    const facets = countFacets(items, parseQuery("tag:hero s:failed"));
    const heroes = shots.filter((shot) => shot.tags.includes("hero"));
    for (const facet of facets.states) {
      expect(facet.count).toBe(heroes.filter((shot) => shot.state === facet.state).length);
    }
    expect(facets.states.map((facet) => facet.state)).toContain("done");
  });

  it("offers what is there even when the filter leaves none of it", () => {
    const facets = countFacets(items, parseQuery("no-such-text"));
    expect(facets.ratios.map((facet) => [facet.value, facet.count])).toEqual([
      ["1:1", 0],
      ["9:16", 0],
      ["16:9", 0],
      ["21:9", 0],
    ]);
  });

  it("counts a choice as choosing it would show", () => {
    const queries = ["", "tag:hero", "s:done", "!loop:yes", "ratio:1:1 s:failed"];
    fc.assert(
      fc.property(fc.constantFrom(...queries), (query) => {
        for (const facet of countFacets(items, parseQuery(query)).ratios) {
          const chosen = parseQuery(setValues(query, "ratio", [facet.value]));
          expect(facet.count).toBe(items.filter((item) => matchesQuery(item, chosen)).length);
        }
      }),
    );
  });
});

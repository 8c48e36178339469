import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type GroupKey, groupLabels } from "../arrange/group-shots.ts";
import { type SortKey, sortLabels } from "../arrange/sort-shots.ts";
import { initialState, type PageState, readHash, reducePage, sizeBounds, writeHash } from "./page-state.ts";

const anyState: fc.Arbitrary<PageState> = fc.record({
  query: fc.string({ unit: "grapheme" }).map((text) => text.trim()),
  sort: fc.constantFrom(...(Object.keys(sortLabels) as SortKey[])),
  group: fc.constantFrom(...(Object.keys(groupLabels) as GroupKey[])),
  size: fc.option(fc.integer(sizeBounds)),
  theme: fc.constant("auto" as const),
  cursor: fc.constant(-1),
  open: fc.option(
    fc.oneof(
      fc.record({ shotId: fc.string({ minLength: 1 }) }),
      fc.record({ shotId: fc.string({ minLength: 1 }), take: fc.integer({ min: 1, max: 99 }) }),
      fc.record({ shotId: fc.string({ minLength: 1 }), compare: fc.constant(true) }),
    ),
  ),
  helpShown: fc.constant(false),
  asked: fc.constant(null),
});

describe("the address", () => {
  it("brings back every state that it was written from", () => {
    fc.assert(
      fc.property(anyState, (state) => {
        expect(readHash(writeHash(state))).toEqual(state);
      }),
    );
  });

  it("is empty for the page as it was", () => {
    expect(writeHash(initialState)).toBe("");
  });

  it("can be read aloud", () => {
    expect(writeHash({ ...initialState, query: "s:failed tag:hero", group: "product" })).toBe(
      "#q=s%3Afailed+tag%3Ahero&group=product",
    );
  });

  it.each(["#size=huge&sort=__proto__&group=toString&take=-1&shot", "#%E0%A4%A", "#&&&=", ""])(
    "gives a usable state for %s",
    (hash) => {
      const { size, sort, group } = readHash(hash);
      expect([size, sort, group]).toEqual([null, "manifest", "none"]);
    },
  );
});

describe("reducePage", () => {
  const moved = reducePage(initialState, { type: "move", cursor: 4 });

  it("takes the cursor off a list of cells that changed", () => {
    expect(reducePage(moved, { type: "find", query: "x" }).cursor).toBe(-1);
    expect(reducePage(moved, { type: "sort", sort: "id" }).cursor).toBe(-1);
    expect(reducePage(moved, { type: "group", group: "tag" }).cursor).toBe(-1);
  });

  it("keeps the cursor through opening, closing and the way back", () => {
    const opened = reducePage(moved, { type: "open", open: { shotId: "a" }, cursor: 4 });
    expect(opened).toMatchObject({ open: { shotId: "a" }, cursor: 4 });
    expect(reducePage(opened, { type: "close" })).toMatchObject({ open: null, cursor: 4 });
    expect(reducePage(opened, { type: "address", hash: "" })).toMatchObject({ open: null, cursor: 4 });
  });

  it("keeps a blank at the end of a query that is being typed when the address comes back", () => {
    const typed = reducePage(initialState, { type: "find", query: "rain " });
    expect(reducePage(typed, { type: "address", hash: "#q=rain" }).query).toBe("rain ");
  });

  it("asks, and forgets the question when the shot is closed", () => {
    const asking = { kind: "reject", shotId: "a", take: 1 } as const;
    const asked = reducePage(moved, { type: "ask", asked: asking });
    expect(asked).toMatchObject({ asked: asking, cursor: 4 });
    expect(reducePage(asked, { type: "close" }).asked).toBeNull();
  });

  it("keeps sizes within bounds", () => {
    expect(reducePage(initialState, { type: "resize", size: 9_999 }).size).toBe(sizeBounds.max);
    expect(reducePage(initialState, { type: "resize", size: Number.NaN }).size).toBeNull();
  });
});

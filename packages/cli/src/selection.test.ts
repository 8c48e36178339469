import type { Shot } from "@shotlist/manifest";
import { expect, test } from "vitest";
import { makeSelection, type ShotFacts } from "./selection.ts";

const facts: ShotFacts = { isNew: false, hasFailed: false, isRejected: false, isApproved: false };
const shot = (id: string, ...tags: string[]) => ({ id, tags }) as unknown as Shot;
const shots = ["a-1", "a-2", "b-1", "b-2", "c-1"].map((id) => shot(id));
const chosen = (flags: Parameters<typeof makeSelection>[0], some: Partial<ShotFacts> = {}) =>
  shots.filter((one) => makeSelection(flags, shots)(one, { ...facts, ...some })).map(({ id }) => id);

test("without flags everything is meant", () => {
  expect(chosen({})).toHaveLength(5);
});

test("--only takes globs over ids, and adds up", () => {
  expect(chosen({ only: ["id:a-*", "id:c-?"] })).toEqual(["a-1", "a-2", "c-1"]);
});

test("--only takes what is true of a shot", () => {
  expect(chosen({ only: ["failed"] })).toEqual([]);
  expect(chosen({ only: ["failed"] }, { hasFailed: true })).toHaveLength(5);
  expect(() => chosen({ only: ["faild"] })).toThrow(expect.objectContaining({ code: "bad-selection" }));
});

test("--tag narrows what --only chose", () => {
  const tagged = shot("x", "hero");
  expect(makeSelection({ tag: ["hero"], only: ["id:x"] }, [tagged])(tagged, facts)).toBe(true);
  expect(makeSelection({ tag: ["hero"], only: ["id:y"] }, [tagged])(tagged, facts)).toBe(false);
});

test("a sample is the same each time, and a larger one holds the smaller", () => {
  const two = chosen({ sample: 2 });
  expect(two).toHaveLength(2);
  expect(chosen({ sample: 2 })).toEqual(two);
  expect(chosen({ sample: 4 })).toEqual(expect.arrayContaining(two));
});

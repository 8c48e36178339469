import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChosenClip } from "./choose-clips.ts";
import { nameClips } from "./name-clips.ts";

interface Sketch {
  readonly shot: string;
  readonly take?: number;
  readonly sku?: string;
  readonly handle?: string;
  readonly clip?: object;
}

function clipOf({ shot: id, take = 1, sku, handle = "", clip = {} }: Sketch): ChosenClip {
  const product = sku === undefined ? {} : { product: { id: "", handle, title: "", sku, image: "" } };
  return { shot: { id, ...product }, take: { number: take, clip } } as unknown as ChosenClip;
}

const namesOf = (...sketches: readonly Sketch[]): readonly string[] =>
  nameClips(sketches.map(clipOf)).map(({ name }) => name);

test("clips are named by SKU, else by handle, else by shot, and no longer than needed", () => {
  expect(
    namesOf({ shot: "a", sku: "MUG-01" }, { shot: "b", sku: "", handle: "red-cup" }, { shot: "c" }),
  ).toEqual(["MUG-01.mp4", "red-cup.mp4", "c.mp4"]);
});

test("what would have one name gets the shot, then the take, also where capitals do not count", () => {
  expect(
    namesOf({ shot: "a", sku: "Mug" }, { shot: "b", sku: "mug" }, { shot: "b", sku: "mug", take: 2 }),
  ).toEqual(["Mug.a.mp4", "mug.b.take-1.mp4", "mug.b.take-2.mp4"]);
});

test("a still keeps its ending", () => {
  const clip = { media: "image", file: "a/take-1.PNG" };
  expect(namesOf({ shot: "a", clip }, { shot: "b" })).toEqual(["a.png", "b.mp4"]);
});

test("names are safe on every system", () => {
  expect(namesOf({ shot: "a", sku: "../x" }, { shot: "b", sku: "CON" })).toEqual(["-x.mp4", "_CON.mp4"]);
});

test("no two names are the same, and they do not depend on the order", () => {
  const texts = fc.constantFrom("a", "A", "a.b", "b", "a/b", "a:b", "é", "é", "CON", "");
  const clips = fc.uniqueArray(fc.record({ shot: texts, take: fc.integer({ min: 1, max: 2 }), sku: texts }), {
    selector: ({ shot, take }) => `${shot}/${take}`,
    maxLength: 12,
  });
  fc.assert(
    fc.property(clips, (sketches) => {
      const names = namesOf(...sketches);
      const folded = names.map((name) => name.normalize("NFKC").toLowerCase());
      expect(new Set(folded).size).toBe(names.length);
      const [first, ...rest] = sketches;
      if (first === undefined) return;
      const [last, ...others] = namesOf(...rest, first).toReversed();
      expect([last, ...others.toReversed()].toSorted()).toEqual(names.toSorted());
    }),
  );
});

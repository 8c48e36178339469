import type { ReadModel, ShotView } from "@shotlist/core/read-model";
import { sampleReadModel } from "@shotlist/core/testing";
import { expect, test } from "vitest";
import { framesOf, sourceOf } from "./made-from.ts";

const sample = sampleReadModel({ shots: 20, seed: 1 });
const model: ReadModel = { ...sample, clipsBase: "clips", framesBase: "frames" };
const [first, , third] = model.shots as [ShotView, ShotView, ShotView];

const startOf = (startFrame: string, more: Partial<ShotView> = {}) =>
  framesOf({ ...first, startFrame, ...more }, model)[0];

test("a file of the manifest's folder is found there, and a path that leaves it is not", () => {
  expect(startOf("p/a.png", { startFrameFile: "p/a.png" })).toMatchObject({
    url: "./frames/p/a.png",
    isPicture: true,
  });
  expect(startOf("../a.png", { startFrameFile: "../a.png" })).toMatchObject({ url: null });
});

test("another shot's clip is the one that stands for it, the take that is named, or the generation", () => {
  const { generationId } = third.takes[0]!;
  expect(startOf(`clip of ${third.id}`)).toMatchObject({
    from: { shotId: third.id, take: third.shownTake },
    isPicture: false,
    end: "last",
  });
  expect(startOf(`take 1 of ${third.id}`)).toMatchObject({ from: { shotId: third.id, take: 1 } });
  expect(startOf(`generation ${generationId}`)).toMatchObject({ from: { shotId: third.id, take: 1 } });
  expect(framesOf({ ...first, endFrame: `take 1 of ${third.id}` }, model).at(-1)).toMatchObject({
    name: "End frame",
    end: "first",
  });
});

test("what lies elsewhere is words only", () => {
  for (const words of ["https://shop.example/a.jpg", "clip of nobody", "take 9 of", "generation x"]) {
    expect(startOf(words)).toMatchObject({ words, url: null });
    expect(startOf(words)).not.toHaveProperty("from");
  }
  const { startFrame: _, ...bare } = first;
  expect(framesOf(bare, model)).toEqual([]);
});

test("the source of an edit is found like a frame, and pictures between say when", () => {
  const edit: ShotView = { ...first, kind: "edit", sourceClip: `clip of ${third.id}`, sourceShot: third.id };
  expect(sourceOf(edit, model)).toMatchObject({
    name: "Source",
    from: { shotId: third.id },
    isPicture: false,
  });
  expect(sourceOf({ ...first, sourceClip: "a.mp4", sourceClipFile: "a.mp4" }, model)).toMatchObject({
    url: "./frames/a.mp4",
    isPicture: false,
  });
  expect(sourceOf(first, model)).toBeUndefined();
  const guides = [
    { words: "a.png", file: "a.png", at: 1.25 },
    { words: "b.png", file: "b.png" },
  ];
  expect(framesOf({ ...first, guides }, model).map(({ name }) => name)).toEqual(
    expect.arrayContaining(["At 1.25 s", "Picture"]),
  );
});

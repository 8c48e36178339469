import { expect, test } from "vitest";
import type { Keyframe } from "./shot.ts";
import { inputField, inputsOf } from "./shot-inputs.ts";

const picture = (name: string): Keyframe => ({ type: "image", url: `https://img.example/${name}.jpg` });

test("names each input by its place, frames first", () => {
  const inputs = inputsOf({
    keyframes: { frame0: picture("start"), frame1: picture("end") },
    source: { type: "shot", shot: "opener" },
    image: { format: "jpg", references: [{ media: picture("a") }, { media: picture("b") }] },
  });
  expect(inputs.map(([name]) => name)).toEqual(["frame0", "frame1", "source", "reference0", "reference1"]);
  expect(inputs.map(([name]) => inputField(name))).toEqual([
    "keyframes.frame0",
    "keyframes.frame1",
    "source",
    "references",
    "references",
  ]);
});

test("counts guides by their order, not by their frame", () => {
  const guides = [
    { at: 0, media: picture("a") },
    { at: 60, media: picture("b") },
  ];
  expect(inputsOf({ keyframes: {}, guides })).toEqual([
    ["guide0", picture("a")],
    ["guide1", picture("b")],
  ]);
  expect(inputField("guide1")).toBe("keyframes");
});

test("a shot that lives by its prompt has none", () => {
  expect(inputsOf({ keyframes: {} })).toEqual([]);
});

import type { Shot } from "@shotlist/manifest";
import { expect, test } from "vitest";
import { exampleShot } from "../testing/example-data.ts";
import { problemsIn } from "./findings-of.test.setup.ts";

/** What ray-2 makes and ray-3.2 does not, with the choice that is named instead. */
const WITHOUT_COUNTERPART: readonly [string, Partial<Shot>, string, string][] = [
  ["9s", { duration: "9s" }, "duration-not-offered", "The nearest is 10s."],
  ["4k", { resolution: "4k" }, "resolution-not-offered", "The nearest is 1080p."],
  ["9:21", { aspectRatio: "9:21" }, "aspect-ratio-not-offered", "The nearest is 9:16."],
  ["a concept", { concepts: ["orbit_left"] }, "concepts-not-taken", "The nearest is camera: orbit left"],
  ["two concepts", { concepts: ["push_in", "low_angle"] }, "concepts-not-taken", "Use camera"],
  [
    "a clip between a picture and a clip",
    {
      keyframes: {
        frame0: { type: "generation", id: "5b1e7d1e-0000-4000-8000-000000000001" },
        frame1: { type: "image", url: "https://shop.example/mug.jpg" },
      },
    },
    "keyframe-beside-clip",
    "Take out frame1",
  ],
  [
    "a picture without a prompt",
    { prompt: "", keyframes: { frame0: { type: "image", url: "https://shop.example/mug.jpg" } } },
    "prompt-needed",
    "Give the shot a prompt",
  ],
  [
    "a picture by http",
    { keyframes: { frame0: { type: "image", url: "http://shop.example/mug.jpg" } } },
    "keyframe-url-not-https",
    "Try https://shop.example/mug.jpg",
  ],
  [
    "fields of Dream Machine alone",
    { extra: { "dream-machine": { callback_key: "x" } } },
    "extra-of-other-api",
    "write them for the API that makes the shot",
  ],
];

test.each(WITHOUT_COUNTERPART)(
  "%s goes with ray-2, and is told with the nearest choice on ray-3.2",
  (_what, fields, code, hint) => {
    expect(problemsIn([exampleShot(fields)])).toEqual([]);
    expect(problemsIn([exampleShot({ ...fields, model: "ray-3.2" })])).toMatchObject([
      { code, hint: expect.stringContaining(hint) },
    ]);
  },
);

test.each([
  ["a loop", { loop: true }, "loop-with-duration"],
  [
    "a picture",
    { keyframes: { frame0: { type: "image", url: "https://shop.example/mug.jpg" } } },
    "duration-with-keyframe",
  ],
] as const)("%s of the 10s that 9s become is told with the nearest choice", (_what, fields, code) => {
  expect(problemsIn([exampleShot({ ...fields, duration: "9s" })])).toEqual([]);
  expect(problemsIn([exampleShot({ ...fields, model: "ray-3.2", duration: "10s" })])).toMatchObject([
    { code, hint: expect.stringContaining("The nearest is duration: 5s") },
  ]);
});

test("what both make moves without a word", () => {
  const shots = ["540p", "720p", "1080p"].map((resolution) =>
    exampleShot({ id: resolution, model: "ray-3.2", resolution, loop: true }),
  );
  expect(problemsIn(shots)).toEqual([]);
});

import type { Place, Shot } from "@shotlist/manifest";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exampleShot } from "../testing/example-data.ts";
import { checkShots } from "./check-shots.ts";
import { problemsIn, spotsIn } from "./findings-of.test.setup.ts";
import { MODEL_CARDS, modelCard } from "./model-cards.ts";
import { MODEL_PROBLEM_CODES } from "./model-problem-codes.ts";
import { priceOf } from "./price-of.ts";

/** Each field of each shot stands on a line of its own, unless `sharedLine` is given. */
const placesOf =
  (shots: readonly Shot[], sharedLine?: number) =>
  (shotId: string, field = ""): Place => ({
    file: "shots.yaml",
    line: sharedLine ?? 100 * (1 + shots.findIndex(({ id }) => id === shotId)) + field.length,
    column: 3,
    length: 1,
  });

const image = { type: "image", url: "https://shop.example/mug.jpg" } as const;
const generation = { type: "generation", id: "5b1e7d1e-0000-4000-8000-000000000001" } as const;

/** Problems without the lifecycle of the model, which every Dream Machine shot has. */
function problemsOf(...shots: Shot[]): { code: string; message: string; hint: string | undefined }[] {
  return checkShots(shots, placesOf(shots))
    .filter(({ code }) => code !== "model-retiring")
    .map(({ code, message, hint }) => ({ code, message, hint }));
}
const codesOf = (...shots: Shot[]): string[] => problemsOf(...shots).map(({ code }) => code);

test("a sound shot has no problem but its model's lifecycle, told once", () => {
  const shots = ["a", "b", "c"].map((id) => exampleShot({ id }));
  const problems = checkShots(shots, placesOf(shots));
  expect(problems).toMatchObject([{ code: "model-retiring", severity: "warning", place: { line: 105 } }]);
  expect(problems[0]?.message).toContain('Shot "a" and 2 more: Luma is taking ray-2 out of service');
  expect(problems[0]?.hint).toContain("ray-3.2");
});

test("a misspelt model is answered with the nearest one and the list", () => {
  const [problem] = problemsOf(exampleShot({ model: "ray2" }));
  expect(problem).toMatchObject({ code: "model-unknown", message: expect.stringContaining('"ray2"') });
  expect(problem?.hint).toBe(
    "Did you mean ray-2? (shotlist knows ray-2, ray-flash-2, photon-1, photon-flash-1, ray-3.2, uni-1, uni-1-max.)",
  );
  expect(problemsOf(exampleShot({ model: "sora" }))[0]?.hint).not.toContain("Did you mean");
});

describe("values that the model does not make", () => {
  test.each([
    [{ resolution: "2k" }, "resolution-not-offered", "The nearest is 1080p."],
    [{ resolution: "480p" }, "resolution-not-offered", "The nearest is 540p."],
    [{ duration: "10s" }, "duration-not-offered", "The nearest is 9s."],
    [{ duration: "5" }, "duration-not-offered", "The nearest is 5s."],
    [{ aspectRatio: "2:3" }, "aspect-ratio-not-offered", "The nearest is 3:4."],
    [{ aspectRatio: "2.39:1" }, "aspect-ratio-not-offered", "The nearest is 21:9."],
  ])("%o", (fields, code, hint) => {
    const [problem, ...others] = problemsOf(exampleShot(fields));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code, hint: expect.stringContaining(hint) });
  });

  test("the greatest of everything is accepted", () => {
    expect(codesOf(exampleShot({ resolution: "4k", duration: "9s", aspectRatio: "9:21" }))).toEqual([]);
  });
});

test("prompts are measured in code points, at both ends", () => {
  expect(codesOf(exampleShot({ prompt: "ab" }))).toEqual(["prompt-too-short"]);
  expect(codesOf(exampleShot({ prompt: "abc" }))).toEqual([]);
  expect(codesOf(exampleShot({ prompt: "🎬".repeat(5000) }))).toEqual([]);
  expect(codesOf(exampleShot({ prompt: "🎬".repeat(5001) }))).toEqual(["prompt-too-long"]);
});

test("a prompt is needed unless there is a picture", () => {
  expect(codesOf(exampleShot({ prompt: "" }))).toEqual(["prompt-needed"]);
  expect(codesOf(exampleShot({ prompt: "", keyframes: { frame0: image } }))).toEqual([]);
  expect(codesOf(exampleShot({ prompt: "", keyframes: { frame0: generation } }))).toEqual(["prompt-needed"]);
});

describe("loop", () => {
  const loop = (keyframes: Shot["keyframes"]): string[] => codesOf(exampleShot({ loop: true, keyframes }));

  test.each([{}, { frame0: image }, { frame0: generation }])("goes with %o", (keyframes) => {
    expect(loop(keyframes)).toEqual([]);
  });

  test.each([
    { frame0: image, frame1: image },
    { frame1: generation },
    { frame0: generation, frame1: image },
    { frame0: image, frame1: generation },
    { frame0: generation, frame1: generation },
  ])("does not go with %o", (keyframes) => {
    expect(loop(keyframes)).toEqual(["loop-not-possible"]);
  });
});

test("a local file is refused with what to do", () => {
  const file = { type: "file", path: "img/mug.png", sha256: "00" } as const;
  const [problem] = problemsOf(exampleShot({ keyframes: { frame0: file } }));
  expect(problem).toMatchObject({
    code: "keyframe-file-not-taken",
    hint: expect.stringContaining("public link"),
  });
});

test("a clip of another API cannot be continued", () => {
  const opener = exampleShot({ id: "opener", model: "ray-3.2" });
  const next = exampleShot({ id: "next", keyframes: { frame0: { type: "shot", shot: "opener" } } });
  expect(codesOf(opener, next)).toEqual(["keyframe-other-account"]);
});

test("a still of another API is answered with the model that makes it on this one", () => {
  const still = exampleShot({
    ...{ id: "still", kind: "image", model: "photon-1", resolution: "", duration: "" },
    image: { format: "jpg", references: [] },
  });
  const frame0 = { type: "shot", shot: "still", still: true } as const;
  const next = exampleShot({ id: "next", model: "ray-3.2", keyframes: { frame0 } });
  expect(problemsIn([still, next])).toMatchObject([
    { code: "keyframe-other-account", hint: expect.stringContaining('The nearest for "still" is uni-1') },
  ]);
});

test("a still is not made by the gateway, whatever model is named", () => {
  const still = exampleShot({ kind: "image", provider: "crazyrouter", model: "photon-1" });
  expect(problemsIn([still])).toMatchObject([
    { code: "kind-not-made", message: 'Shot "mug-orbit": crazyrouter makes no stills.' },
  ]);
});

test("concepts are refused where the model takes none", () => {
  const shot = exampleShot({ model: "ray-3.2", concepts: ["orbit_left"] });
  expect(codesOf(shot)).toEqual(["concepts-not-taken"]);
  expect(codesOf(exampleShot({ concepts: ["orbit_left"] }))).toEqual([]);
});

test("a prompt is measured with the words that a camera motion adds to it", () => {
  const camera = { word: "orbit", concept: "orbit_left", phrase: "camera orbiting" };
  const prompt = "x".repeat(5990);
  const [problem, ...others] = problemsOf(exampleShot({ model: "ray-3.2", prompt, camera }));
  expect(others).toEqual([]);
  expect(problem).toMatchObject({
    code: "prompt-too-long",
    message: expect.stringContaining("6007 characters with the words for the camera"),
  });
  expect(codesOf(exampleShot({ model: "ray-3.2", prompt }))).toEqual([]);
  expect(codesOf(exampleShot({ prompt: "x".repeat(4990), camera }))).toEqual([]);
});

test("of a manifest with errors all is told in one pass but what may only be unread", () => {
  const frame0 = { type: "file", path: "mug.png", sha256: "00" } as const;
  expect(spotsIn([exampleShot({ keyframes: { frame0 } })], { partial: true })).toEqual([
    "keyframe-file-not-taken at keyframes.frame0",
  ]);
  expect(spotsIn([exampleShot({ prompt: "" }), exampleShot({ prompt: "a" })], { partial: true })).toEqual([]);
});

test("shots of one template that differ only in what they are made from are one problem", () => {
  const shots = ["a", "b", "c"].map((id) =>
    exampleShot({ id, keyframes: { frame0: { type: "file", path: `img/${id}.png`, sha256: id } } }),
  );
  const problems = checkShots(shots, placesOf(shots, 7)).filter(({ code }) => code !== "model-retiring");
  expect(problems).toMatchObject([
    {
      code: "keyframe-file-not-taken",
      message: expect.stringMatching(/^Shot "a" and 2 more: "img\/a\.png" /),
    },
  ]);
});

test("what many shots share at one place is one problem", () => {
  const shots = Array.from({ length: 500 }, (_, index) => exampleShot({ id: `s${index}`, resolution: "8k" }));
  const problems = checkShots(shots, placesOf(shots, 4));
  expect(problems.map(({ code }) => code)).toEqual(["model-retiring", "resolution-not-offered"]);
  expect(problems[1]?.message).toBe('Shot "s0" and 499 more: ray-2 makes no resolution "8k".');
});

test("whatever a shot says, it is answered with known codes, and what its model makes has no problem", () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom("4k", "1080p", "9s", "16:9", "0:0", "-1:2", "1e400:1", "∞s"),
  );
  const card = fc.constantFrom(
    ...MODEL_CARDS.filter(({ dialect, kinds }) => dialect === "dream-machine" && kinds.includes("video")),
  );
  fc.assert(
    fc.property(word, word, word, word, fc.boolean(), (model, resolution, duration, aspectRatio, loop) => {
      const shot = exampleShot({ model, resolution, duration, aspectRatio, loop });
      const codes = checkShots([shot], placesOf([shot])).map(({ code }) => code);
      expect(codes.every((code) => Object.hasOwn(MODEL_PROBLEM_CODES, code))).toBe(true);
      expect(codes).toContain(modelCard(model) === undefined ? "model-unknown" : "model-retiring");
    }),
  );
  fc.assert(
    fc.property(card, fc.nat(), fc.nat(), fc.nat(), (made, one, two, three) => {
      const pick = (values: readonly string[], index: number): string => values[index % values.length] ?? "";
      const shot = exampleShot({
        model: made.model,
        resolution: pick(made.resolutions, one),
        duration: pick(made.durations, two),
        aspectRatio: pick(made.aspectRatios, three),
      });
      expect(codesOf(shot)).toEqual([]);
      expect(priceOf(shot, {})).toBeGreaterThan(0);
    }),
  );
});

test("every code says what it is and what to do", () => {
  for (const [code, entry] of Object.entries(MODEL_PROBLEM_CODES)) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect([entry.title, entry.explain, entry.hint].every((text) => text.length > 5)).toBe(true);
  }
});

import type { Keyframe, Shot } from "@shotlist/manifest";
import { describe, expect, test } from "vitest";
import { exampleShot } from "../testing/example-data.ts";
import { checkShots } from "./check-shots.ts";
import { problemsIn, spotsIn } from "./findings-of.test.setup.ts";
import { priceOf } from "./price-of.ts";

const picture: Keyframe = { type: "image", url: "https://shop.example/mug.jpg" };
const generation: Keyframe = { type: "generation", id: "5b1e7d1e-0000-4000-8000-000000000001" };
const gateway = (fields: Partial<Shot> = {}): Shot => exampleShot({ provider: "crazyrouter", ...fields });

describe("the gateway", () => {
  test("is said to be experimental, once", () => {
    const shots = ["a", "b"].map((id) => gateway({ id }));
    const place = { file: "shots.yaml", line: 1, column: 1, length: 1 };
    expect(checkShots(shots, () => place)).toMatchObject([
      { code: "gateway-experimental", severity: "warning", message: expect.stringContaining("and 1 more") },
    ]);
  });

  test.each([
    {},
    { resolution: "540p" },
    { resolution: "1080p" },
    { keyframes: { frame0: picture } },
    { keyframes: { frame0: picture, frame1: picture } },
    { camera: { word: "orbit", concept: "orbit_left", phrase: "camera orbiting" } },
  ] satisfies Partial<Shot>[])("makes %o", (fields) => {
    expect(spotsIn([gateway(fields)])).toEqual([]);
  });

  test.each<[Partial<Shot>, string]>([
    [{ model: "ray-3.2" }, "model-unknown at model"],
    [{ model: "ray-flash-2" }, "model-unknown at model"],
    [{ kind: "edit", source: { type: "video", url: "https://x.example/a.mp4" } }, "kind-not-made at model"],
    [{ resolution: "4k" }, "resolution-not-offered at resolution"],
    [{ duration: "10s" }, "duration-not-offered at duration"],
    [{ loop: true }, "loop-not-possible at loop"],
    [{ prompt: "", keyframes: { frame0: picture } }, "prompt-needed at prompt"],
    [{ keyframes: { frame0: generation } }, "keyframe-generation-not-taken at keyframes.frame0"],
    [{ concepts: ["orbit_left"] }, "concepts-not-taken at concepts"],
    [{ hdr: true }, "hdr-not-possible at hdr"],
    [
      { keyframes: { frame0: { type: "file", path: "a.jpg", sha256: "00" } } },
      "keyframe-file-not-taken at keyframes.frame0",
    ],
    [{ guides: [{ at: 0, media: picture }] }, "keyframe-list-not-possible at keyframes"],
  ])("does not make %o", (fields, spot) => {
    expect(problemsIn([gateway(fields)])).toMatchObject([{ severity: "error" }]);
    expect(spotsIn([gateway(fields)])).toEqual([spot]);
  });

  test.each<[Partial<Shot>, string]>([
    [{ aspectRatio: "9:16" }, "aspect-ratio-not-sent at aspect_ratio"],
    [{ duration: "9s" }, "duration-doubtful at duration"],
  ])("is warned of with %o", (fields, spot) => {
    expect(problemsIn([gateway(fields)])).toMatchObject([{ severity: "warning" }]);
    expect(spotsIn([gateway(fields)])).toEqual([spot]);
  });

  test("has no price but the user's", () => {
    expect(priceOf(gateway(), {})).toBeNull();
    expect(priceOf(gateway(), { "ray-2/720p/*": 2_000 })).toBe(2_000);
  });
});

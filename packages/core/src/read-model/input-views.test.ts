import type { Shot } from "@shotlist/manifest";
import { expect, test } from "vitest";
import { testShots } from "../testing/engine-bench.ts";
import { inputViews } from "./input-views.ts";

const [shot] = testShots(1) as [Shot];

test("tells the frames of a clip, files with their paths", () => {
  const frame0 = { type: "file", path: "pictures/mug.png", sha256: "aa" } as const;
  const frame1 = { type: "shot", shot: "opener", take: 2 } as const;
  expect(inputViews({ ...shot, keyframes: { frame0, frame1 } })).toEqual({
    startFrame: "pictures/mug.png",
    startFrameFile: "pictures/mug.png",
    endFrame: "take 2 of opener",
  });
});

test("tells what an edit is made from", () => {
  expect(inputViews({ ...shot, source: { type: "shot", shot: "opener" } })).toEqual({
    sourceClip: "clip of opener",
    sourceShot: "opener",
  });
  expect(inputViews({ ...shot, source: { type: "video", url: "https://v.example/in.mp4" } })).toEqual({
    sourceClip: "https://v.example/in.mp4",
  });
});

test("tells guides by the second, and a still's references without one", () => {
  const media = { type: "image", url: "https://img.example/a.jpg" } as const;
  expect(inputViews({ ...shot, guides: [{ at: 36, media }] }).guides).toEqual([
    { words: media.url, at: 1.5 },
  ]);
  const image = { format: "jpg", references: [{ media, weight: 0.5 }] } as const;
  expect(inputViews({ ...shot, image }).guides).toEqual([{ words: media.url }]);
});

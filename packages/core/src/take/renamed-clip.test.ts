import { expect, test } from "vitest";
import { renamedClip } from "./renamed-clip.ts";

const FACTS = { bytes: 1, sha256: "aa", width: 1, height: 1, durationS: 5 };

test("what lies beside a clip is called like it", () => {
  const clip = {
    ...FACTS,
    file: "mug/take-1.mp4",
    poster: "mug/take-1.jpg",
    attachments: [{ file: "mug/take-1.exr.zip", bytes: 2, sha256: "bb" }],
  };
  expect(renamedClip(clip, "old/cup.take-1.mp4")).toEqual({
    ...FACTS,
    file: "old/cup.take-1.mp4",
    poster: "old/cup.take-1.jpg",
    attachments: [{ file: "old/cup.take-1.exr.zip", bytes: 2, sha256: "bb" }],
  });
});

test("a poster that kept another name only gives its ending", () => {
  const clip = { ...FACTS, file: "a.mp4", poster: "other.webp" };
  expect(renamedClip(clip, "b.mp4")).toEqual({ ...FACTS, file: "b.mp4", poster: "b.webp" });
});

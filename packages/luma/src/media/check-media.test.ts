import { expect, it } from "vitest";
import { mediaFile } from "../testing/media-files.ts";
import { checkMedia } from "./check-media.ts";

const MIB = 1024 * 1024;
const LIMITS = { imageBytes: MIB, videoBytes: 2 * MIB };

it("takes a file for what its bytes say, not its name", () => {
  const file = mediaFile("image/webp", 100, { path: "a.png" });
  expect(checkMedia(file, LIMITS)).toEqual({ kind: "fit", mediaType: "image/webp" });
});

it.each([
  ["a picture to its limit", mediaFile("image/png", MIB), "fit"],
  ["a picture over it", mediaFile("image/png", MIB + 1), "media-too-large"],
  ["a clip to its limit", mediaFile("video/mp4", 2 * MIB), "fit"],
  ["a clip over it", mediaFile("video/quicktime", 2 * MIB + 1), "media-too-large"],
  ["a file that has changed since", mediaFile("image/png", 100, { sha256: "0".repeat(64) }), "file-changed"],
] as const)("%s: %s", (_, file, expected) => {
  const check = checkMedia(file, LIMITS);
  if (check.kind === "fit") expect(expected).toBe("fit");
  else expect(check.failure).toMatchObject({ category: "permanent", code: expected, refund: "refunded" });
});

it("says which file it is, and what would fit", () => {
  const text = { ...mediaFile("image/png", 0), path: "shots/list.txt" };
  expect(checkMedia(text, LIMITS)).toMatchObject({
    failure: { code: "unsupported-media-type", message: expect.stringContaining("shots/list.txt") },
  });
  expect(checkMedia(mediaFile("image/png", 3 * MIB), LIMITS)).toMatchObject({
    failure: { message: "shots/mug.png has 3 MB; at most 1 MB are taken." },
  });
});

import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReadModel } from "@shotlist/core/read-model";
import { expect, test } from "vitest";
import { embedMedia } from "./embed-media.ts";

test("the clips that are shown go first, and what does not fit or is gone is left out", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "shotlist-embed-"));
  for (const name of ["a1", "a2", "b1"]) await writeFile(join(folder.path, `${name}.mp4`), "x".repeat(10));
  const take = (number: number, file: string) => ({ number, clip: { file, bytes: 10 } });
  const model = {
    clipsBase: "../renders",
    shots: [
      { shownTake: 2, takes: [take(1, "a1.mp4"), take(2, "a2.mp4")] },
      { shownTake: 1, takes: [take(1, "b1.mp4")] },
      { shownTake: 1, takes: [take(1, "gone.mp4")] },
      { shownTake: 0, takes: [{ number: 1 }] },
    ],
  } as unknown as ReadModel;
  const folders = { clips: folder.path, manifestDir: folder.path };
  const { media, left } = await embedMedia(model, folders, 25);
  expect([...media.keys()]).toEqual(["../renders/a2.mp4", "../renders/b1.mp4"]);
  expect(left).toBe(2);
  expect((await embedMedia(model, folders, 100)).left).toBe(0);
});

test("what shots were made from goes in after the clips, each file once, and nothing from outside the folder", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "shotlist-embed-"));
  for (const name of ["a.png", "b.jpeg", "c.mp4"]) await writeFile(join(folder.path, name), "x");
  const model = {
    clipsBase: "../renders",
    framesBase: "..",
    shots: [
      {
        takes: [],
        startFrameFile: "a.png",
        endFrameFile: "../a.png",
        guides: [{ words: "", file: "b.jpeg" }],
      },
      { takes: [], startFrameFile: "a.png", sourceClipFile: "c.mp4" },
    ],
  } as unknown as ReadModel;
  const { media } = await embedMedia(model, { clips: folder.path, manifestDir: folder.path });
  expect([...media.keys()].toSorted()).toEqual(["../a.png", "../b.jpeg", "../c.mp4"]);
});

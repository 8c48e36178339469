import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { setEditedClipAside } from "./set-aside.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "shotlist-aside-"));
  await mkdir(join(dir, "mug"));
});
afterEach(() => rm(dir, { recursive: true }));

test("each edited clip gets a name of its own, and nothing is replaced", async () => {
  const names: (string | undefined)[] = [];
  for (const words of ["first", "second"]) {
    await writeFile(join(dir, "mug/take-1.mp4"), words);
    names.push(await setEditedClipAside(dir, "mug/take-1.mp4"));
  }
  expect(names).toEqual(["mug/take-1.edited.mp4", "mug/take-1.edited-2.mp4"]);
  expect((await readdir(join(dir, "mug"))).sort()).toEqual(["take-1.edited-2.mp4", "take-1.edited.mp4"]);
  expect(await readFile(join(dir, "mug/take-1.edited.mp4"), "utf8")).toBe("first");
});

test("a clip that is gone is left gone, and a path out of the folder is refused", async () => {
  expect(await setEditedClipAside(dir, "mug/take-1.mp4")).toBeUndefined();
  await expect(setEditedClipAside(dir, "../take-1.mp4")).rejects.toMatchObject({
    code: "clip-outside-folder",
  });
});

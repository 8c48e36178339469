import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lookAtClips } from "./look-at-clips.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "shotlist-look-"));
});
afterEach(() => rm(dir, { recursive: true }));

const clip = (file: string, bytes = 3) => ({ file, bytes });

test("tells what is gone and what has another length, among many", async () => {
  await mkdir(join(dir, "a"));
  const clips = Array.from({ length: 600 }, (_, index) => clip(`a/${index}.mp4`));
  for (const { file } of clips) await writeFile(join(dir, file), "abc");
  expect(await lookAtClips(dir, clips)).toEqual(new Map());
  await rm(join(dir, "a/7.mp4"));
  await writeFile(join(dir, "a/599.mp4"), "abcd");
  expect(await lookAtClips(dir, clips)).toEqual(
    new Map([
      [clips[7], "missing"],
      [clips[599], "edited"],
    ]),
  );
});

test("a folder, a link and a file in place of a folder are no clips", async () => {
  await mkdir(join(dir, "folder.mp4"));
  await writeFile(join(dir, "real"), "abc");
  await symlink(join(dir, "real"), join(dir, "link.mp4"));
  const clips = [clip("folder.mp4"), clip("link.mp4"), clip("real/inside.mp4"), clip("no/where.mp4")];
  expect([...(await lookAtClips(dir, clips)).values()]).toEqual(["edited", "edited", "missing", "missing"]);
});

test("what belongs to a clip is looked at too", async () => {
  await writeFile(join(dir, "a.mp4"), "abc");
  const whole = { ...clip("a.mp4"), attachments: [{ file: "a.zip", bytes: 2, sha256: "" }] };
  expect([...(await lookAtClips(dir, [whole])).values()]).toEqual(["missing"]);
  await writeFile(join(dir, "a.zip"), "ab");
  expect(await lookAtClips(dir, [whole])).toEqual(new Map());
});

test("a path that leaves the folder is refused", async () => {
  await expect(lookAtClips(dir, [clip("../a.mp4")])).rejects.toMatchObject({ code: "clip-outside-folder" });
});

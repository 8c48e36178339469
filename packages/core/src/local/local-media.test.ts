import { hash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readLocalMedia } from "./local-media.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "shotlist-media-"));
  await writeFile(join(folder, "mug.png"), "a mug");
});
afterEach(() => rm(folder, { recursive: true }));

const sha256 = hash("sha256", "a mug", "hex");

test("gives the content that the manifest was read with", async () => {
  const media = await readLocalMedia(folder, { path: "mug.png", sha256 });
  expect(Buffer.from(media.content).toString()).toBe("a mug");
  expect(media).toMatchObject({ path: "mug.png", sha256 });
});

test.each([
  ["changed", { path: "mug.png", sha256: "00" }, '"mug.png" has changed since the manifest was read'],
  ["gone", { path: "cup.png", sha256 }, '"cup.png" is not there any more'],
  ["a folder", { path: ".", sha256 }, '"." cannot be read (EISDIR)'],
])("refuses a file that is %s", async (_name, file, words) => {
  await expect(readLocalMedia(folder, file)).rejects.toThrow(words);
});

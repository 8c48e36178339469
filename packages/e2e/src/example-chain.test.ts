import { cp, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { shotlist, temporaryFolder } from "./command-line.ts";

const CHAIN = join(import.meta.dirname, "../../../manifests/still-to-screens");

const CLIPS = ["arrival", "inside", "night", "screen@1x1", "screen@21x9", "screen@9x16"];
const FILES = CLIPS.map((shot) => `${shot}/take-1.mp4`);

test.each([
  ["agents", "still/take-1.png"],
  ["dream-machine", "still/take-1.jpg"],
])("the example of a chain is made once on %s, each step from the one before", async (api, still) => {
  await using folder = await temporaryFolder();
  await cp(join(CHAIN, api), folder.path, { recursive: true });
  const words = ["run", "teahouse.yaml", "--simulate", "--yes"];

  const first = await shotlist(words, { cwd: folder.path });
  expect(first, first.stderr).toMatchObject({ code: 0 });
  const kept = await readdir(join(folder.path, "renders-simulated"), { recursive: true });
  expect(kept.filter((name) => name.endsWith(".mp4")).sort()).toEqual(FILES);
  expect(kept).toContain(still);

  const again = await shotlist(words, { cwd: folder.path });
  expect(again, again.stderr).toMatchObject({ code: 0 });
  expect(again.stdout).toContain("Nothing was sent to the API.");
});

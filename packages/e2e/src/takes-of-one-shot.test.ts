import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { shotlist, temporaryFolder } from "./command-line.ts";

const WORDS = ["run", "shotlist.yaml", "--simulate", "--yes", "--speed", "300"];

const manifest = (prompt: string, { id = "mug", takes = 1 } = {}): string =>
  [
    "version: 1",
    "name: names",
    "output:",
    '  file: "{{ shot.id }}.mp4"',
    "shots:",
    `  - id: ${id}`,
    `    prompt: ${prompt}`,
    `    takes: ${takes}`,
    "",
  ].join("\n");

/** Everything in the folder of clips but the folder of half ones. */
async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, "renders-simulated"));
  return names.filter((name) => !name.startsWith(".")).sort();
}

/** The take that a clip's sidecar says it is. */
async function takeAt(folder: string, file: string): Promise<number> {
  const sidecar = JSON.parse(await readFile(join(folder, "renders-simulated", `${file}.json`), "utf8")) as {
    take: number;
  };
  return sidecar.take;
}

test("where the path has no take number, the newest take has the plain name and older ones keep theirs beside it", async () => {
  await using folder = await temporaryFolder();
  const options = { cwd: folder.path };
  for (const prompt of ["A mug on a table", "A mug on a shelf", "A mug in the snow"]) {
    await writeFile(join(folder.path, "shotlist.yaml"), manifest(prompt));
    const ran = await shotlist(WORDS, options);
    expect(ran, ran.stdout + ran.stderr).toMatchObject({ code: 0 });
  }
  expect(await filesIn(folder.path)).toEqual([
    "mug.mp4",
    "mug.mp4.json",
    "mug.png",
    "mug.take-1.mp4",
    "mug.take-1.mp4.json",
    "mug.take-1.png",
    "mug.take-2.mp4",
    "mug.take-2.mp4.json",
    "mug.take-2.png",
  ]);
  expect(await takeAt(folder.path, "mug.mp4")).toBe(3);
  expect(await takeAt(folder.path, "mug.take-1.mp4")).toBe(1);
  const again = await shotlist(WORDS, options);
  expect(again).toMatchObject({ code: 0 });
  expect(again.stdout).toContain("Nothing was sent to the API.");
});

test("two takes that are made together share one path in peace", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "shotlist.yaml"), manifest("A mug on a table", { takes: 2 }));
  const ran = await shotlist(WORDS, { cwd: folder.path });
  expect(ran, ran.stdout + ran.stderr).toMatchObject({ code: 0 });
  expect(await takeAt(folder.path, "mug.mp4")).toBe(2);
  expect(await takeAt(folder.path, "mug.take-1.mp4")).toBe(1);
});

test.each(["recording-clip-moved", "clip-moved-recorded", "placed"])(
  "killed at the step %s of making room, the next run gives both clips their names and fetches neither again",
  async (step) => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, "shotlist.yaml"), manifest("A mug on a table"));
    await shotlist(WORDS, { cwd: folder.path });
    await writeFile(join(folder.path, "shotlist.yaml"), manifest("A mug on a shelf"));
    const env = { SHOTLIST_CRASH_AT: step };
    expect(await shotlist(WORDS, { cwd: folder.path, env })).toMatchObject({ signal: "SIGKILL" });
    const ran = await shotlist([...WORDS, "--json"], { cwd: folder.path });
    expect(ran, ran.stdout + ran.stderr).toMatchObject({ code: 0 });
    expect(ran.stdout).toMatch(/"downloads":0/);
    expect(await filesIn(folder.path)).toEqual([
      "mug.mp4",
      "mug.mp4.json",
      "mug.png",
      "mug.take-1.mp4",
      "mug.take-1.mp4.json",
      "mug.take-1.png",
    ]);
    expect(await takeAt(folder.path, "mug.mp4")).toBe(2);
    expect(await takeAt(folder.path, "mug.take-1.mp4")).toBe(1);
  },
);

test("a clip that was edited is told of and left alone, also when a newer take needs its name", async () => {
  await using folder = await temporaryFolder();
  const options = { cwd: folder.path };
  const clips = join(folder.path, "renders-simulated");
  await writeFile(join(folder.path, "shotlist.yaml"), manifest("A mug on a table"));
  await shotlist(WORDS, options);
  await writeFile(join(clips, "mug.mp4"), "my own cut");
  const again = await shotlist(WORDS, options);
  expect(again).toMatchObject({ code: 0 });
  expect(again.stdout).toContain("Nothing was sent to the API.");
  expect(again.stderr).toContain("mug.mp4 (mug, take 1) was changed on disk");
  expect(await readFile(join(clips, "mug.mp4"), "utf8")).toBe("my own cut");

  await writeFile(join(folder.path, "shotlist.yaml"), manifest("A mug on a shelf"));
  const newer = await shotlist(WORDS, options);
  expect(newer, newer.stdout + newer.stderr).toMatchObject({ code: 0 });
  expect(newer.stderr).toContain("mug.take-1.mp4 (mug, take 1) was changed on disk");
  expect(await readFile(join(clips, "mug.take-1.mp4"), "utf8")).toBe("my own cut");
  expect(await takeAt(folder.path, "mug.mp4")).toBe(2);
});

test("a renamed shot keeps its clip where it is, its next take goes to the new path, and a new shot takes the old one", async () => {
  await using folder = await temporaryFolder();
  const options = { cwd: folder.path };
  const write = (text: string): Promise<void> => writeFile(join(folder.path, "shotlist.yaml"), text);
  await write(manifest("A mug on a table"));
  await shotlist(WORDS, options);
  await write(manifest("A mug on a table", { id: "cup" }));
  const renamed = await shotlist(WORDS, options);
  expect(renamed, renamed.stdout + renamed.stderr).toMatchObject({ code: 0 });
  expect(await filesIn(folder.path)).toEqual(["mug.mp4", "mug.mp4.json", "mug.png"]);
  const results = JSON.parse(await readFile(join(folder.path, "report-simulated/results.json"), "utf8")) as {
    shots: readonly { id: string; clip: string }[];
  };
  expect(results.shots).toMatchObject([{ id: "cup", clip: expect.stringMatching(/(^|\/)mug\.mp4$/) }]);

  await write(`${manifest("A cup on a table", { id: "cup" })}  - id: mug\n    prompt: A blue mug\n`);
  const ran = await shotlist(WORDS, options);
  expect(ran, ran.stdout + ran.stderr).toMatchObject({ code: 0 });
  expect((await filesIn(folder.path)).filter((name) => name.endsWith(".mp4"))).toEqual([
    "cup.mp4",
    "cup.take-1.mp4",
    "mug.mp4",
  ]);
  expect(await takeAt(folder.path, "cup.mp4")).toBe(2);
  expect(await takeAt(folder.path, "mug.mp4")).toBe(1);
});

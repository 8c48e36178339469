import { open, readdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { shotlist, temporaryFolder } from "../command-line.ts";
import { against, expectOnceEach, RUN, STATE, startLuma, writeBatch } from "./try-batch.ts";

/** Overwrites bytes of a file at a place. */
async function overwrite(file: string, at: number, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.write(bytes, 0, bytes.length, at);
  } finally {
    await handle.close();
  }
}

const noise = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, n) => (n * 197 + 31) % 256));

/** Each way of damage that nobody could overlook, by what is left of the file. */
const DAMAGES: Readonly<Record<string, (file: string) => Promise<void>>> = {
  "an empty file": (file) => truncate(file, 0),
  "a file of zeros": async (file) => writeFile(file, Buffer.alloc((await stat(file)).size)),
  "half of the file": async (file) => truncate(file, Math.floor((await stat(file)).size / 2)),
  "a header of noise": (file) => overwrite(file, 0, noise(100)),
  "pages of noise": (file) => overwrite(file, 4096, noise(3 * 4096)),
  "something that is no database": (file) => writeFile(file, "my notes\n".repeat(2_000)),
  "a database of another program": async (file) => {
    await writeFile(file, "");
    const database = new DatabaseSync(file);
    database.exec("CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine')");
    database.close();
  },
};

test("a damaged state is named, is left byte for byte, and sends nothing, whatever the damage", async () => {
  await using luma = await startLuma();
  await using folder = await temporaryFolder();
  const options = { cwd: folder.path, env: against(luma) };
  await writeBatch(folder.path, 3);
  expect(await shotlist(RUN, options)).toMatchObject({ code: 0 });
  await writeBatch(folder.path, 5);
  const state = join(folder.path, STATE);
  const sound = await readFile(state);
  for (const [what, damage] of Object.entries(DAMAGES)) {
    await writeFile(state, sound);
    await damage(state);
    const bytes = await readFile(state);
    const files = (await readdir(folder.path)).sort();
    for (const words of [RUN, ["status", "shots.csv"]]) {
      const result = await shotlist(words, options);
      expect(result, `${what}: ${words[0]}: ${result.stdout}`).toMatchObject({ code: 1 });
      expect(result.stderr, `${what}: ${words[0]}`).toContain("[state-damaged]");
      expect(result.stderr).toMatch(/ {2}do +[\s\S]* {2}state +\S/);
    }
    expect((await readFile(state)).equals(bytes), what).toBe(true);
    expect((await readdir(folder.path)).sort(), what).toEqual(files);
    expect(luma.generations(), what).toHaveLength(3);
  }
});

test("a state of a newer shotlist is left as it is", async () => {
  await using luma = await startLuma();
  await using folder = await temporaryFolder();
  const options = { cwd: folder.path, env: against(luma) };
  await writeBatch(folder.path, 1);
  expect(await shotlist(RUN, options)).toMatchObject({ code: 0 });
  const state = join(folder.path, STATE);
  const database = new DatabaseSync(state);
  database.exec("PRAGMA user_version = 999; CREATE TABLE of_the_future (x)");
  database.close();
  const bytes = await readFile(state);
  await writeBatch(folder.path, 2);
  for (const words of [RUN, ["plan", "shots.csv"], ["status", "shots.csv"]]) {
    const result = await shotlist(words, options);
    expect(result.code, result.stdout + result.stderr).toBe(1);
    expect(result.stderr).toContain("[state-too-new]");
    expect(result.stderr).toContain("Update shotlist");
  }
  expect((await readFile(state)).equals(bytes)).toBe(true);
  expect(luma.generations()).toHaveLength(1);
});

test("bytes that flip anywhere are either noticed before anything is sent, or change nothing that is paid", async () => {
  await using luma = await startLuma();
  await using folder = await temporaryFolder();
  const options = { cwd: folder.path, env: against(luma) };
  await writeBatch(folder.path, 4);
  expect(await shotlist(RUN, options)).toMatchObject({ code: 0 });
  await writeBatch(folder.path, 5);
  const state = join(folder.path, STATE);
  const sound = await readFile(state);
  const outcomes = new Set<number | null>();
  for (let at = 4096 + 8; at < sound.length; at += Math.floor(sound.length / 7)) {
    await writeFile(state, sound);
    await overwrite(state, at, noise(600));
    const result = await shotlist(["plan", "shots.csv", "--json"], options);
    outcomes.add(result.code);
    expect(result.stderr).not.toContain("unexpected fault");
    if (result.code === 1) expect(result.stderr).toContain("[state-damaged]");
  }
  expect(outcomes).toContain(1);
  await writeFile(state, sound);
  expect(await shotlist(RUN, options)).toMatchObject({ code: 0 });
  await expectOnceEach(luma, folder.path, { shots: 5 });
});

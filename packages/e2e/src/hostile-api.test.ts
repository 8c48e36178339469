import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import {
  type CommandOptions,
  type CommandResult,
  shotlist,
  startShotlist,
  temporaryFolder,
} from "./command-line.ts";
import { ESCAPES, startHostileApi } from "./hostile-api.ts";

/** A key that nothing else looks like. */
const KEY = "luma-MARKED-7Q9fXw2LmZ0aBcDeFgHiJkLmNoPqRsTuVwXyZ";
/** Long enough to be no chance, short enough to notice a key that was cut. */
const PIECE = 16;

const WORDS = ["echo", "fields", "page", "redirect", "huge", "key", "broken", "fails", "leaks", "fine"];

const MANIFEST = `version: 1
limits: { retries: 0, confirm_after_s: 0.1, request_timeout_s: 2, poll_min_s: 0.05, poll_max_s: 0.1, generation_timeout_s: 2 }
shots:
${WORDS.map((word) => `  - id: ${word}\n    prompt: ${JSON.stringify(`${word} turns ${ESCAPES} </script><b>=1`)}\n    tags: [${JSON.stringify(`t${ESCAPES}`)}]`).join("\n")}
`;

test("whatever an API answers, the key stays out of files, outputs and other servers, and the terminal is safe", async () => {
  await using folder = await temporaryFolder();
  await using api = await startHostileApi();
  await writeFile(join(folder.path, "shots.yaml"), MANIFEST);
  const options = {
    cwd: folder.path,
    env: { LUMA_API_KEY: KEY, LUMAAI_BASE_URL: api.baseUrl, SHOTLIST_DEBUG: "1" },
  };
  const run = ["run", "shots.yaml", "--yes", "--no-check-urls"];
  const isThrough = async (): Promise<void> => {
    expect(new Set(api.creates)).toEqual(new Set(WORDS));
    await stat(join(folder.path, "renders/fine/take-1.mp4"));
  };
  const results = [
    await shotlist(["plan", "shots.yaml"], options),
    await stoppedWhen(isThrough, run, options),
    await stoppedWhen(isThrough, [...run, "--json"], options),
  ];
  for (const words of [
    ["status", "shots.yaml"],
    ["status", "shots.yaml", "--json"],
    ["report", "shots.yaml"],
  ])
    results.push(await shotlist(words, options));

  expect(api.elsewhere.length).toBeGreaterThanOrEqual(2);
  for (const headers of api.elsewhere) expect(leaks(JSON.stringify(headers))).toBeUndefined();
  for (const { stdout, stderr } of results) {
    expect(leaks(stdout + stderr)).toBeUndefined();
    expect(stdout + stderr).not.toMatch(/(?!\n)[\p{Cc}\u2028-\u202e\u2066-\u2069]/u);
  }
  const files = await filesIn(folder.path);
  expect(files.some((name) => name.endsWith(".html"))).toBe(true);
  expect(files.some((name) => name.endsWith("fine/take-1.mp4"))).toBe(true);
  for (const name of files) expect(leaks((await readFile(name)).toString("latin1")), name).toBeUndefined();
});

/** A run that is interrupted twice when it has come so far, as some of its takes can never be settled. */
async function stoppedWhen(
  isThrough: () => Promise<void>,
  words: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const run = startShotlist(words, options);
  await Promise.race([run.ended, vi.waitFor(isThrough, { timeout: 60_000, interval: 100 })]);
  run.child.kill("SIGINT");
  const again = setInterval(() => run.child.kill("SIGINT"), 1_000);
  return run.ended.finally(() => clearInterval(again));
}

/** The piece of the key that a text has, if it has one; also as Base64. */
function leaks(text: string): string | undefined {
  const pieces = Array.from({ length: KEY.length - PIECE + 1 }, (_, at) => KEY.slice(at, at + PIECE));
  return [...pieces, Buffer.from(KEY).toString("base64")].find((piece) => text.includes(piece));
}

async function filesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true })).map((name) => join(folder, name));
  const kinds = await Promise.all(names.map((name) => stat(name)));
  return names.filter((_, index) => kinds[index]?.isFile());
}

import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Simulator, type SimulatorOptions, startSimulator } from "@shotlist/simulator";
import { expect } from "vitest";
import type { CommandOptions } from "../command-line.ts";

/** The state that a batch makes beside its manifest. */
export const STATE = "shots.shotlist.db";

/** Writes `shots.csv` with so many shots, no two alike. */
export async function writeBatch(folder: string, shots: number): Promise<void> {
  const rows = Array.from(
    { length: shots },
    (_, n) => `shot-${n + 1},A lighthouse number ${n + 1}. Camera static`,
  );
  await writeFile(join(folder, "shots.csv"), ["id,prompt", ...rows, ""].join("\n"));
}

/** The words of a run that does not wait for anything that need not be waited for. */
export const RUN: readonly string[] = [
  "run",
  "shots.csv",
  "--yes",
  "--no-check-urls",
  "--poll-min",
  "0.05",
  "--poll-max",
  "0.2",
  "--requests-per-minute",
  "100000",
  "--confirm-after",
  "0.5",
];

/** A Luma that is done with a generation in about a third of a second, without a rate limit; it ends with the test. */
export async function startLuma(options: SimulatorOptions = {}): Promise<Simulator & AsyncDisposable> {
  const simulator = await startSimulator({
    seed: 5,
    speed: 60,
    limits: { concurrency: 10, createsPerMinute: 100_000 },
    latency: { queuedS: 2, meanS: 18, spreadS: 8 },
    clip: { variety: "shared" },
    ...options,
  });
  return { ...simulator, [Symbol.asyncDispose]: () => simulator.close() };
}

/** Where a run finds its Luma. */
export function against(luma: Pick<Simulator, "baseUrl">): NonNullable<CommandOptions["env"]> {
  return { LUMA_API_KEY: "luma-machine", LUMAAI_BASE_URL: luma.baseUrl };
}

/** Asserts that every shot has exactly one paid generation, and a whole clip of it that says so beside it. */
export async function expectOnceEach(
  luma: Pick<Simulator, "generations">,
  folder: string,
  options: { readonly shots: number; readonly clips?: string },
): Promise<void> {
  const generations = luma.generations();
  expect(new Set(generations.map(({ id }) => id)).size).toBe(options.shots);
  expect(generations.map(({ state }) => state)).toEqual(generations.map(() => "completed"));
  const clips = options.clips ?? join(folder, "renders");
  const sidecars = (await readdir(clips, { recursive: true })).filter((name) => name.endsWith(".mp4.json"));
  const made = await Promise.all(
    sidecars.map(async (name) => {
      const { generation, sha256 } = JSON.parse(await readFile(join(clips, name), "utf8")) as {
        generation: string;
        sha256: string;
      };
      const clip = await readFile(join(clips, name.replace(/\.json$/, "")));
      expect(createHash("sha256").update(clip).digest("hex"), name).toBe(sha256);
      return generation;
    }),
  );
  expect(made.sort()).toEqual(generations.map(({ id }) => id).sort());
}

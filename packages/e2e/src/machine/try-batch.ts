import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Simulator, type SimulatorOptions, startSimulator } from "@shotlist/simulator";
import { expect } from "vitest";
import type { CommandOptions } from "../command-line.ts";

/** The state that a batch makes beside its manifest. */
export const STATE = "shots.shotlist.db";

/** A model of each API: one that can list what it made, and one that cannot. */
export const MODELS = ["ray-2", "ray-3.2"] as const;

/** Writes `shots.csv` with so many shots, no two alike. */
export async function writeBatch(
  folder: string,
  shots: number,
  model: (typeof MODELS)[number] = "ray-2",
): Promise<void> {
  const rows = Array.from(
    { length: shots },
    (_, n) => `shot-${n + 1},A lighthouse number ${n + 1}. Camera static,${model}`,
  );
  await writeFile(join(folder, "shots.csv"), ["id,prompt,model", ...rows, ""].join("\n"));
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

const LIMITS = { concurrency: 10, createsPerMinute: 100_000 };

/** A Luma that is done with a generation in about a third of a second, without a rate limit; it ends with the test. */
export async function startLuma(options: SimulatorOptions = {}): Promise<Simulator & AsyncDisposable> {
  const simulator = await startSimulator({
    seed: 5,
    speed: 60,
    limits: LIMITS,
    agents: { limits: LIMITS },
    latency: { queuedS: 2, meanS: 18, spreadS: 8 },
    clip: { variety: "shared" },
    ...options,
  });
  return { ...simulator, [Symbol.asyncDispose]: () => simulator.close() };
}

/** Where a run finds its Luma. */
export function against(
  luma: Pick<Simulator, "baseUrl" | "agentsBaseUrl">,
): NonNullable<CommandOptions["env"]> {
  return {
    LUMA_API_KEY: "luma-machine",
    LUMAAI_BASE_URL: luma.baseUrl,
    LUMA_AGENTS_API_KEY: "luma-api-machine",
    LUMA_AGENTS_BASE_URL: luma.agentsBaseUrl,
  };
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

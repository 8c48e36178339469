import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Simulator, startSimulator } from "@shotlist/simulator";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type CommandResult, shotlist, startShotlist, temporaryFolder } from "./command-line.ts";

const CHAIN = join(import.meta.dirname, "../../../manifests/still-to-screens");

let simulator: Simulator;
let env: Readonly<Record<string, string>>;

beforeEach(async () => {
  simulator = await startSimulator({ speed: 60, clip: { variety: "shared" } });
  env = {
    LUMA_API_KEY: "luma-test",
    LUMAAI_BASE_URL: simulator.baseUrl,
    LUMA_AGENTS_API_KEY: "luma-api-test",
    LUMA_AGENTS_BASE_URL: simulator.agentsBaseUrl,
    CRAZYROUTER_API_KEY: "sk-test",
    CRAZYROUTER_BASE_URL: simulator.crazyrouterBaseUrl,
  };
});
afterEach(() => simulator.close());

const run = (cwd: string, ...words: readonly string[]): Promise<CommandResult> =>
  shotlist(["run", "shotlist.yaml", "--yes", "--no-check-urls", "--speed", "60", ...words], { cwd, env });

describe("one manifest on all three APIs", () => {
  const manifest = (defaults: string): string => `
version: 1
name: three
defaults: { ${defaults}, resolution: 540p, duration: 5s, aspect_ratio: "16:9" }
shots:
  - id: words
    prompt: "A lighthouse in fog, slow push in"
  - id: start
    prompt: "Waves roll in, static camera"
    keyframes: { frame0: "https://img.example/start.jpg" }
  - id: both
    prompt: "Night falls, static camera"
    keyframes: { frame0: "https://img.example/day.jpg", frame1: "https://img.example/night.jpg" }
`;
  const APIS = [
    ["dream-machine", "model: ray-2"],
    ["agents", "model: ray-3.2"],
    ["crazyrouter", "model: ray-2, provider: crazyrouter"],
  ] as const;

  test.each(APIS)("%s makes the same clips, and costs what the plan said", async (dialect, defaults) => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, "shotlist.yaml"), manifest(defaults));
    const planned = await shotlist(["plan", "shotlist.yaml", "--json"], { cwd: folder.path, env });
    expect(planned, planned.stderr).toMatchObject({ code: 0 });
    const prices = records(planned, "plan-action").map(({ priceUsdE4 }) => priceUsdE4 as number | null);

    const ran = await run(folder.path);
    expect(ran, ran.stdout + ran.stderr).toMatchObject({ code: 0 });
    const made = simulator.generations();
    expect(made.map((generation) => generation.dialect)).toEqual([dialect, dialect, dialect]);
    for (const id of ["words", "start", "both"]) {
      const sidecar = JSON.parse(
        await readFile(join(folder.path, `renders/${id}/take-1.mp4.json`), "utf8"),
      ) as { dialect: string };
      expect(sidecar.dialect).toBe(dialect);
    }
    const paid = made.map(({ priceUsdE4 }) => priceUsdE4);
    // The gateway publishes no price: the plan says so, and does not guess.
    if (dialect === "crazyrouter") expect(prices).toEqual([null, null, null]);
    else expect([...prices].sort()).toEqual([...paid].sort());
    expect((await run(folder.path)).stdout).toContain("Nothing was sent to the API.");
    expect(simulator.generations()).toHaveLength(3);
  });
});

describe("a chain of every kind", () => {
  test.each(["dream-machine", "agents"])(
    "killed in the middle on %s: each step is paid once",
    async (api) => {
      await using folder = await temporaryFolder();
      await cp(join(CHAIN, api, "teahouse.yaml"), join(folder.path, "shotlist.yaml"));
      const first = startShotlist(["run", "shotlist.yaml", "--yes", "--no-check-urls", "--speed", "60"], {
        cwd: folder.path,
        env,
      });
      await first.until(/done {8}arrival/);
      first.child.kill("SIGKILL");
      await first.ended;
      const before = simulator.generations().length;
      expect(before).toBeLessThan(7);
      const ran = await run(folder.path);
      expect(ran, ran.stdout + ran.stderr).toMatchObject({ code: 0 });
      expect(simulator.generations()).toHaveLength(7);
      expect(ran.stdout).toContain("7 shots: 7 done");
    },
  );
});

function records(result: CommandResult, type: string): Record<string, unknown>[] {
  return result.stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((record) => record["type"] === type);
}

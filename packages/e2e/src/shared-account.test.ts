import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Simulator, startSimulator } from "@shotlist/simulator";
import { expect, test } from "vitest";
import { type RunningCommand, startShotlist, temporaryFolder } from "./command-line.ts";

const SPEED = 60;
const LIMITS = { concurrency: 4, createsPerMinute: 30 };

/** A run of its own folder, state and table, on the same account and machine as others. */
async function startRun(
  luma: Simulator,
  folder: string,
  name: string,
  shots: number,
): Promise<RunningCommand> {
  const rows = Array.from({ length: shots }, (_, shot) => `${name}-${shot},A mug of ${name} number ${shot}`);
  await writeFile(join(folder, `${name}.csv`), ["id,prompt", ...rows].join("\n"));
  const words = ["run", `${name}.csv`, "--yes", "--json", "--no-check-urls", "--no-adopt-matching"];
  const limits = ["--concurrency", "4", "--requests-per-minute", "30", "--speed", String(SPEED)];
  return startShotlist([...words, ...limits, "--out", name], {
    cwd: folder,
    env: { LUMA_API_KEY: "luma-e2e", LUMAAI_BASE_URL: luma.baseUrl, XDG_STATE_HOME: join(folder, "home") },
  });
}

function atWork(luma: Simulator, name: string): number {
  return luma
    .generations()
    .filter(({ state, request }) => state !== "completed" && String(request["prompt"]).includes(` ${name} `))
    .length;
}

test("two runs on one account stay within its slots and its rate together, and both finish", async () => {
  await using folder = await temporaryFolder();
  const luma = await startSimulator({ seed: 7, speed: SPEED, limits: LIMITS, clip: { variety: "shared" } });
  try {
    const runs = [await startRun(luma, folder.path, "one", 16), await startRun(luma, folder.path, "two", 16)];
    const ends = await Promise.all(runs.map(({ ended }) => ended));
    for (const end of ends) expect(end, end.stderr).toMatchObject({ code: 0 });
    const stats = luma.stats();
    expect(stats.limitViolations).toEqual({ rate: 0, concurrency: 0 });
    expect(stats.creates).toMatchObject({ received: 32, accepted: 32 });
    expect(stats.peakConcurrency).toBe(4);
  } finally {
    await luma.close();
  }
});

test("a run that is killed leaves its slots to the other one", async () => {
  await using folder = await temporaryFolder();
  const luma = await startSimulator({ seed: 8, speed: SPEED, limits: LIMITS, clip: { variety: "shared" } });
  try {
    const killed = await startRun(luma, folder.path, "one", 200);
    await killed.until('"to":"running"');
    const other = await startRun(luma, folder.path, "two", 12);
    await other.until('"to":"running"');
    expect(atWork(luma, "two")).toBeLessThan(4);
    killed.child.kill("SIGKILL");
    await killed.ended;
    let most = 0;
    const watching = { isOver: false };
    const watch = (async () => {
      for (; !watching.isOver; await sleep(10)) most = Math.max(most, atWork(luma, "two"));
    })();
    const end = await other.ended;
    watching.isOver = true;
    await watch;
    expect(end, end.stderr).toMatchObject({ code: 0 });
    expect(most).toBe(4);
  } finally {
    await luma.close();
  }
});

import { type ChildProcess, spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CLI } from "./child-process.ts";
import type { Bench, Figure } from "./figure.ts";
import { listOfShots, tableOfShots } from "./large-table.ts";
import { runMeasured } from "./measured-process.ts";
import { startWaitingServer, type WaitingServer } from "./waiting-server.ts";

/** Creates after which a run is killed: as many as there are slots, for none is ever free again. */
const CREATES = 10;

/** Running large manifests: from a kill to the first request, and what they hold. */
export const runScale: Bench = {
  name: "run-scale",
  title: "Running 100,000 shots",
  how: `\`shotlist run\` of the same CSV on a server that takes generations and ends none, killed with SIGKILL after ${CREATES} creates, then started again: the time until its first request, over a whole \`plan\` of the same state in the same round. Memory is the most that was resident up to then (Linux only). Beside it, a YAML manifest that lists 10,000 shots.`,
  async run({ rounds, folder }) {
    const table = join(folder, "shots.csv");
    await writeFile(table, tableOfShots());
    const list = join(folder, "shots.yaml");
    await writeFile(list, listOfShots(10_000));
    return [...(await resumed(rounds, table)), ...(await listed(rounds, list))];
  },
};

async function resumed(rounds: number, table: string): Promise<readonly Figure[]> {
  const server = await startWaitingServer();
  const figures = { ratios: [] as number[], first: [] as number[], again: [] as number[] };
  try {
    figures.first.push(await killedAfter(server, table, () => server.untilCreates(CREATES)));
    for (let round = 0; round < rounds; round += 1) {
      const plan = await runMeasured([CLI, "plan", table]);
      const startedMs = performance.now();
      let firstMs = Number.NaN;
      const peak = await killedAfter(server, table, async () => {
        firstMs = (await server.untilRequest()) - startedMs;
        return firstMs;
      });
      figures.ratios.push(firstMs / plan.wallMs);
      figures.again.push(peak);
    }
  } finally {
    await server.close();
  }
  return [
    { what: "resume after kill −9 until the first request / `plan`", values: figures.ratios, atMost: 1 },
    { what: "peak memory of a new `run`, while it submits", values: figures.first, atMost: 300, unit: "MB" },
    { what: "peak memory of a resumed `run`", values: figures.again, atMost: 300, unit: "MB" },
  ];
}

/** Runs a table until something has come, then kills the run. @returns the most memory that it held, in megabytes. */
async function killedAfter(
  server: WaitingServer,
  table: string,
  until: () => Promise<number>,
): Promise<number> {
  const coming = until();
  const child = spawn(
    process.execPath,
    [CLI, "run", table, "--yes", "--no-check-urls", "--no-adopt-matching"],
    {
      stdio: "ignore",
      env: { ...process.env, ...server.env },
    },
  );
  const ended = new Promise<never>((_, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`The run ended with ${code}.`)));
  });
  await Promise.race([coming, ended]);
  ended.catch(() => undefined);
  const peak = await peakMbOf(child);
  child.kill("SIGKILL");
  await ended.catch(() => undefined);
  return peak;
}

/** NaN where the system has no such file. */
async function peakMbOf({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmHWM:\s*(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1024;
}

async function listed(rounds: number, list: string): Promise<readonly Figure[]> {
  const times: number[] = [];
  const peaks: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { wallMs, peakMb } = await runMeasured([CLI, "plan", list]);
    times.push(wallMs);
    peaks.push(peakMb);
  }
  return [
    { what: "`plan` of 10,000 shots listed in YAML", values: times, atMost: 3_000, unit: "ms" },
    { what: "peak memory of it", values: peaks, atMost: 500, unit: "MB" },
  ];
}

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "..");

/** The built command line. */
export const CLI: string = join(root, "packages/cli/bin/shotlist.js");

/** The address of a module as a package of the workspace sees it, for scripts that are run bare. */
export function moduleOf(folder: string, name: string): string {
  return pathToFileURL(createRequire(join(root, "packages", folder, "package.json")).resolve(name)).href;
}

/** What one run of Node took. */
export interface Taken {
  readonly wallMs: number;
  readonly peakMb: number;
}

const REPORT_PEAK = `data:text/javascript,${encodeURIComponent(
  'import { writeSync } from "node:fs"; process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));',
)}`;

/** Runs this Node with some arguments and throws its output away. Fails when it does not end well. */
async function runNode(...args: readonly string[]): Promise<Taken> {
  const startedMs = performance.now();
  const { code } = await ended(args, false);
  const wallMs = performance.now() - startedMs;
  if (code !== 0) throw new Error(`node ${args.join(" ")} ended with ${code}.`);
  return { wallMs, peakMb: Number.NaN };
}

/** The same, and the most memory that it held at one time; the time is a little longer for that. */
export async function runNodeForPeak(...args: readonly string[]): Promise<Taken> {
  const startedMs = performance.now();
  const { code, report } = await ended([`--import=${REPORT_PEAK}`, ...args], true);
  if (code !== 0) throw new Error(`node ${args.join(" ")} ended with ${code}.`);
  return { wallMs: performance.now() - startedMs, peakMb: Number(report) / 1024 };
}

function ended(args: readonly string[], hears: boolean): Promise<{ code: number | null; report: string }> {
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "ignore", "ignore", hears ? "pipe" : "ignore"],
  });
  let report = "";
  child.stdio[3]?.on("data", (chunk: Buffer) => {
    report += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, report }));
  });
}

/**
 * Times several command lines in turn, round after round, so that whatever else the machine does meets them all.
 * One round before the first is not counted: it fills the disk's and the compiler's caches.
 *
 * @returns for each command line its wall times in milliseconds, one a round.
 */
export async function timesInTurn(
  rounds: number,
  commands: readonly (readonly string[])[],
): Promise<readonly (readonly number[])[]> {
  const times: number[][] = commands.map(() => []);
  for (let round = -1; round < rounds; round += 1) {
    for (const [index, command] of commands.entries()) {
      const { wallMs } = await runNode(...command);
      if (round >= 0) times[index]?.push(wallMs);
    }
  }
  return times;
}

/** Each value over the one of the same round. */
export function ratios(over: readonly number[], under: readonly number[]): number[] {
  return over.map((value, round) => value / (under[round] ?? Number.NaN));
}

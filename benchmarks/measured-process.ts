import { spawn } from "node:child_process";

/** What a program took and said. */
interface Measured {
  readonly wallMs: number;
  /** CPU time of the whole process with all its threads, in milliseconds. */
  readonly cpuMs: number;
  /** The most memory that it held at one time, in megabytes. */
  readonly peakMb: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

const REPORT_USAGE = `data:text/javascript,${encodeURIComponent(
  'import { writeSync } from "node:fs"; process.on("exit", () => writeSync(3, JSON.stringify(process.resourceUsage())));',
)}`;

/** Runs this Node with some arguments, and has it say at its end what it used. Keys of the surrounding environment are kept away. */
export async function runMeasured(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Measured> {
  const others = Object.entries(process.env).filter(([name]) => !/LUMA|CRAZYROUTER/.test(name));
  const startedMs = performance.now();
  const child = spawn(process.execPath, [`--import=${REPORT_USAGE}`, ...args], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    env: { ...Object.fromEntries(others), NO_COLOR: "1", ...env },
  });
  const said: string[] = ["", "", ""];
  for (const [place, stream] of [child.stdout, child.stderr, child.stdio[3]].entries()) {
    stream?.on("data", (chunk: Buffer) => {
      said[place] += chunk.toString();
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const [stdout = "", stderr = "", report = ""] = said;
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(report) as NodeJS.ResourceUsage;
  return {
    wallMs: performance.now() - startedMs,
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    peakMb: maxRSS / 1024,
    ...{ stdout, stderr, code },
  };
}

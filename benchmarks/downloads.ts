import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runShotlist } from "./clients.ts";
import type { Bench, BenchContext, Figure } from "./figure.ts";
import { localLuma } from "./local-luma.ts";

const CLIPS = 64;
const CLIP_BYTES = 20_000_000;
const AT_ONCE = 32;
const GIGABIT = 125_000_000;

/** So fast that every generation has ended before the first clips are there. */
const ACCOUNT = { slots: CLIPS, createsPerMinute: 100_000 };

/** Whether clips come as fast as the line and the disk allow. */
export const downloads: Bench = {
  name: "downloads",
  title: "Downloads",
  how: `${CLIPS} clips of ${CLIP_BYTES / 1e6} MB from a server on loopback, ${AT_ONCE} at once: shotlist, from the first generation that is seen to have ended until the last clip is checked, synced and has its name, over \`curl --parallel\` in the same round. Shaped, the server sends 1 Gbit/s in all.`,
  async run(context) {
    if (spawnSync("curl", ["--version"]).error !== undefined) {
      console.log("\nDownloads: skipped, there is no curl.");
      return [];
    }
    const shaped = await against(GIGABIT, context);
    const unshaped = await against(0, context);
    return [
      figure("shotlist / curl, 1 Gbit/s in all", shaped.ratios, 1.05),
      figure("shotlist / curl, unshaped", unshaped.ratios, 2),
      { ...figure("peak memory", [...shaped.peaksMb, ...unshaped.peaksMb], 200), unit: "MB" },
    ];
  },
};

const figure = (what: string, values: readonly number[], atMost: number): Figure => ({
  what,
  values,
  atMost,
});

async function against(
  bytesPerSecond: number,
  { rounds, folder }: BenchContext,
): Promise<{ readonly ratios: readonly number[]; readonly peaksMb: readonly number[] }> {
  const host = await startClipHost(bytesPerSecond);
  const ratios: number[] = [];
  const peaksMb: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const own = await withFolder(join(folder, "shotlist"), (at) => runOurs(host.url, at));
      const curlMs = await withFolder(join(folder, "curl"), (at) => runCurl(host.url, at));
      ratios.push(own.tookMs / curlMs);
      peaksMb.push(own.peakMb);
    }
  } finally {
    host.stop();
  }
  return { ratios, peaksMb };
}

async function runOurs(url: string, folder: string): Promise<{ tookMs: number; peakMb: number }> {
  const luma = await localLuma(ACCOUNT, {
    speed: 1_000,
    faults: { "odd-link": { probability: 1, value: `${url}/clip.mp4` } },
  });
  try {
    const order = { ...ACCOUNT, server: luma.baseUrl, key: "luma-bench", shots: CLIPS, speed: 1_000, folder };
    const { takes, peakMb } = await runShotlist({ ...order, options: ["--downloads", String(AT_ONCE)] });
    const timesOf = (state: string): number[] =>
      takes.filter(({ to }) => to === state).map(({ atMs }) => atMs);
    const done = timesOf("done");
    if (done.length !== CLIPS) throw new Error(`${done.length} of ${CLIPS} clips came.`);
    return { tookMs: Math.max(...done) - Math.min(...timesOf("completed")), peakMb };
  } finally {
    await luma.close();
  }
}

async function runCurl(url: string, folder: string): Promise<number> {
  const startedMs = performance.now();
  const child = spawn(
    "curl",
    [
      ...["--silent", "--fail", "--parallel", "--parallel-max", String(AT_ONCE), "--parallel-immediate"],
      ...["--output", join(folder, "#1.mp4"), `${url}/clip-[1-${CLIPS}].mp4`],
    ],
    { stdio: "ignore" },
  );
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`curl ended with ${code}.`);
  return performance.now() - startedMs;
}

async function withFolder<T>(folder: string, work: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(folder);
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function startClipHost(bytesPerSecond: number): Promise<{ url: string; stop(): void }> {
  const script = fileURLToPath(import.meta.resolve("./peers/clip-host.ts"));
  const words = [script, "--bytes", String(CLIP_BYTES), "--rate", String(bytesPerSecond)];
  const child = spawn(process.execPath, ["--conditions=@shotlist/source", ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [port] = (await once(child.stdout, "data")) as [Buffer];
  return { url: `http://127.0.0.1:${String(port).trim()}`, stop: () => void child.kill() };
}

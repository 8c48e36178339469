import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RunEvent } from "@shotlist/core";
import { CLI } from "./child-process.ts";
import { runMeasured } from "./measured-process.ts";
import { type PeerResult, promptOf } from "./peers/peer-order.ts";

/** A batch, and the account that it is made on. */
interface ClientOrder {
  /** Base of a Dream Machine API, and a key for it. */
  readonly server: string;
  readonly key: string;
  readonly shots: number;
  readonly slots: number;
  readonly createsPerMinute: number;
  /** How many times as fast as life the server is. */
  readonly speed: number;
  /** An empty folder of the client's own. */
  readonly folder: string;
  /** Further options for shotlist. */
  readonly options?: readonly string[];
}

/** How a batch went, with what the client's process used. */
interface ClientResult extends PeerResult {
  readonly cpuMs: number;
  readonly peakMb: number;
}

/** Runs a batch as a process of its own. */
export type Client = (order: ClientOrder) => Promise<ClientResult>;

/** A change of a take, as a run tells it. */
type TakeChange = Extract<RunEvent, { readonly type: "take" }>;

/** What a run of the built command line told, and what its process used. */
interface ShotlistRun {
  readonly takes: readonly TakeChange[];
  readonly requests: { readonly creates: number; readonly looks: number; readonly lists: number };
  readonly cpuMs: number;
  readonly peakMb: number;
}

/** Runs a table of shots with the built command line. */
export async function runShotlist(order: ClientOrder): Promise<ShotlistRun> {
  const table = await writeTable(order);
  const { stdout, stderr, cpuMs, peakMb, code } = await runMeasured(
    [CLI, "run", table, ...optionsOf(order)],
    {
      ...{ LUMAAI_BASE_URL: order.server, LUMA_API_KEY: order.key },
      XDG_STATE_HOME: order.folder,
    },
  );
  if (code !== 0 && code !== 3) throw new Error(`shotlist ended with ${code}: ${stderr}`);
  const events = stdout.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as RunEvent]));
  const ended = events.findLast((event) => event.type === "run-ended");
  return {
    takes: events.filter((event) => event.type === "take"),
    requests: ended?.summary.requests ?? { creates: 0, looks: 0, lists: 0 },
    ...{ cpuMs, peakMb },
  };
}

/** The built command line, with a table of shots. */
export const shotlist: Client = async (order) => {
  const { takes, requests, cpuMs, peakMb } = await runShotlist(order);
  const timesOf = (...states: readonly string[]): number[] =>
    takes.filter(({ to }) => states.includes(to)).map(({ atMs }) => atMs);
  const done = timesOf("done");
  return {
    ...{ cpuMs, peakMb },
    firstMs: Math.min(...timesOf("running")),
    lastMs: Math.max(...timesOf("completed", "failed")),
    lastClipMs: Math.max(...done),
    clips: done.length,
    requests: requests.creates + requests.looks + requests.lists,
  };
};

/** The same, called back on a free port when generations end. */
export const shotlistWithCallbacks: Client = async (order) => {
  const port = await freePort();
  const callbacks = ["--callback-url", `http://127.0.0.1:${port}`, "--callback-port", String(port)];
  return shotlist({ ...order, options: [...(order.options ?? []), ...callbacks] });
};

/** The loop of guides, which looks every 5 s. */
export const guideLoop: Client = peer(import.meta.resolve("./peers/guide-loop.ts"), 5_000);

/** The official SDK with `p-limit`, which looks every 3 s. */
export const sdkLoop: Client = peer(import.meta.resolve("./peers/sdk-loop.ts"), 3_000);

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

function optionsOf({ folder, slots, createsPerMinute, speed, options = [] }: ClientOrder): readonly string[] {
  return [
    ...["--yes", "--json", "--no-adopt-matching", "--no-check-urls", "--out", join(folder, "clips")],
    ...["--concurrency", String(slots), "--requests-per-minute", String(createsPerMinute)],
    ...["--speed", String(speed)],
    ...options,
  ];
}

async function writeTable({ folder, shots }: ClientOrder): Promise<string> {
  const table = join(folder, "shots.csv");
  const rows = Array.from({ length: shots }, (_, shot) => `shot-${shot},"${promptOf(shot)}"`);
  await writeFile(table, ["id,prompt", ...rows].join("\n"));
  return table;
}

function peer(script: string, pollMs: number): Client {
  return async ({ server, key, shots, slots, speed, folder }) => {
    const clips = join(folder, "clips");
    await mkdir(clips);
    const { stdout, cpuMs, peakMb } = await runMeasured([
      ...[fileURLToPath(script), "--server", server, "--key", key, "--folder", clips],
      ...["--shots", String(shots), "--slots", String(slots), "--poll", String(pollMs / speed)],
    ]);
    return { ...(JSON.parse(stdout) as PeerResult), cpuMs, peakMb };
  };
}

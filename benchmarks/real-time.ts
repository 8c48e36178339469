import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { FaultSpec } from "@shotlist/simulator";
import { type Client, guideLoop, sdkLoop, shotlist, shotlistWithCallbacks } from "./clients.ts";
import type { Bench, BenchContext, Figure } from "./figure.ts";
import { bookFacts, localLuma, SPEED } from "./local-luma.ts";
import { watchServer } from "./watch-server.ts";
import { zeroDelayMs } from "./zero-delay.ts";

/** One client on a server of its own. */
export interface Entrant {
  readonly name: string;
  readonly client: Client;
  readonly shots: number;
  readonly slots: number;
  readonly createsPerMinute: number;
  readonly faults?: FaultSpec;
  readonly options?: readonly string[];
}

/** How an entrant did in one round. */
export interface Outcome {
  /** Over the zero-delay schedule. */
  readonly makespan: number;
  /** For each shot. */
  readonly requests: number;
  readonly duplicates: number;
  /** Shots without a clip. */
  readonly lost: number;
  /** From the last state seen until the last clip was there, in milliseconds. */
  readonly clipLagMs: number;
  /** For each shot, in milliseconds. */
  readonly cpuMs: number;
}

const BUILD_TIER = { shots: 100, slots: 10, createsPerMinute: 20 };

/** Clients of one round begin so far apart, so that none meets the start of another. */
const APART_MS = 700;

/** Plays one batch on a fresh server. */
export async function play(entrant: Entrant, seed: number, folder: string): Promise<Outcome> {
  const { client, shots, faults = {}, options = [] } = entrant;
  const luma = await localLuma(entrant, { seed, faults });
  try {
    await mkdir(folder, { recursive: true });
    const server = { server: luma.baseUrl, key: "luma-bench", speed: SPEED };
    const result = await client({ ...entrant, ...server, folder, options });
    const { boundMs, firstMs, duplicates, requests } = bookFacts(luma, entrant);
    return {
      makespan: (result.lastMs - firstMs) / boundMs,
      requests: requests / shots,
      duplicates,
      lost: shots - result.clips,
      clipLagMs: result.lastClipMs - result.lastMs,
      cpuMs: result.cpuMs / shots,
    };
  } finally {
    await luma.close();
  }
}

/** Plays all of them at one time, round after round. */
export async function playInTurn(
  entrants: readonly Entrant[],
  { rounds, folder }: BenchContext,
): Promise<ReadonlyMap<string, readonly Outcome[]>> {
  const outcomes = new Map<string, Outcome[]>(entrants.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    await Promise.all(
      entrants.map(async (entrant, place) => {
        await sleep(place * APART_MS);
        const outcome = await play(entrant, round, join(folder, `${round}-${place}`));
        outcomes.get(entrant.name)?.push(outcome);
      }),
    );
  }
  return outcomes;
}

const LOST: FaultSpec = { "lost-after": 0.05 };

/** Whole batches against the clock, beside the loops that people write. */
export const realTime: Bench = {
  name: "real-time",
  title: "Batches in real time",
  how: `The built command line, the loop of guides (one for each slot, a look every 5 s) and the official \`lumaai\` SDK with \`p-limit\` (a look every 3 s), each as a process on a simulated Luma of its own on loopback, all of them in the same rounds. ${BUILD_TIER.shots} shots, ${BUILD_TIER.slots} slots, ${BUILD_TIER.createsPerMinute} creates a minute, 45 ± 10 s a generation, time ${SPEED} times as fast as life. The makespan is from the first accepted create to the last final state seen, over the schedule in which the same generations begin the instant that a slot and the rate allow it; requests are counted by the server. "Lost answers": of 5 % of the creates the answer does not come, though a generation is made.`,
  async run(context) {
    if (context.server !== undefined) return againstServer(context, context.server);
    const clients = [
      { name: "shotlist", client: shotlist },
      { name: "shotlist with callbacks", client: shotlistWithCallbacks },
      { name: "guide's loop", client: guideLoop },
      { name: "SDK", client: sdkLoop },
    ];
    const outcomes = await playInTurn(
      clients.flatMap((entrant) => [
        { ...BUILD_TIER, ...entrant },
        { ...BUILD_TIER, ...entrant, name: `${entrant.name}, lost answers`, faults: LOST },
      ]),
      context,
    );
    return [...outcomes].flatMap(([name, list]) => figuresOf(name, list));
  },
};

/** The same on a server that is not ours: one client after the other, because they share its account. */
async function againstServer(
  { rounds, folder }: BenchContext,
  server: NonNullable<BenchContext["server"]>,
): Promise<readonly Figure[]> {
  const clients = { shotlist, "guide's loop": guideLoop, SDK: sdkLoop };
  const outcomes = new Map<string, Outcome[]>();
  for (let round = 1; round <= rounds; round += 1) {
    for (const [name, client] of Object.entries(clients)) {
      const at = join(folder, `${name}-${round}`);
      await mkdir(at);
      const list = outcomes.get(name) ?? [];
      outcomes.set(name, list);
      list.push(await playOnServer({ ...BUILD_TIER, name, client }, server, at));
    }
  }
  return [...outcomes].flatMap(([name, list]) => figuresOf(name, list));
}

async function playOnServer(
  entrant: Entrant,
  { url, key, speed }: NonNullable<BenchContext["server"]>,
  folder: string,
): Promise<Outcome> {
  const watcher = watchServer({ url, key, everyMs: 500 / speed });
  const result = await entrant.client({ ...entrant, server: url, key, speed, folder, options: [] });
  const servicesMs = await watcher.stop();
  const boundMs = zeroDelayMs(servicesMs, { ...entrant, minuteMs: 60_000 / speed });
  return {
    makespan: (result.lastMs - result.firstMs) / boundMs,
    requests: result.requests / entrant.shots,
    duplicates: Math.max(0, servicesMs.length - entrant.shots),
    lost: entrant.shots - result.clips,
    clipLagMs: result.lastClipMs - result.lastMs,
    cpuMs: result.cpuMs / entrant.shots,
  };
}

function figuresOf(name: string, outcomes: readonly Outcome[]): readonly Figure[] {
  const isOurs = name.startsWith("shotlist");
  const isFaulty = name.endsWith("lost answers");
  const figure = (what: string, values: number[], atMost: number, unit: Figure["unit"] = "×"): Figure => ({
    ...{ what: `${name}: ${what}`, values, unit },
    ...(isOurs && Number.isFinite(atMost) ? { atMost } : {}),
  });
  const times = [
    figure(
      "makespan",
      outcomes.map(({ makespan }) => makespan),
      isFaulty ? Number.NaN : 1.02,
    ),
    figure(
      "requests a shot",
      outcomes.map(({ requests }) => requests),
      isFaulty ? Number.NaN : name.endsWith("callbacks") ? 2.2 : 3.6,
      "requests",
    ),
  ];
  if (!isFaulty) return times;
  return [
    ...times,
    figure(
      "paid twice",
      outcomes.map(({ duplicates }) => duplicates),
      0,
      "clips",
    ),
    figure(
      "lost",
      outcomes.map(({ lost }) => lost),
      0,
      "clips",
    ),
  ];
}

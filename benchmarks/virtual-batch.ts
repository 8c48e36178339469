import { runEngine } from "@shotlist/core";
import {
  benchOptions,
  FakeGenerationApi,
  MemoryClipStore,
  MemoryStateStore,
  seededRandom,
  testShot,
  VirtualClock,
} from "@shotlist/core/testing";

const MEAN_MS = 45_000;
const MINUTE_MS = 60_000;

/** An account and a batch in virtual time. */
export interface VirtualBatch {
  readonly shots: number;
  readonly slots: number;
  readonly createsPerMinute: number;
  /** Standard deviation over the mean of what a generation takes. */
  readonly spread: number;
  readonly roundTripMs: number;
  readonly list: boolean;
  /** So many shots each begin where the one before them ended. */
  readonly chain: number;
  /** From the middle of the batch on generations take so many times as long. */
  readonly slower: number;
  /** Whether the number of slots has to be found out. */
  readonly auto: boolean;
  /** Looks at each generation by itself in this fixed interval, as a simple script does. */
  readonly intervalMs?: number;
  /** How many of its callbacks are lost, 0 to 1; without it there are none. */
  readonly callbacksLost?: number;
}

/** The Build tier, a hundred shots. */
export const BUILD_TIER_BATCH: VirtualBatch = {
  ...{ shots: 100, slots: 10, createsPerMinute: 20, spread: 0.22, roundTripMs: 0, list: true },
  ...{ chain: 1, slower: 1, auto: false },
};

/** How a batch went: its makespan over the zero-delay schedule, requests for each shot, and refusals in all. */
export interface BatchOutcome {
  readonly makespan: number;
  readonly requests: number;
  readonly refusals: number;
}

/** Plays a batch through, the same way for the same seed. */
export async function playBatch(batch: VirtualBatch, seed: number): Promise<BatchOutcome> {
  const clock = new VirtualClock();
  const api = fakeApi(batch, clock, seed);
  const store = new MemoryStateStore();
  const clips = new MemoryClipStore({ clock, random: seededRandom(seed + 1_000) });
  const { intervalMs } = batch;
  const limits = {
    concurrency: batch.auto ? ("auto" as const) : batch.slots,
    createsPerMinute: batch.createsPerMinute,
    ...(intervalMs === undefined ? {} : { pollMinMs: intervalMs, pollMaxMs: intervalMs }),
  };
  const options = batch.callbacksLost === undefined ? {} : { hints: api.hints };
  const shots = shotsOf(batch);
  await clock.run(
    benchOptions({ ...{ shots, store, api, clips, clock, limits, seed, options } }).then(runEngine),
  );
  const { takes } = await store.read();
  const lastSeenMs = Math.max(...takes.map(({ endedAtMs }) => endedAtMs ?? 0));
  const firstMs = Math.min(...api.book.map(({ createdAtMs }) => createdAtMs));
  const { creates, looks, lists, rateThrottles, concurrencyThrottles } = api.counts;
  return {
    makespan: (lastSeenMs - firstMs) / zeroDelayOf(api.book, batch),
    requests: (creates + looks + lists) / batch.shots,
    refusals: rateThrottles + concurrencyThrottles,
  };
}

function fakeApi(batch: VirtualBatch, clock: VirtualClock, seed: number): FakeGenerationApi {
  const { slots, createsPerMinute, list, roundTripMs, callbacksLost } = batch;
  // Of an even distribution the edges are so many standard deviations away.
  const reach = Math.sqrt(3) * batch.spread;
  return new FakeGenerationApi({
    ...{ clock, random: seededRandom(seed), slots, createsPerMinute, list },
    drawServiceMs: (random, made) => {
      const usualMs = MEAN_MS * (made >= batch.shots / 2 ? batch.slower : 1);
      return usualMs * (1 + reach * (2 * random() - 1));
    },
    latencyMs: [roundTripMs / 2, roundTripMs / 2],
    ...(callbacksLost === undefined ? {} : { callbacks: { lost: callbacksLost } }),
  });
}

function shotsOf({ shots, chain }: VirtualBatch): ReturnType<typeof testShot>[] {
  return Array.from({ length: shots }, (_, index) => {
    const id = `shot-${index + 1}`;
    if (index % chain === 0) return testShot(id);
    const upstream = `shot-${index}`;
    return testShot(id, { needs: [upstream], keyframes: { frame0: { type: "shot", shot: upstream } } });
  });
}

/**
 * How long the zero-delay schedule takes: the same generations in the same order, each begun the instant that a
 * slot, the rate and the generation that it continues allow.
 */
function zeroDelayOf(book: FakeGenerationApi["book"], { slots, createsPerMinute }: VirtualBatch): number {
  const freeAtMs = new Float64Array(slots);
  const begins: number[] = [];
  const endsAtMs = new Map<string, number>();
  for (const generation of book) {
    const slot = freeAtMs.indexOf(Math.min(...freeAtMs));
    const rateMs = (begins.at(-createsPerMinute) ?? Number.NEGATIVE_INFINITY) + MINUTE_MS;
    const upstreamMs = endsAtMs.get(upstreamOf(generation) ?? "") ?? 0;
    const beginMs = Math.max(freeAtMs[slot] ?? 0, rateMs, begins.at(-1) ?? 0, upstreamMs);
    begins.push(beginMs);
    freeAtMs[slot] = beginMs + generation.endsAtMs - generation.createdAtMs;
    endsAtMs.set(generation.id, freeAtMs[slot]);
  }
  return Math.max(...freeAtMs);
}

function upstreamOf({ request }: FakeGenerationApi["book"][number]): string | undefined {
  const { keyframes } = request.body as {
    readonly keyframes?: { readonly frame0?: { readonly id?: string } };
  };
  return keyframes?.frame0?.id;
}

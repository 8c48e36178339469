import { runEngine } from "@shotlist/core";
import {
  benchOptions,
  FakeGenerationApi,
  MemoryClipStore,
  MemoryStateStore,
  seededRandom,
  testShots,
  VirtualClock,
} from "@shotlist/core/testing";
import type { Bench, Figure } from "./figure.ts";

const SEEDS = 20;
const MEAN_MS = 45_000;

/** An account and a batch in virtual time. */
interface Case {
  readonly shots: number;
  readonly slots: number;
  readonly createsPerMinute: number;
  /** Standard deviation over the mean of what a generation takes. */
  readonly spread: number;
  readonly roundTripMs: number;
  readonly list: boolean;
  /** How many of its callbacks are lost, 0 to 1; without it there are none. */
  readonly callbacksLost?: number;
}

/** Makespan over the zero-delay schedule, and requests for each shot. */
interface Outcome {
  readonly makespan: number;
  readonly requests: number;
}

const BASE: Case = { shots: 100, slots: 10, createsPerMinute: 20, spread: 0.22, roundTripMs: 0, list: true };

/** How well slots are kept busy, and how many requests that takes: the policy alone, in virtual time. */
export const policy: Bench = {
  name: "policy",
  title: "Scheduling, in virtual time",
  how: `The engine on a made-up API and a clock that is never waited for, ${SEEDS} seeds each; generations take 45 s on average. Makespan is from the first create to the last final state seen, over the schedule in which the same generations begin the instant that a slot and the rate allow it.`,
  async run() {
    return [
      ...(await both("10 slots, spread 10 %", { spread: 0.1 }, 3.6)),
      ...(await both("10 slots, spread 22 %", {}, 3.6)),
      ...(await both("10 slots, spread 50 %", { spread: 0.5 }, 3.6)),
      ...(await both("10 slots, round trip 0.2 s", { roundTripMs: 200 }, 4.4)),
      ...(await both("10 slots, 1,000 shots", { shots: 1_000 }, 3.6)),
      ...(await both(
        "40 slots, 160 creates a minute, 400 shots",
        { slots: 40, createsPerMinute: 160, shots: 400 },
        1.8,
      )),
      ...(await makespanOnly("40 slots, bound by 20 creates a minute", { slots: 40 })),
      ...(await makespanOnly("10 slots, without a list", { list: false })),
      ...(await both("10 slots, callbacks", { callbacksLost: 0 }, 2.2, 1.002)),
      ...(await both("10 slots, 5 % of callbacks lost", { callbacksLost: 0.05 }, 2.2, 1.01)),
    ];
  },
};

async function both(
  name: string,
  parts: Partial<Case>,
  requestsAtMost: number,
  makespanAtMost = 1.02,
): Promise<Figure[]> {
  const outcomes = await outcomesOf(parts);
  return [
    { what: `makespan: ${name}`, values: outcomes.map(({ makespan }) => makespan), atMost: makespanAtMost },
    {
      what: `requests a shot: ${name}`,
      values: outcomes.map(({ requests }) => requests),
      atMost: requestsAtMost,
      unit: "requests",
    },
  ];
}

async function makespanOnly(name: string, parts: Partial<Case>): Promise<Figure[]> {
  const outcomes = await outcomesOf(parts);
  return [{ what: `makespan: ${name}`, values: outcomes.map(({ makespan }) => makespan), atMost: 1.02 }];
}

async function outcomesOf(parts: Partial<Case>): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let seed = 1; seed <= SEEDS; seed += 1) outcomes.push(await play({ ...BASE, ...parts }, seed));
  return outcomes;
}

async function play(batch: Case, seed: number): Promise<Outcome> {
  const { shots, slots, createsPerMinute, list, roundTripMs, callbacksLost } = batch;
  const clock = new VirtualClock();
  // Of an even distribution the edges are so many standard deviations away.
  const reachMs = Math.sqrt(3) * batch.spread * MEAN_MS;
  const api = new FakeGenerationApi({
    ...{ clock, random: seededRandom(seed), slots, createsPerMinute, list },
    serviceMs: [MEAN_MS - reachMs, MEAN_MS + reachMs],
    latencyMs: [roundTripMs / 2, roundTripMs / 2],
    ...(callbacksLost === undefined ? {} : { callbacks: { lost: callbacksLost } }),
  });
  const store = new MemoryStateStore();
  const clips = new MemoryClipStore({ clock, random: seededRandom(seed + 1_000) });
  const limits = { concurrency: slots, createsPerMinute };
  const options = callbacksLost === undefined ? {} : { hints: api.hints };
  await clock.run(
    benchOptions({ shots: testShots(shots), store, api, clips, clock, limits, seed, options }).then(
      runEngine,
    ),
  );
  const { takes } = await store.read();
  const lastSeenMs = Math.max(...takes.map(({ endedAtMs = Number.NaN }) => endedAtMs));
  const firstMs = Math.min(...api.book.map(({ createdAtMs }) => createdAtMs));
  const { creates, looks, lists } = api.counts;
  return {
    makespan: (lastSeenMs - firstMs) / zeroDelayMs(api.book, slots, createsPerMinute),
    requests: (creates + looks + lists) / shots,
  };
}

/** When the last generation of the zero-delay schedule ends. */
function zeroDelayMs(book: FakeGenerationApi["book"], slots: number, createsPerMinute: number): number {
  const free = new Float64Array(slots);
  const begins: number[] = [];
  for (const { createdAtMs, endsAtMs } of book) {
    const slot = free.indexOf(Math.min(...free));
    const rateMs = (begins.at(-createsPerMinute) ?? Number.NEGATIVE_INFINITY) + 60_000;
    const beginMs = Math.max(free[slot] ?? 0, rateMs, begins.at(-1) ?? 0);
    begins.push(beginMs);
    free[slot] = beginMs + endsAtMs - createdAtMs;
  }
  return Math.max(...free);
}

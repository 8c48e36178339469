import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { benchOptions, testShots } from "../testing/engine-bench.ts";
import type { FakeApiOptions } from "../testing/fake-api-options.ts";
import { FakeGenerationApi } from "../testing/fake-generation-api.ts";
import { MemoryClipStore } from "../testing/memory-clip-store.ts";
import { MemoryStateStore } from "../testing/memory-state-store.ts";
import { seededRandom } from "../testing/seeded-random.ts";
import { TestWorld } from "../testing/test-world.ts";
import { VirtualClock } from "../testing/virtual-clock.ts";
import type { EngineOptions } from "./engine-options.ts";
import { runEngine } from "./run-engine.ts";

interface Measured {
  readonly makespan: number;
  readonly requests: number;
}

const SHOTS = 100;
const SLOTS = 10;

async function measure(seed: number, apiOptions: Partial<FakeApiOptions>): Promise<Measured> {
  const clock = new VirtualClock();
  const api = new FakeGenerationApi({
    ...{ clock, random: seededRandom(seed), serviceMs: [27_000, 63_000], latencyMs: [0, 0] },
    callbacks: {},
    ...apiOptions,
  });
  const store = new MemoryStateStore();
  const clips = new MemoryClipStore({ clock, random: seededRandom(8) });
  const options: Partial<EngineOptions> = { hints: api.hints };
  const parts = { shots: testShots(SHOTS), store, api, clips, clock, seed, options };
  await clock.run(benchOptions(parts).then(runEngine));
  const ends = (await store.read()).takes.map(({ endedAtMs = Number.NaN }) => endedAtMs);
  const begins = api.book.map(({ createdAtMs }) => createdAtMs);
  const { creates, looks, lists } = api.counts;
  return {
    makespan: (Math.max(...ends) - Math.min(...begins)) / zeroDelayMs(api),
    requests: (creates + looks + lists) / SHOTS,
  };
}

/** The same generations in the same order, each begun the instant that a slot is free; the rate is no bound here. */
function zeroDelayMs(api: FakeGenerationApi): number {
  const freeAtMs = new Array<number>(SLOTS).fill(0);
  for (const { createdAtMs, endsAtMs } of api.book) {
    const slot = freeAtMs.indexOf(Math.min(...freeAtMs));
    freeAtMs[slot] = (freeAtMs[slot] ?? 0) + endsAtMs - createdAtMs;
  }
  return Math.max(...freeAtMs);
}

async function medians(apiOptions: Partial<FakeApiOptions>): Promise<Measured> {
  const runs: Measured[] = [];
  for (let seed = 1; seed <= 5; seed++) runs.push(await measure(seed, apiOptions));
  const median = (of: (run: Measured) => number): number => runs.map(of).sort((a, b) => a - b)[2] as number;
  return { makespan: median(({ makespan }) => makespan), requests: median(({ requests }) => requests) };
}

describe("callbacks", () => {
  it("keep slots busy as if there were no delay, with hardly more than a create and a look a shot", async () => {
    const { makespan, requests } = await medians({});
    expect(makespan).toBeLessThanOrEqual(1.002);
    expect(requests).toBeLessThanOrEqual(2.2);
  });

  it("are missed little when some are lost", async () => {
    const { makespan, requests } = await medians({ callbacks: { lost: 0.05 } });
    expect(makespan).toBeLessThanOrEqual(1.01);
    expect(requests).toBeLessThanOrEqual(2.2);
  });

  it("may all be lost: every clip comes all the same", async () => {
    const world = new TestWorld({ api: { callbacks: { lost: 1 } } });
    const summary = await world.run(testShots(30), { options: { hints: world.api.hints } });
    expect(summary.progress.done).toBe(30);
  });

  it("are hints only: whatever is said, nothing is bought twice and every clip comes", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000), fc.array(fc.nat(200_000), { maxLength: 30 }), async (seed, moments) => {
        const world = new TestWorld({ seed, api: { callbacks: { lost: 0.2 }, faults: { lostAfter: 0.1 } } });
        const heard = new Set<(requestId: string) => void>();
        const inner = world.api.hints;
        const options: Partial<EngineOptions> = {
          hints: {
            callbackUrl: (requestId) => inner.callbackUrl(requestId),
            onHint: (listener) => {
              heard.add(listener);
              return inner.onHint(listener);
            },
          },
        };
        for (const atMs of moments) {
          void world.clock.sleep(atMs).then(async () => {
            const ids = (await world.store.read()).takes.map(({ requestId }) => requestId);
            for (const listener of heard) for (const id of [...ids, ...ids, "foreign"]) listener(id);
          });
        }
        const summary = await world.run(testShots(12), { options });
        expect(summary.progress.done).toBe(12);
        expect([...world.api.paidByRequest().values()].every((count) => count === 1)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it("give each create an address of its own, and leave its request hash alone", async () => {
    const plain = new TestWorld({ seed: 4 });
    const called = new TestWorld({ seed: 4, api: { callbacks: {} } });
    await plain.run(testShots(3));
    await called.run(testShots(3), { options: { hints: called.api.hints } });
    const takes = (await called.store.read()).takes;
    expect(new Set(takes.map(({ request }) => request.body["callback_url"])).size).toBe(3);
    for (const { request, requestId } of takes) {
      expect(request.body["callback_url"]).toBe(`https://us.test/${requestId}`);
    }
    const hashes = (await plain.store.read()).takes.map(({ requestHash }) => requestHash);
    expect(takes.map(({ requestHash }) => requestHash)).toEqual(hashes);
  });
});

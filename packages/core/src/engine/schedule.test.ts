import { describe, expect, it } from "vitest";
import { benchOptions, testShots } from "../testing/engine-bench.ts";
import type { FakeApiOptions } from "../testing/fake-api-options.ts";
import { FakeGenerationApi } from "../testing/fake-generation-api.ts";
import { MemoryClipStore } from "../testing/memory-clip-store.ts";
import { MemoryStateStore } from "../testing/memory-state-store.ts";
import { seededRandom } from "../testing/seeded-random.ts";
import { VirtualClock } from "../testing/virtual-clock.ts";
import type { EngineLimits } from "./engine-options.ts";
import { MinHeap } from "./min-heap.ts";
import { runEngine } from "./run-engine.ts";

interface Measured {
  readonly api: FakeGenerationApi;
  readonly tookMs: number;
  readonly done: number;
  readonly lists: number;
  readonly looks: number;
}

async function measure(
  count: number,
  apiOptions: Partial<FakeApiOptions>,
  limits: Partial<EngineLimits>,
): Promise<Measured> {
  const clock = new VirtualClock();
  const api = new FakeGenerationApi({ clock, random: seededRandom(7), ...apiOptions });
  const clips = new MemoryClipStore({ clock, random: seededRandom(8) });
  const parts = { shots: testShots(count), store: new MemoryStateStore(), api, clips, clock, limits };
  const summary = await clock.run(benchOptions(parts).then(runEngine));
  const { startedAtMs, nowMs, done } = summary.progress;
  const { lists, looks } = summary.requests;
  return { api, tookMs: nowMs - startedAtMs, done, lists, looks };
}

/** The same generations in the same order, each begun the instant that a slot and the rate allow it. */
function zeroDelayMs(api: FakeGenerationApi, slots: number, createsPerMinute: number): number {
  const free = new MinHeap<number>((a, b) => a - b);
  for (let slot = 0; slot < slots; slot++) free.push(0);
  const begins: number[] = [];
  let endMs = 0;
  for (const { createdAtMs, endsAtMs } of api.book) {
    const rateMs = (begins.at(-createsPerMinute) ?? Number.NEGATIVE_INFINITY) + 60_000;
    const beginMs = Math.max(free.pop() ?? 0, rateMs, begins.at(-1) ?? 0);
    begins.push(beginMs);
    const doneMs = beginMs + endsAtMs - createdAtMs;
    free.push(doneMs);
    endMs = Math.max(endMs, doneMs);
  }
  return endMs;
}

describe("the schedule", () => {
  it.each([
    ["by listing", true, 10, 20],
    ["by looking", false, 10, 20],
    ["by listing, bound by the rate", true, 40, 20],
    ["by looking, bound by the rate", false, 40, 20],
    ["by listing, with many slots", true, 100, 200],
  ])(
    "comes within a twentieth of the one without delays: %s",
    async (_name, list, slots, createsPerMinute) => {
      const limits = { concurrency: slots, createsPerMinute };
      const run = await measure(300, { list, slots, createsPerMinute }, limits);
      const bestMs = zeroDelayMs(run.api, slots, createsPerMinute);
      expect(run.done).toBe(300);
      expect(run.tookMs / bestMs).toBeLessThanOrEqual(1.05);
      expect(run.api.counts).toMatchObject({ rateThrottles: 0, concurrencyThrottles: 0 });
      expect(run.api.counts.mostInFlight).toBeLessThanOrEqual(slots);
    },
  );

  it("takes ten thousand shots in its stride", async () => {
    const limits = { slots: 500, createsPerMinute: 1000 };
    const run = await measure(10_000, limits, { concurrency: 500, createsPerMinute: 1000, downloads: 32 });
    expect(run.done).toBe(10_000);
    expect(run.api.counts).toMatchObject({ accepted: 10_000, rateThrottles: 0, concurrencyThrottles: 0 });
    expect(run.tookMs / zeroDelayMs(run.api, 500, 1000)).toBeLessThanOrEqual(1.05);
  }, 30_000);
});

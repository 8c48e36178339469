import { describe, expect, it } from "vitest";
import { benchOptions, testShots } from "../testing/engine-bench.ts";
import type { FakeApiOptions } from "../testing/fake-api-options.ts";
import { FakeGenerationApi } from "../testing/fake-generation-api.ts";
import { MemoryAccountLedger } from "../testing/memory-account-share.ts";
import { MemoryClipStore } from "../testing/memory-clip-store.ts";
import { MemoryStateStore } from "../testing/memory-state-store.ts";
import { seededRandom } from "../testing/seeded-random.ts";
import { VirtualClock } from "../testing/virtual-clock.ts";
import type { EngineLimits } from "./engine-options.ts";
import { runEngine } from "./run-engine.ts";
import type { RunSummary } from "./run-event.ts";

/** Runs that begin one after the other on one account, each with a state of its own. */
async function runTogether(
  runs: readonly { readonly shots: number; readonly beginsAtMs: number }[],
  apiOptions: Partial<FakeApiOptions>,
  limits: Partial<EngineLimits>,
): Promise<{ readonly api: FakeGenerationApi; readonly summaries: readonly RunSummary[] }> {
  const clock = new VirtualClock();
  const api = new FakeGenerationApi({ clock, random: seededRandom(3), ...apiOptions });
  const ledger = new MemoryAccountLedger();
  const one = async (index: number): Promise<RunSummary> => {
    const { shots = 0, beginsAtMs = 0 } = runs[index] ?? {};
    await clock.sleep(beginsAtMs);
    const share = ledger.join();
    const summary = await runEngine(
      await benchOptions({
        shots: testShots(shots).map((shot) => ({ ...shot, prompt: `${shot.prompt} of run ${index}` })),
        store: new MemoryStateStore(),
        api,
        clips: new MemoryClipStore({ clock, random: seededRandom(index) }),
        clock,
        limits,
        seed: index + 1,
        options: { shareOf: () => share },
      }),
    );
    share.leave();
    return summary;
  };
  const summaries = await clock.run(Promise.all(runs.map((_, index) => one(index))));
  return { api, summaries };
}

describe("runs that share an account", () => {
  it("stay within its slots and its rate together", async () => {
    const limits = { slots: 4, createsPerMinute: 8 };
    const { api, summaries } = await runTogether(
      [
        { shots: 30, beginsAtMs: 0 },
        { shots: 30, beginsAtMs: 20_000 },
        { shots: 10, beginsAtMs: 25_000 },
      ],
      limits,
      { concurrency: 4, createsPerMinute: 8 },
    );
    expect(summaries.map(({ progress }) => progress.done)).toEqual([30, 30, 10]);
    expect(api.counts).toMatchObject({ rateThrottles: 0, concurrencyThrottles: 0, accepted: 70 });
    expect(api.counts.mostInFlight).toBe(4);
  });

  it("give a run that comes later its part soon", async () => {
    const { summaries } = await runTogether(
      [
        { shots: 200, beginsAtMs: 0 },
        { shots: 10, beginsAtMs: 60_000 },
      ],
      { slots: 4, createsPerMinute: 100, serviceMs: [40_000, 50_000] },
      { concurrency: 4, createsPerMinute: 100 },
    );
    const [long, short] = summaries.map(({ progress }) => progress.nowMs - progress.startedAtMs);
    // Ten shots in two of the four slots, after a first wait for one of them.
    expect(short).toBeLessThan(6.5 * 50_000);
    expect(long).toBeGreaterThan(200 * 10_000);
  });

  it("find the limit of an account together when nobody names it", async () => {
    const { api, summaries } = await runTogether(
      [
        { shots: 40, beginsAtMs: 0 },
        { shots: 40, beginsAtMs: 5_000 },
      ],
      { slots: 6, createsPerMinute: 1_000 },
      { concurrency: "auto", createsPerMinute: 1_000 },
    );
    expect(summaries.map(({ progress }) => progress.done)).toEqual([40, 40]);
    expect(api.counts.concurrencyThrottles).toBeLessThan(40);
    expect(api.counts.mostInFlight).toBe(6);
  });
});

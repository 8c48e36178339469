import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { benchOptions, testShots } from "../testing/engine-bench.ts";
import { type FakeApiOptions, FakeGenerationApi } from "../testing/fake-generation-api.ts";
import { MemoryClipStore } from "../testing/memory-clip-store.ts";
import { MemoryStateStore } from "../testing/memory-state-store.ts";
import { mortalPorts } from "../testing/mortal-ports.ts";
import { seededRandom } from "../testing/seeded-random.ts";
import { VirtualClock } from "../testing/virtual-clock.ts";
import { runEngine } from "./run-engine.ts";
import type { RunSummary } from "./run-event.ts";

interface World {
  readonly clock: VirtualClock;
  readonly api: FakeGenerationApi;
  readonly store: MemoryStateStore;
  readonly clips: MemoryClipStore;
}

function makeWorld(seed: number, api: Partial<FakeApiOptions>): World {
  const clock = new VirtualClock();
  const fake = new FakeGenerationApi({ clock, random: seededRandom(seed), ...api });
  const clips = new MemoryClipStore({
    clock,
    random: seededRandom(seed + 1),
    serve: (url) => fake.serve(url),
    corrupt: 0.05,
    unreachable: 0.05,
  });
  return { clock, api: fake, store: new MemoryStateStore(), clips };
}

/** Kills so many processes in a row at random moments, then lets one run to its end. */
async function liveAndDie(
  world: World,
  seed: number,
  lives: number,
  shots = testShots(24),
): Promise<RunSummary> {
  const { clock } = world;
  const random = seededRandom(seed + 2);
  for (let life = 0; life < lives; life++) {
    const { died, ...ports } = mortalPorts(world, { calls: 1 + Math.floor(random() * 150), random });
    const lived = benchOptions({ shots, ...ports, seed: seed + life }).then(runEngine);
    await clock.run(Promise.race([lived, died]));
    await clock.advance(Math.floor(random() ** 3 * 600_000));
  }
  return clock.run(benchOptions({ shots, ...world, seed: seed + lives }).then(runEngine));
}

const FAULTS = {
  unreachable: 0.03,
  unsent: 0.03,
  lostBefore: 0.04,
  lostAfter: 0.06,
  late: 0.03,
  refusedTransient: 0.02,
  failsTransient: 0.03,
} as const;

describe("whatever happens to the process and on the wire", () => {
  it("makes each shot exactly once where the API can list", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000), fc.integer({ min: 0, max: 5 }), async (seed, lives) => {
        const world = makeWorld(seed, { faults: FAULTS, unreachableReads: 0.03, listLagMs: 3000 });
        let summary = await liveAndDie(world, seed, lives);
        // A shot whose retries are used up is made by the next run.
        for (let more = 0; more < 5 && summary.progress.done < 24; more++) {
          summary = await liveAndDie(world, seed + 100 + more, 0);
        }
        expect(summary.progress).toMatchObject({ done: 24, waiting: 0, running: 0, unconfirmed: 0 });
        expect(summary.paidTwice).toEqual([]);
        expect([...world.api.paidByRequest().values()]).toEqual(Array(24).fill(1));
        expect(world.clips.placed.size).toBe(24);
        expect(world.api.counts.mostInFlight).toBeLessThanOrEqual(10);
        expect(world.api.counts.rateThrottles).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TakeEvent } from "../take/take-event.ts";
import { nextTake } from "../take/take-machine.ts";
import { benchOptions, testShots } from "../testing/engine-bench.ts";
import type { FakeApiOptions } from "../testing/fake-api-options.ts";
import { mortalPorts } from "../testing/mortal-ports.ts";
import { seededRandom } from "../testing/seeded-random.ts";
import { TestWorld } from "../testing/test-world.ts";
import { runEngine } from "./run-engine.ts";
import type { RunSummary } from "./run-event.ts";

function makeWorld(seed: number, api: Partial<FakeApiOptions>): TestWorld {
  return new TestWorld({ seed, api, clips: { corrupt: 0.05, unreachable: 0.05 } });
}

/** Kills so many processes in a row at random moments, then lets one run to its end. */
async function liveAndDie(
  world: TestWorld,
  seed: number,
  lives: number,
  shots = testShots(24),
): Promise<RunSummary> {
  const { clock } = world;
  const random = seededRandom(seed + 2);
  for (let life = 0; life < lives; life++) {
    const { died, ...ports } = mortalPorts(
      { clock, store: world.store, api: world.api, clips: world.clips },
      { calls: 1 + Math.floor(random() * 150), random },
    );
    const limits = { createsPerMinute: world.api.createsPerMinute };
    const lived = benchOptions({ shots, ...ports, seed: seed + life, limits }).then(runEngine);
    await clock.run(Promise.race([lived, died]));
    await clock.advance(Math.floor(random() ** 3 * 600_000));
  }
  const limits = { createsPerMinute: world.api.createsPerMinute };
  const { store, api, clips } = world;
  return clock.run(
    benchOptions({ shots, clock, store, api, clips, seed: seed + lives, limits }).then(runEngine),
  );
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
      { numRuns: 40 },
    );
  }, 30_000);

  it("makes each shot exactly once where it cannot, with a person's word for what nobody can know", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000), fc.integer({ min: 0, max: 4 }), async (seed, lives) => {
        const world = makeWorld(seed, { list: false, faults: FAULTS, unreachableReads: 0.03 });
        let summary = await liveAndDie(world, seed, lives);
        for (let more = 0; more < 8 && summary.progress.done < 24; more++) {
          // Nothing is sent twice before somebody has said what became of the first.
          for (const paid of world.api.paidByRequest().values()) expect(paid).toBe(1);
          await resolveByHand(world);
          summary = await liveAndDie(world, seed + 100 + more, 0);
        }
        expect(summary.progress).toMatchObject({ done: 24, waiting: 0, running: 0, unconfirmed: 0 });
        expect([...world.api.paidByRequest().values()]).toEqual(Array(24).fill(1));
        expect(world.clips.placed.size).toBe(24);
        expect(world.api.counts.mostInFlight).toBeLessThanOrEqual(10);
      }),
      { numRuns: 15 },
    );
  });

  it("never sends more than the limits allow, whenever it is killed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000_000), async (seed) => {
        const world = makeWorld(seed, { slots: 30, createsPerMinute: 10, serviceMs: [5000, 300_000] });
        await liveAndDie(world, seed, 6);
        expect(world.api.counts).toMatchObject({ rateThrottles: 0 });
        expect(world.api.counts.mostCreatesInMinute).toBeLessThanOrEqual(10);
        expect(world.api.counts.mostInFlight).toBeLessThanOrEqual(10);
      }),
      { numRuns: 15 },
    );
  });
});

/** What a person does after looking at the API's dashboard, late enough to see everything there. */
async function resolveByHand(world: TestWorld): Promise<void> {
  const { store, api, clock } = world;
  await clock.advance(600_000);
  const { takes } = await store.read();
  const epoch = await store.beginRun({ accounts: [], atMs: clock.nowMs() });
  const owned = new Set(takes.map(({ generationId }) => generationId));
  for (const take of takes) {
    if (take.state !== "unconfirmed") continue;
    const body = JSON.stringify(take.request.body);
    const made = api.book.find(({ id, request }) => !owned.has(id) && JSON.stringify(request.body) === body);
    const atMs = clock.nowMs();
    const event: TakeEvent =
      made === undefined
        ? { type: "absent", atMs, by: "hand" }
        : { type: "accepted", atMs, generationId: made.id, idSource: "hand" };
    await store.record(epoch, [{ take: nextTake(take, event), event }]);
  }
}

import { describe, expect, it } from "vitest";
import type { Clock } from "../ports/clock.ts";
import { testShots } from "../testing/engine-bench.ts";
import { TestWorld, type TestWorldOptions } from "../testing/test-world.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const SHOTS = 40;

/** Runs a batch in whose middle the time of day jumps, and says how long it took by a clock that does not. */
async function runWithJump(
  options: TestWorldOptions,
  jump: { readonly afterMs: number; readonly byMs: number },
): Promise<{ readonly world: TestWorld; readonly done: number; readonly tookMs: number }> {
  const world = new TestWorld(options);
  void world.clock.sleep(jump.afterMs).then(() => world.clock.jump(jump.byMs));
  const beganMs = world.clock.monotonicMs();
  const summary = await world.run(testShots(SHOTS));
  return { world, done: summary.progress.done, tookMs: world.clock.monotonicMs() - beganMs };
}

describe("a machine that sleeps in the middle of a run", () => {
  it.each([
    ["for ten minutes", 10 * MINUTE_MS],
    ["past the life of every link", 3 * HOUR_MS],
    ["for a week", 7 * 24 * HOUR_MS],
  ])("%s goes on, fetches everything and pays for nothing again", async (_words, byMs) => {
    const { tookMs: undisturbedMs } = await runWithJump({}, { afterMs: 0, byMs: 0 });
    for (const afterMs of [5, 20, 45, 90, 150].map((seconds) => seconds * SECOND_MS)) {
      const { world, done, tookMs } = await runWithJump({}, { afterMs, byMs });
      expect(done, `asleep after ${afterMs} ms`).toBe(SHOTS);
      expect(world.api.counts.accepted).toBe(SHOTS);
      expect(tookMs).toBeLessThan(undisturbedMs + 10 * MINUTE_MS);
    }
  });

  it("takes no unanswered create for absent because the clock says that the time is up", async () => {
    const { world, done } = await runWithJump(
      { api: { faults: { lostAfter: 0.3 }, listLagMs: 20 * SECOND_MS } },
      { afterMs: 12 * SECOND_MS, byMs: HOUR_MS },
    );
    expect(done).toBe(SHOTS);
    expect(world.api.counts.accepted).toBe(SHOTS);
  });
});

/** Runs a batch in whose middle the clock of this machine alone is set. */
async function runWithClockSet(byMs: number): Promise<{
  readonly world: TestWorld;
  readonly done: number;
  readonly tookMs: number;
}> {
  const world = new TestWorld();
  let setMs = 0;
  const clock: Clock = {
    nowMs: () => world.clock.nowMs() + setMs,
    monotonicMs: () => world.clock.monotonicMs(),
    sleep: (ms, signal) => world.clock.sleep(ms, signal),
  };
  void world.clock.sleep(45 * SECOND_MS).then(() => {
    setMs = byMs;
  });
  const summary = await world.run(testShots(SHOTS), { options: { clock } });
  return { world, done: summary.progress.done, tookMs: world.clock.monotonicMs() };
}

describe("a clock that is set in the middle of a run", () => {
  it.each([
    ["back by a few seconds", -5 * SECOND_MS],
    ["back by an hour", -HOUR_MS],
    ["back by a day", -24 * HOUR_MS],
    ["forward by an hour", HOUR_MS],
  ])("%s: the run neither waits for that time to come again nor gives anything up", async (_words, byMs) => {
    const { tookMs: undisturbedMs } = await runWithClockSet(0);
    const { world, done, tookMs } = await runWithClockSet(byMs);
    expect(done).toBe(SHOTS);
    expect(world.api.counts.accepted).toBe(SHOTS);
    expect(tookMs).toBeLessThan(undisturbedMs + 2 * MINUTE_MS);
  });
});

describe("a clock that is put right between two runs", () => {
  it.each([
    ["an hour ahead", HOUR_MS],
    ["an hour behind", -HOUR_MS],
  ])(
    "after it was %s: creates without an answer are still found in the list, not sent again",
    async (_words, wrongMs) => {
      for (let seed = 1; seed <= 8; seed++) {
        const world = new TestWorld({ seed, api: { faults: { lostAfter: 0.4 } } });
        const wrong: Clock = {
          nowMs: () => world.clock.nowMs() + wrongMs,
          monotonicMs: () => world.clock.monotonicMs(),
          sleep: (ms, signal) => world.clock.sleep(ms, signal),
        };
        const abort = new AbortController();
        void world.clock.sleep(2 * MINUTE_MS).then(() => abort.abort());
        await world.run(testShots(SHOTS), { options: { clock: wrong, abort: abort.signal } });
        const summary = await world.run(testShots(SHOTS));
        expect(summary.paidTwice).toEqual([]);
        expect(summary.progress.done).toBe(SHOTS);
        expect(world.api.counts.accepted).toBe(SHOTS);
      }
    },
  );
});

describe("a clock that is wrong throughout", () => {
  it.each([
    ["an hour ahead", HOUR_MS],
    ["an hour behind", -HOUR_MS],
  ])(
    "%s: a generation that never ends is overdue when its time is up, not later",
    async (_words, wrongMs) => {
      const world = new TestWorld({ api: { serviceMs: [24 * HOUR_MS, 24 * HOUR_MS] } });
      const wrong: Clock = {
        nowMs: () => world.clock.nowMs() + wrongMs,
        monotonicMs: () => world.clock.monotonicMs(),
        sleep: (ms, signal) => world.clock.sleep(ms, signal),
      };
      const beganMs = world.clock.monotonicMs();
      await world.run(testShots(1), { options: { clock: wrong } });
      expect(await world.takes("shot-1")).toMatchObject([{ state: "overdue" }]);
      expect(world.clock.monotonicMs() - beganMs).toBeLessThan(HOUR_MS + 10 * MINUTE_MS);
    },
  );
});

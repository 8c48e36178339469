import { describe, expect, it } from "vitest";
import { testShots } from "../testing/engine-bench.ts";
import { TestWorld } from "../testing/test-world.ts";

const FOREIGN = { path: "/generations/video", body: { prompt: "somebody else's" } };

describe("limits of the account", () => {
  it.each([true, false])(
    "lowers the slots when there are fewer than it was told (classified: %s)",
    async (classified) => {
      const world = new TestWorld({ api: { slots: 4, classifiedThrottles: classified } });
      const summary = await world.run(testShots(60));
      expect(summary.progress.done).toBe(60);
      // Six at the start, then a try now and then, further and further apart.
      expect(world.api.counts.concurrencyThrottles).toBeLessThan(6 + 12);
      expect([...world.api.paidByRequest().values()]).toEqual(Array(60).fill(1));
    },
  );

  it("uses a slot at once that it sees free, whatever Retry-After says", async () => {
    const world = new TestWorld({ api: { slots: 4, serviceMs: [20_000, 20_000], createsPerMinute: 100 } });
    const limits = { concurrency: 5, createsPerMinute: 100 };
    const summary = await world.run(testShots(40), { limits });
    expect(summary.progress.done).toBe(40);
    // Ten rounds of twenty seconds; waiting a minute after each refusal would take far longer.
    expect(summary.progress.nowMs - summary.progress.startedAtMs).toBeLessThan(10 * 20_000 * 1.15);
  });

  it("takes its slots back when somebody else has left", async () => {
    const world = new TestWorld();
    for (let index = 0; index < 6; index++) world.api.addForeign(FOREIGN, 120_000);
    const summary = await world.run(testShots(100));
    expect(summary.progress.done).toBe(100);
    expect(summary.progress.slots).toBe(10);
  });

  it("finds the number of slots by itself when asked", async () => {
    const world = new TestWorld({ api: { slots: 23, createsPerMinute: 200 } });
    const limits = { concurrency: "auto", createsPerMinute: 200 } as const;
    const summary = await world.run(testShots(300), { limits });
    expect(summary.progress.done).toBe(300);
    expect(world.api.counts.mostInFlight).toBe(23);
    expect(Math.abs(summary.progress.slots - 23)).toBeLessThanOrEqual(1);
    expect(world.api.counts.concurrencyThrottles).toBeLessThan(20);
  });

  it.each([10, 40])("finds %d slots within a few refusals, and stays there", async (slots) => {
    const world = new TestWorld({ api: { slots, createsPerMinute: 400 } });
    const limits = { concurrency: "auto", createsPerMinute: 400 } as const;
    const summary = await world.run(testShots(slots * 15), { limits });
    expect(summary.progress.done).toBe(slots * 15);
    expect(world.api.counts.mostInFlight).toBe(slots);
    expect(world.api.counts.concurrencyThrottles).toBeLessThanOrEqual(16);
  });

  it.each([true, false])(
    "waits after a refusal for the rate, without lowering the slots (classified: %s)",
    async (classified) => {
      const world = new TestWorld({
        api: { createsPerMinute: 20, slots: 50, classifiedThrottles: classified },
      });
      world.api.createsPerMinute = classified ? 12 : 20;
      const summary = await world.run(testShots(60), { limits: { concurrency: 50, createsPerMinute: 20 } });
      expect(summary.progress).toMatchObject({ done: 60, slots: 50 });
      expect(summary.taken - 60).toBe(world.api.counts.rateThrottles);
      expect(summary.progress.committedUsdE4).toBe(60 * 7100);
    },
  );

  it("sends only in its window", async () => {
    const world = new TestWorld();
    const window = { fromMinute: 22 * 60, toMinute: 6 * 60, timeZone: "UTC" };
    await world.clock.advance(12 * 3_600_000);
    const summary = await world.run(testShots(5), { limits: { window } });
    expect(summary.progress.done).toBe(5);
    for (const { createdAtMs } of world.api.book) expect(new Date(createdAtMs).getUTCHours()).toBe(22);
  });
});

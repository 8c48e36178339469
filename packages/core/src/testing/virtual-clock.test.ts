import { setTimeout as realSleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { seededIds, seededRandom } from "./seeded-random.ts";
import { VirtualClock } from "./virtual-clock.ts";

describe("the virtual clock", () => {
  it("wakes sleepers by time, and equal ones in the order in which they lay down", async () => {
    const clock = new VirtualClock(0);
    const woken: string[] = [];
    const sleep = async (name: string, ms: number): Promise<void> => {
      await clock.sleep(ms);
      woken.push(`${name}@${clock.nowMs()}`);
    };
    await clock.run(Promise.all([sleep("late", 20), sleep("one", 10), sleep("two", 10), sleep("now", 0)]));
    expect(woken).toEqual(["now@0", "one@10", "two@10", "late@20"]);
  });

  it("passes no time while anything can run", async () => {
    const clock = new VirtualClock(0);
    const busy = async (): Promise<number> => {
      for (let step = 0; step < 1000; step++) await Promise.resolve();
      return clock.nowMs();
    };
    expect(await clock.run(Promise.race([busy(), clock.sleep(1).then(() => -1)]))).toBe(0);
  });

  it("holds still while something outside is awaited", async () => {
    const clock = new VirtualClock(0);
    const outside = clock.during(realSleep(5)).then(() => clock.nowMs());
    const both = await clock.run(Promise.all([outside, clock.sleep(1000).then(() => clock.nowMs())]));
    expect(both).toEqual([0, 1000]);
  });

  it("wakes a sleeper at once when its signal is aborted", async () => {
    const clock = new VirtualClock(0);
    const controller = new AbortController();
    const slept = clock.sleep(1_000_000, controller.signal);
    controller.abort();
    await slept;
    await clock.sleep(5, controller.signal);
    expect(clock.nowMs()).toBe(0);
  });

  it("says so when nothing will ever happen again", async () => {
    const clock = new VirtualClock();
    await expect(clock.run(new Promise(() => {}))).rejects.toThrow(/has not ended/);
  });
});

describe("seeded random numbers", () => {
  it("are the same for the same seed, different for another, and lie in their range", () => {
    const draw = (seed: number): number[] => Array.from({ length: 1000 }, seededRandom(seed));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    for (const number of draw(3)) {
      expect(number).toBeGreaterThanOrEqual(0);
      expect(number).toBeLessThan(1);
    }
    const mean = draw(4).reduce((sum, number) => sum + number, 0) / 1000;
    expect(mean).toBeGreaterThan(0.45);
    expect(mean).toBeLessThan(0.55);
  });

  it("give ids in the shape of UUIDs, all different", () => {
    const newId = seededIds(seededRandom(1));
    const ids = Array.from({ length: 500 }, newId);
    expect(new Set(ids).size).toBe(500);
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

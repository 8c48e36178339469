import { describe, expect, it } from "vitest";
import { testShot, testShots } from "../testing/engine-bench.ts";
import { TestWorld } from "../testing/test-world.ts";

const BUSY = { category: "transient", code: "busy", message: "busy", refund: "refunded" } as const;

describe("a run", () => {
  it("makes everything once, and a second one sends nothing at all", async () => {
    const world = new TestWorld();
    const summary = await world.run(testShots(30));
    expect(summary.progress).toMatchObject({ total: 30, done: 30, committedUsdE4: 30 * 7100, timeLeftMs: 0 });
    expect(summary).toMatchObject({ taken: 30, paidTwice: [], open: [] });
    expect(summary.stopped).toBeUndefined();
    const again = await world.run(testShots(30));
    expect(again.requests).toEqual({ creates: 0, looks: 0, lists: 0, downloads: 0, uploads: 0 });
    expect(again.progress.done).toBe(30);
  });

  it("tells the same story for the same seed, and another one for another", async () => {
    const story = async (seed: number): Promise<string> => {
      const world = new TestWorld({ seed, api: { faults: { lostAfter: 0.1, failsTransient: 0.1 } } });
      await world.run(testShots(40));
      return JSON.stringify(world.events);
    };
    const [one, same, other] = [await story(3), await story(3), await story(4)];
    expect(same).toBe(one);
    expect(other).not.toBe(one);
  });

  it("tells a progress that adds up at every event", async () => {
    const world = new TestWorld({
      api: { faults: { failsPermanent: 0.2, refusedTransient: 0.2, lostBefore: 0.1 } },
    });
    let told = 0;
    await world.run(testShots(40), {
      options: {
        observer: (_event, progress) => {
          told++;
          const { waiting, running, downloading, done, failed, unconfirmed, blocked } = progress;
          expect(waiting + running + downloading + done + failed + unconfirmed + blocked).toBe(40);
          expect(progress.slotsInUse).toBeLessThanOrEqual(10);
          expect(progress.createsLastMinute).toBeLessThanOrEqual(20);
        },
      },
    });
    expect(told).toBeGreaterThan(150);
  });

  it("stays within the rate across a crash", async () => {
    const world = new TestWorld({ api: { slots: 100, createsPerMinute: 20 } });
    for (let life = 0; life < 4; life++) {
      const abort = new AbortController();
      void world.clock.sleep(20_000).then(() => abort.abort());
      await world.run(testShots(200), { limits: { concurrency: 100 }, options: { abort: abort.signal } });
    }
    expect(world.api.counts).toMatchObject({ rateThrottles: 0, mostCreatesInMinute: 20 });
    expect(world.api.counts.accepted).toBeGreaterThanOrEqual(40);
  });

  it("submits shots that others wait for first, and gives them the generation they need", async () => {
    const world = new TestWorld({ api: { slots: 1 } });
    const follow = (id: string, shot: string) =>
      testShot(id, { needs: [shot], keyframes: { frame0: { type: "shot", shot } } });
    const shots = [
      testShot("single"),
      follow("third", "second"),
      follow("second", "first"),
      testShot("first"),
    ];
    const summary = await world.run(shots, { limits: { concurrency: 1 } });
    expect(summary.progress.done).toBe(4);
    const order = world.api.book.map(({ request }) => request.body["prompt"]);
    expect(order).toEqual(["a film of first", "a film of second", "a film of single", "a film of third"]);
    const [first] = await world.takes("first");
    const [second] = await world.takes("second");
    expect(second?.upstream).toEqual({ frame0: first?.generationId });
    expect(second?.request.body["keyframes"]).toEqual({
      frame0: { type: "generation", id: first?.generationId },
    });
  });

  it("blocks what waits for a shot that failed, in words", async () => {
    const world = new TestWorld({ api: { faults: { failsPermanent: 1 } } });
    const next = testShot("next", {
      needs: ["first"],
      keyframes: { frame0: { type: "shot", shot: "first" } },
    });
    const last = testShot("last", { needs: ["next"], keyframes: { frame0: { type: "shot", shot: "next" } } });
    const summary = await world.run([testShot("first"), next, last]);
    expect(summary.progress).toMatchObject({ failed: 1, blocked: 2 });
    expect(world.api.counts.creates).toBe(1);
  });

  it.each([
    ["several takes and no verdict", { takes: 2 }, {}, 0],
    ["a gate and no verdict", {}, { when: "approved" as const }, 0],
    ["the take that the keyframe names", { takes: 2 }, { take: 2 }, 1],
  ])("knows what a chained shot waits for: %s", async (_name, upstream, keyframe, made) => {
    const world = new TestWorld();
    const frame0 = { type: "shot", shot: "first", ...keyframe } as const;
    const summary = await world.run([
      testShot("first", upstream),
      testShot("next", { needs: ["first"], keyframes: { frame0 } }),
    ]);
    expect(summary.progress).toMatchObject({ done: 1 + made, blocked: 1 - made });
  });
});

describe("failures", () => {
  it("are tried again when they are transient, as often as asked", async () => {
    const world = new TestWorld({ api: { faults: { failsTransient: 1 } } });
    const summary = await world.run(testShots(1));
    expect(world.api.counts.accepted).toBe(3);
    expect(summary.progress).toMatchObject({ failed: 1, committedUsdE4: 0 });
    expect((await world.takes("shot-1")).map(({ number }) => number)).toEqual([1, 2, 3]);
  });

  it("are final at once when they are permanent", async () => {
    const world = new TestWorld({ api: { faults: { refusedPermanent: 1 } } });
    expect((await world.run(testShots(2))).progress.failed).toBe(2);
    expect(world.api.counts.creates).toBe(2);
  });

  it("of the account stop submissions, and what is in flight is finished", async () => {
    const world = new TestWorld();
    void world.clock.sleep(20_000).then(() => {
      world.api.refuseAll = {
        category: "account",
        code: "no-funds",
        message: "No funds",
        refund: "refunded",
        status: 402,
      };
    });
    const summary = await world.run(testShots(40));
    expect(summary.stopped).toBe("account");
    expect(summary.progress.done).toBe(world.api.counts.accepted);
    expect(world.api.counts.creates).toBeLessThanOrEqual(world.api.counts.accepted + 3);
    expect(summary.progress.waiting + summary.progress.done).toBe(40);
  });

  it.each(["create", "generation"] as const)(
    "that are the API's fault trip the breaker: %s",
    async (point) => {
      const world = new TestWorld({ api: { serviceMs: [30_000, 30_000] } });
      const retired = {
        category: "permanent",
        code: "retired",
        message: "ray-2 is retired",
        refund: "refunded",
      } as const;
      if (point === "create") world.api.refuseAll = retired;
      else world.api.failAll = retired;
      const summary = await world.run(testShots(40), { limits: { concurrency: 3 } });
      expect(summary.stopped).toBe("breaker");
      expect(world.api.counts.creates).toBeLessThan(12);
      const { takes } = await world.store.read();
      expect(takes.map(({ failure }) => failure?.category)).not.toContain("permanent");
      world.api.refuseAll = undefined;
      world.api.failAll = undefined;
      expect((await world.run(testShots(40))).progress.done).toBe(40);
    },
  );

  it("that differ, or hit one shot again and again, do not trip it", async () => {
    const world = new TestWorld();
    world.api.refuseAll = BUSY;
    const summary = await world.run(testShots(4), { limits: { retries: 8 } });
    expect(summary.stopped).toBeUndefined();
    expect(world.api.counts.creates).toBe(4 * 9);
  });
});

describe("walls", () => {
  it("are never passed, not even by what is in flight", async () => {
    const world = new TestWorld({ api: { faults: { failsTransient: 0.3, lostBefore: 0.1 } } });
    const summary = await world.run(testShots(40), {
      options: {
        walls: { maxSpendUsdE4: 10 * 7100 + 7099 },
        observer: (_event, { committedUsdE4 }) =>
          expect(committedUsdE4).toBeLessThanOrEqual(10 * 7100 + 7099),
      },
    });
    expect(summary.stopped).toBe("budget");
    expect(summary.progress.done).toBeGreaterThan(0);
    expect(summary.progress.done).toBeLessThanOrEqual(10);
  });

  it("refuse a shot whose price is unknown, and only that", async () => {
    const world = new TestWorld();
    const summary = await world.run(testShots(5), {
      options: { walls: { maxSpendUsdE4: 1e9 }, priceOf: ({ id }) => (id === "shot-2" ? null : 7100) },
    });
    expect(summary.progress).toMatchObject({ done: 4, blocked: 1 });
  });
});

describe("stopping", () => {
  it("drains: what is made is fetched, what is in flight is left to the next run", async () => {
    const world = new TestWorld({ clips: { fetchMs: [60_000, 60_000] } });
    const drain = new AbortController();
    void world.clock.sleep(61_000).then(() => drain.abort());
    const summary = await world.run(testShots(40), { options: { drain: drain.signal } });
    expect(summary.stopped).toBe("interrupted");
    expect(summary.progress.done).toBeGreaterThan(0);
    expect(summary.progress.downloading).toBe(0);
    expect(summary.progress.running).toBeGreaterThan(0);
    const before = world.api.counts.accepted;
    expect((await world.run(testShots(40))).progress.done).toBe(40);
    expect(world.api.counts.accepted).toBe(40);
    expect(before).toBeLessThan(40);
  });

  it("leaves at once when aborted, and writes nothing afterwards", async () => {
    const world = new TestWorld();
    const abort = new AbortController();
    void world.clock.sleep(10_150).then(() => abort.abort());
    const summary = await world.run(testShots(40), { options: { abort: abort.signal } });
    expect(summary.stopped).toBe("interrupted");
    expect(summary.progress.nowMs - summary.progress.startedAtMs).toBeLessThan(10_200);
    const serial = await world.store.serial();
    await world.clock.advance(3_600_000);
    expect(await world.store.serial()).toBe(serial);
    expect((await world.run(testShots(40))).progress.done).toBe(40);
    expect(world.api.counts.accepted).toBe(40);
  });

  it("stops when a newer run owns the state", async () => {
    const world = new TestWorld();
    void world.clock.sleep(30_000).then(() => world.store.beginRun({ accounts: [], atMs: 0 }));
    const summary = await world.run(testShots(40));
    expect(summary.stopped).toBe("superseded");
    expect(world.api.counts.creates).toBeLessThan(40);
  });

  it("sends nothing more when the disk is full, and loses nothing", async () => {
    const world = new TestWorld();
    void world.clock.sleep(60_000).then(() => {
      world.clips.full = true;
    });
    const summary = await world.run(testShots(40));
    expect(summary.stopped).toBe("disk");
    expect(summary.troubles).toMatchObject([
      { code: "clips-unwritable", hint: expect.stringContaining("run the same command again") },
    ]);
    expect(summary.open.length).toBeGreaterThan(0);
    world.clips.full = false;
    expect((await world.run(testShots(40))).progress.done).toBe(40);
    expect(world.api.counts.accepted).toBe(40);
  });
});

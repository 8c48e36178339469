import { describe, expect, it } from "vitest";
import { testShot, testShots } from "../testing/engine-bench.ts";
import { TestWorld } from "../testing/test-world.ts";

/** The create of the next shot ends so, all others well. */
const first = (world: TestWorld, fault: string): void => {
  world.api.faults = { [fault]: 1 };
  void world.clock.sleep(1500).then(() => {
    world.api.faults = {};
  });
};

describe("a create without an answer, where the API can list", () => {
  it("is adopted when the API has it", async () => {
    const world = new TestWorld();
    first(world, "lostAfter");
    const summary = await world.run(testShots(1));
    expect(summary.progress.done).toBe(1);
    expect(world.api.counts.accepted).toBe(1);
    expect(await world.takes("shot-1")).toMatchObject([{ number: 1, state: "done", idSource: "listing" }]);
  });

  it("is sent again only when the list has been trusted to deny it", async () => {
    const world = new TestWorld();
    first(world, "lostBefore");
    const summary = await world.run(testShots(1));
    expect(summary.progress.done).toBe(1);
    const [lost, made] = await world.takes("shot-1");
    expect(lost).toMatchObject({ number: 1, state: "not-created" });
    expect(made).toMatchObject({ number: 2, state: "done" });
    expect(made?.intentAtMs).toBeGreaterThanOrEqual((lost?.unansweredAtMs ?? 0) + 120_000);
  });

  it("is not called absent by a list that lags behind what was accepted after it", async () => {
    const world = new TestWorld({ api: { listLagMs: 400_000, serviceMs: [30_000, 40_000] } });
    first(world, "lostAfter");
    const shots = testShots(30);
    const summary = await world.run(shots, { limits: { concurrency: 11 } });
    expect(summary.paidTwice).toEqual([]);
    expect(summary.progress.done).toBe(30);
    expect([...world.api.paidByRequest().values()]).toEqual(Array(30).fill(1));
  });

  it("is not called absent by a list that leaves generations out", async () => {
    for (let seed = 1; seed <= 12; seed++) {
      // Without a readable echo nothing is adopted before the list is trusted.
      const api = { partialLists: 0.3, readableEcho: false, faults: { lostAfter: 0.2 } };
      const world = new TestWorld({ seed, api });
      const { progress } = await world.run(testShots(30));
      expect(progress.done + progress.unconfirmed).toBe(30);
      expect([...world.api.paidByRequest().values()].filter((paid) => paid > 1)).toEqual([]);
    }
  });

  it("is called absent all the same when something else was deleted from the account", async () => {
    const world = new TestWorld({ api: { serviceMs: [1_000, 1_000] } });
    await world.run(testShots(3));
    world.api.delete(world.api.book[1]?.id as string);
    first(world, "lostBefore");
    const summary = await world.run(testShots(4));
    expect(summary.progress.done).toBe(4);
    expect(await world.takes("shot-4")).toMatchObject([{ state: "not-created" }, { state: "done" }]);
  });

  it("is told of when the first attempt may have appeared after the second was sent, and the echo cannot tell", async () => {
    const world = new TestWorld({ api: { lateMs: 260_000, slots: 20, readableEcho: false } });
    first(world, "late");
    const summary = await world.run([testShot("a"), ...testShots(60)]);
    expect(summary.progress.done).toBe(61);
    expect(await world.takes("a")).toMatchObject([{ state: "not-created" }, { state: "done" }]);
    const warnings = world.events.filter((event) => event.type === "warning");
    expect(warnings).toContainEqual(expect.objectContaining({ code: "maybe-paid-twice", shotId: "a" }));
  });

  it("keeps other shots with an equal request waiting, and says so", async () => {
    const world = new TestWorld({ api: { readableEcho: false } });
    first(world, "lostAfter");
    const summary = await world.run(["a", "b"].map((id) => testShot(id, { prompt: "the same" })));
    expect(world.api.counts.accepted).toBe(1);
    expect(summary.open).toMatchObject([
      { shotId: "a", take: 1, command: "shotlist resolve MANIFEST a" },
      { shotId: "b", take: 1, command: "shotlist resolve MANIFEST a" },
    ]);
  });

  it("is reported as paid twice when the first attempt appears after the second was sent", async () => {
    const world = new TestWorld({ api: { lateMs: 260_000, slots: 20 } });
    first(world, "late");
    const summary = await world.run([testShot("a"), ...testShots(60)]);
    expect(summary.progress.done).toBe(61);
    const takes = await world.takes("a");
    expect(takes).toMatchObject([
      { number: 1, state: "done", idSource: "listing", paidTwiceOf: 2 },
      { number: 2, state: "done", idSource: "answer" },
    ]);
    expect(summary.paidTwice).toContainEqual({
      shotId: "a",
      takes: [1, 2],
      generationIds: [takes[0]?.generationId, takes[1]?.generationId],
    });
  });

  it("is not sent again when the first attempt appears while it waits for its turn", async () => {
    const world = new TestWorld({ api: { lateMs: 200_000 } });
    first(world, "late");
    const limits = { concurrency: 1 };
    const leave = new AbortController();
    void world.clock.sleep(100_000).then(() => leave.abort());
    await world.run([testShot("a")], { limits, options: { abort: leave.signal } });
    expect(await world.takes("a")).toMatchObject([{ state: "unconfirmed" }]);
    const summary = await world.run([testShot("b"), testShot("a")], { limits });
    const history = world.store.history.filter(({ take }) => take.shotId === "a");
    expect(history.map(({ event }) => event.type)).toEqual(
      expect.arrayContaining(["absent", "accepted", "clip-placed"]),
    );
    expect(await world.takes("a")).toMatchObject([{ number: 1, state: "done" }]);
    expect(summary.paidTwice).toEqual([]);
    expect(summary.progress.done).toBe(2);
  });

  it("is never sent again after a yes that cannot be read, but adopted", async () => {
    const world = new TestWorld();
    first(world, "acceptedUnknown");
    expect((await world.run(testShots(1))).progress.done).toBe(1);
    expect(world.api.counts.accepted).toBe(1);
  });

  it("stays open after an unreadable yes that no list shows", async () => {
    const world = new TestWorld({ api: { listLagMs: 1e9 } });
    first(world, "acceptedUnknown");
    const summary = await world.run(testShots(1));
    expect(world.api.counts.accepted).toBe(1);
    expect(summary.progress.unconfirmed).toBe(1);
    expect(summary.open).toMatchObject([
      { shotId: "shot-1", take: 1, command: "shotlist resolve MANIFEST shot-1" },
    ]);
  });

  it("is neither adopted nor sent again when the echo cannot be read", async () => {
    const world = new TestWorld({ api: { readableEcho: false } });
    first(world, "lostAfter");
    const summary = await world.run(testShots(1));
    expect(summary.progress.unconfirmed).toBe(1);
    expect(world.api.counts.accepted).toBe(1);
    expect(await world.takes("shot-1")).toMatchObject([{ state: "unconfirmed" }]);
  });

  it("adopts what somebody else made of the same request only once", async () => {
    const world = new TestWorld();
    const shots = testShots(2, { prompt: "the same", fingerprint: "the same" });
    world.api.faults = { lostAfter: 1 };
    void world.clock.sleep(61_000).then(() => {
      world.api.faults = {};
    });
    const summary = await world.run(shots);
    expect(summary.progress.done).toBe(2);
    expect([...world.api.paidByRequest().values()]).toEqual([2]);
    const ids = (await world.store.read()).takes.map(({ generationId }) => generationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("leaves alone what the account made before the intent", async () => {
    const world = new TestWorld();
    const [shot] = testShots(1);
    world.api.addForeign(world.api.buildRequest(shot!, {}));
    await world.clock.advance(3_600_000);
    first(world, "lostBefore");
    const summary = await world.run([shot!]);
    expect(summary.progress.done).toBe(1);
    expect(world.api.counts.accepted).toBe(1);
  });

  it("keeps a second create of the same request waiting until it has its answer", async () => {
    const world = new TestWorld();
    first(world, "lostAfter");
    const shots = testShots(1, { takes: 3 });
    const summary = await world.run(shots);
    expect(summary.progress.done).toBe(1);
    const takes = await world.takes("shot-1");
    expect(takes.map(({ state }) => state)).toEqual(["done", "done", "done"]);
    for (const [index, take] of takes.entries()) {
      const before = takes[index - 1];
      if (before !== undefined) expect(take.intentAtMs).toBeGreaterThanOrEqual(before.acceptedAtMs ?? 0);
    }
  });
});

describe("a create without an answer, where the API cannot list", () => {
  it("waits for a person with its money, and frees its slot in time", async () => {
    const world = new TestWorld({ api: { list: false, slots: 1, serviceMs: [50_000, 50_000] } });
    const summary = await (async () => {
      await world.run(testShots(10), { limits: { concurrency: 1 } });
      first(world, "lostAfter");
      return world.run([...testShots(10), testShot("lost"), testShot("next")], {
        limits: { concurrency: 1 },
      });
    })();
    expect(world.api.counts.accepted).toBe(12);
    expect(world.api.counts.concurrencyThrottles).toBe(0);
    expect(summary.progress).toMatchObject({ done: 11, unconfirmed: 1, slotsInUse: 0 });
    expect(summary.progress.committedUsdE4).toBe(12 * 7100);
    const [lost] = await world.takes("lost");
    const [next] = await world.takes("next");
    expect(lost?.state).toBe("unconfirmed");
    const waitedMs = (next?.intentAtMs ?? 0) - (lost?.unansweredAtMs ?? 0);
    expect(waitedMs).toBeGreaterThan(1.4 * 50_000);
    expect(waitedMs).toBeLessThan(1.7 * 50_000);
    expect(summary.open).toMatchObject([{ shotId: "lost", take: 1 }]);
  });

  it("is not sent again by the next run", async () => {
    const world = new TestWorld({ api: { list: false } });
    first(world, "lostBefore");
    await world.run(testShots(1));
    const summary = await world.run(testShots(1));
    expect(summary.requests.creates).toBe(0);
    expect(summary.progress.unconfirmed).toBe(1);
  });
});

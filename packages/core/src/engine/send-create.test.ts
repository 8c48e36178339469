import { describe, expect, it } from "vitest";
import type { CreateOutcome, OpenOutcome } from "../ports/generation-api.ts";
import { ShotlistError } from "../shotlist-error.ts";
import { testShots } from "../testing/engine-bench.ts";
import { TestWorld } from "../testing/test-world.ts";

/** Every call that matters to a create, in order. */
function spy(world: TestWorld): string[] {
  const calls: string[] = [];
  const { api, store } = world;
  const openCreate = api.openCreate.bind(api);
  api.openCreate = async (signal): Promise<OpenOutcome> => {
    const open = await openCreate(signal);
    calls.push(open.kind);
    if (open.kind !== "open") return open;
    return {
      kind: "open",
      connection: {
        send: (request, options) => {
          calls.push("send");
          return open.connection.send(request, options);
        },
        close: () => calls.push("close"),
      },
    };
  };
  const commitIntent = store.commitIntent.bind(store);
  store.commitIntent = (take, walls) => {
    calls.push("intent");
    return commitIntent(take, walls);
  };
  const record = store.record.bind(store);
  store.record = (epoch, changes) => {
    calls.push(...changes.map(({ event }) => event.type));
    return record(epoch, changes);
  };
  return calls;
}

/** The first create that is opened gets this connection instead. */
function firstSend(world: TestWorld, send: () => Promise<CreateOutcome>): void {
  const openCreate = world.api.openCreate.bind(world.api);
  world.api.openCreate = async () => {
    world.api.openCreate = openCreate;
    return { kind: "open", connection: { send, close: () => undefined } };
  };
}

describe("sending a create", () => {
  it("opens a connection, stores the intent, sends once, stores the id before anything else", async () => {
    const world = new TestWorld();
    const calls = spy(world);
    await world.run(testShots(1));
    expect(calls.slice(0, 5)).toEqual(["open", "intent", "send", "close", "accepted"]);
  });

  it("leaves no connection open when the disk has no room for an intent, or the run is left before sending", async () => {
    for (const trouble of ["disk", "abort"]) {
      const world = new TestWorld();
      const abort = new AbortController();
      const commitIntent = world.store.commitIntent.bind(world.store);
      world.store.commitIntent = (take, walls) => {
        if (trouble === "disk") throw new ShotlistError("state-disk-full", "No space is left.");
        abort.abort();
        return commitIntent(take, walls);
      };
      const calls = spy(world);
      await world.run(testShots(3), { options: { abort: abort.signal } });
      const count = (kind: string): number => calls.filter((call) => call === kind).length;
      expect(count("send")).toBe(0);
      expect(count("open")).toBeGreaterThan(0);
      expect(count("close")).toBe(count("open"));
    }
  });

  it("sends nothing, and keeps the shot for later, when the intent may not be written", async () => {
    const world = new TestWorld();
    const calls = spy(world);
    const summary = await world.run(testShots(1), { options: { walls: { maxSpendUsdE4: 1 } } });
    expect(calls).toEqual(["open", "intent", "close"]);
    expect(summary.progress).toMatchObject({
      waiting: 1,
      slotsInUse: 0,
      createsLastMinute: 0,
      timeLeftMs: 0,
    });
  });

  it("counts a connection that broke before a byte left as nothing", async () => {
    const world = new TestWorld({ api: { faults: { unsent: 0.5 } } });
    const summary = await world.run(testShots(20), { limits: { retries: 0 } });
    expect(summary.progress).toMatchObject({ done: 20, committedUsdE4: 20 * 7100 });
    expect(summary.taken).toBeGreaterThan(20);
  });

  it("gives up a port that never answers, and takes its answer if it comes after all", async () => {
    const world = new TestWorld({ api: { list: false } });
    firstSend(world, async () => {
      await world.clock.sleep(200_000);
      const id = world.api.addForeign({ path: "/generations/video", body: { prompt: "a film of shot-1" } });
      return { kind: "accepted", generation: { id, state: "queued" } };
    });
    const slow = testShots(6);
    const summary = await world.run(slow, { limits: { concurrency: 1 } });
    const types = world.store.history
      .filter(({ take }) => take.shotId === "shot-1")
      .map(({ event }) => event.type);
    expect(types.slice(0, 3)).toEqual(["intended", "unanswered", "accepted"]);
    expect(summary.progress.done).toBe(6);
  });

  it("loses no answer that comes while the time-out is being stored", async () => {
    const world = new TestWorld({ api: { list: false } });
    firstSend(world, async () => {
      await world.clock.sleep(75_500);
      const id = world.api.addForeign({ path: "/generations/video", body: { prompt: "a film of shot-1" } });
      return { kind: "accepted", generation: { id, state: "queued" } };
    });
    const record = world.store.record.bind(world.store);
    world.store.record = async (epoch, changes) => {
      if (changes.some(({ event }) => event.type === "unanswered")) await world.clock.sleep(1_000);
      return record(epoch, changes);
    };
    const summary = await world.run(testShots(3), { limits: { concurrency: 1 } });
    const types = world.store.history
      .filter(({ take }) => take.shotId === "shot-1")
      .map(({ event }) => event.type);
    expect(types.slice(0, 3)).toEqual(["intended", "unanswered", "accepted"]);
    expect(summary).toMatchObject({ progress: { done: 3 }, open: [] });
  });

  it("keeps a take open whose answer names the generation of another one", async () => {
    const world = new TestWorld({ api: { list: false } });
    await world.run(testShots(1));
    const [owner] = await world.takes("shot-1");
    firstSend(world, async () => ({
      kind: "accepted",
      generation: { id: owner?.generationId ?? "", state: "queued" },
    }));
    const summary = await world.run(testShots(2));
    expect(summary.open).toMatchObject([{ shotId: "shot-2" }]);
    expect(await world.takes("shot-2")).toMatchObject([{ state: "unconfirmed", neverResend: true }]);
  });

  it("tells every id that the disk will not take, and sends no more", async () => {
    const world = new TestWorld({ api: { latencyMs: [20, 2000] } });
    world.store.record = () =>
      Promise.reject(new ShotlistError("state-disk-full", "No space left on the device."));
    const summary = await world.run(testShots(40));
    expect(summary.stopped).toBe("disk");
    const told = world.told("warning").map((event) => ("words" in event ? event.words : ""));
    expect(told).toHaveLength(world.api.counts.accepted);
    for (const { id } of world.api.book) expect(told.join()).toContain(`Generation ${id} `);
    Reflect.deleteProperty(world.store, "record");
    expect((await world.run(testShots(40))).progress.done).toBe(40);
    expect([...world.api.paidByRequest().values()]).toEqual(Array(40).fill(1));
  });

  it("fails with the store's own error when it is worse than a full disk, and leaves nothing running", async () => {
    const world = new TestWorld();
    world.store.record = () => Promise.reject(new ShotlistError("state-damaged", "The state is damaged."));
    await expect(world.run(testShots(40))).rejects.toMatchObject({ code: "state-damaged" });
    const { opens } = world.api.counts;
    await world.clock.advance(3_600_000);
    expect(world.api.counts.opens).toBe(opens);
  });

  it("refuses a plan that was made before the state moved on", async () => {
    const world = new TestWorld();
    const snapshot = await world.store.read();
    await world.run(testShots(1));
    const { name, lineage, serial } = snapshot.info;
    const plan = { version: 1, name, lineage, serial, actions: [], moves: [] } as const;
    await expect(world.run(testShots(1), { options: { plan } })).rejects.toMatchObject({
      code: "plan-stale",
    });
    expect(world.api.counts.creates).toBe(1);
  });
});

describe("a run that is faster than real life", () => {
  it("keeps to the same rules in a sixtieth of the time", async () => {
    const api = { serviceMs: [500, 1500], latencyMs: [1, 2], faults: { failsTransient: 0.1 } } as const;
    const world = new TestWorld({
      api: { ...api, slots: 50, createsPerMinute: 20 * 60 },
      clips: { fetchMs: [1, 5] },
    });
    const limits = {
      timeScale: 60,
      retries: 6,
      pollMinMs: 20,
      pollMaxMs: 500,
      confirmAfterMs: 2000,
      requestTimeoutMs: 1000,
    };
    const summary = await world.run(testShots(60), { limits });
    expect(summary.progress).toMatchObject({ done: 60 });
    // Twenty creates in each second, at ten slots of a second.
    expect(summary.progress.nowMs - summary.progress.startedAtMs).toBeLessThan(12_000);
  });
});

describe("two accounts in one run", () => {
  it("have their own slots and their own rate", async () => {
    const world = new TestWorld();
    const shots = [
      ...testShots(20),
      ...testShots(20).map((shot) => ({ ...shot, id: `ag-${shot.id}`, model: "ray-3.2" })),
    ];
    const agents = new TestWorld({ api: { list: false, clock: world.clock, idPrefix: "ag" } }).api;
    const summary = await world.run(shots, {
      options: {
        apis: new Map([
          ["dream-machine", world.api],
          ["agents", agents],
        ] as const),
        dialectOf: ({ model }) => (model === "ray-3.2" ? "agents" : "dream-machine"),
      },
    });
    expect(summary.progress).toMatchObject({ done: 40, slots: 20, createsPerMinute: 40 });
    expect([world.api.counts.accepted, agents.counts.accepted]).toEqual([20, 20]);
    expect([world.api.counts.mostInFlight, agents.counts.mostInFlight]).toEqual([10, 10]);
  });

  it("have their own numbers, where they differ", async () => {
    const world = new TestWorld();
    const shots = [
      ...testShots(20),
      ...testShots(20).map((shot) => ({ ...shot, id: `ag-${shot.id}`, model: "ray-3.2" })),
    ];
    const agents = new TestWorld({ api: { list: false, clock: world.clock, idPrefix: "ag" } }).api;
    const summary = await world.run(shots, {
      limits: { accounts: { agents: { concurrency: 4, createsPerMinute: 30 } } },
      options: {
        apis: new Map([
          ["dream-machine", world.api],
          ["agents", agents],
        ] as const),
        dialectOf: ({ model }) => (model === "ray-3.2" ? "agents" : "dream-machine"),
      },
    });
    expect(summary.progress).toMatchObject({ done: 40, slots: 14, createsPerMinute: 50 });
    expect([world.api.counts.mostInFlight, agents.counts.mostInFlight]).toEqual([10, 4]);
  });
});

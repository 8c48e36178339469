import { describe, expect, it } from "vitest";
import type { GenerationApi } from "../ports/generation-api.ts";
import { testShot, testShots } from "../testing/engine-bench.ts";
import { TestWorld } from "../testing/test-world.ts";

const minutes = (count: number): number => count * 60_000;

describe("watching", () => {
  it("frees the slot of a generation that takes too long, and finds its end in a later run", async () => {
    const world = new TestWorld({ api: { slots: 2, serviceMs: [minutes(90), minutes(90)] } });
    const limits = { concurrency: 1 };
    const summary = await world.run(testShots(1), { limits });
    expect(await world.takes("shot-1")).toMatchObject([{ state: "overdue" }]);
    expect(summary.progress.slotsInUse).toBe(0);
    expect(summary.open).toMatchObject([{ shotId: "shot-1", command: "shotlist resolve MANIFEST shot-1" }]);
    await world.clock.advance(minutes(60));
    const later = await world.run(testShots(1), { limits });
    expect(later.requests.creates).toBe(0);
    expect(later.progress.done).toBe(1);
  });

  it.each([true, false])(
    "calls a generation missing after three looks over ten minutes (list: %s)",
    async (list) => {
      const world = new TestWorld({ api: { list } });
      void world.clock.sleep(5000).then(() => world.api.delete("gen-1"));
      const summary = await world.run(testShots(1));
      const [take] = await world.takes("shot-1");
      expect(take).toMatchObject({ state: "missing", notFoundLooks: 3 });
      expect(summary.progress.nowMs - summary.progress.startedAtMs).toBeGreaterThanOrEqual(minutes(10));
      expect(summary.progress).toMatchObject({ blocked: 1, committedUsdE4: 7100 });
      expect((await world.run(testShots(1))).requests.creates).toBe(0);
    },
  );

  it("gives an adopted generation back when it is gone before its clip is there", async () => {
    const world = new TestWorld({ api: { faults: { lostAfter: 1 } } });
    void world.clock.sleep(minutes(1) + 10_000).then(() => world.api.delete("gen-1"));
    void world.clock.sleep(1000).then(() => {
      world.api.faults = {};
    });
    const summary = await world.run(testShots(1), { limits: { pollMinMs: 20_000 } });
    const events = world.store.history.map(({ event }) => event.type);
    expect(events.filter((type) => type === "not-found").length).toBeGreaterThanOrEqual(3);
    // Once given back, it is settled like any create without an answer: the list denies it, so it is sent again.
    expect(events).toContain("absent");
    expect(summary.progress.done).toBe(1);
  });

  it("looks at each generation by itself while the list does not work", async () => {
    const world = new TestWorld({ api: { brokenAboveLimit: 0 } });
    const summary = await world.run(testShots(20));
    expect(summary.progress.done).toBe(20);
    expect(summary.requests.looks).toBeGreaterThan(20);
    expect(world.told("warning")).toMatchObject([{ code: "list-broken" }]);
  });

  it("reads a list that only answers small pages", async () => {
    const world = new TestWorld({ api: { brokenAboveLimit: 25 } });
    const summary = await world.run(testShots(20));
    expect(summary).toMatchObject({ progress: { done: 20 }, requests: { looks: 0 } });
  });

  it("looks by itself at a generation that two listings in a row do not show", async () => {
    const runFor = async (world: TestWorld): Promise<number> => {
      const { progress } = await world.run(testShots(3));
      expect(progress.done).toBe(3);
      return progress.nowMs - progress.startedAtMs;
    };
    const world = new TestWorld();
    const list = world.api.list as NonNullable<GenerationApi["list"]>;
    const hiding: typeof list = async (page, signal) => {
      const outcome = await list(page, signal);
      if (outcome.kind !== "page") return outcome;
      return { ...outcome, generations: outcome.generations.filter(({ id }) => id !== "gen-2") };
    };
    Object.assign(world.api, { list: hiding });
    const listedMs = await runFor(new TestWorld());
    expect(await runFor(world)).toBeLessThan(listedMs + minutes(1));
    expect(world.api.counts.accepted).toBe(3);
  });

  it("keeps no slot idle while clips are fetched: it is free when its generation ends", async () => {
    const world = new TestWorld({ clips: { fetchMs: [minutes(30), minutes(30)] } });
    const summary = await world.run(testShots(6), { limits: { concurrency: 2, downloads: 1 } });
    const { history } = world.store;
    const firstHome = history.findIndex(({ event }) => event.type === "clip-checked");
    const lastIntent = history.findLastIndex(({ event }) => event.type === "intended");
    expect(lastIntent).toBeLessThan(firstHome);
    expect(summary.progress.done).toBe(6);
  });

  it("goes on after an outage, sends nothing during it, and tells of it", async () => {
    const world = new TestWorld();
    void world.clock.sleep(30_000).then(() => {
      world.api.offline = true;
    });
    void world.clock.sleep(minutes(10)).then(() => {
      world.api.offline = false;
    });
    const summary = await world.run(testShots(40));
    expect(summary.progress.done).toBe(40);
    expect([...world.api.paidByRequest().values()]).toEqual(Array(40).fill(1));
    expect(world.told("network").length).toBeGreaterThan(3);
    // Ten minutes of backoff up to half a minute, one try at a time.
    expect(world.api.counts.opens).toBeLessThan(40 + 60);
  });

  it("watches nothing more when the key is refused, and leaves the takes as they are", async () => {
    const world = new TestWorld({ api: { list: false } });
    const refused = {
      category: "account",
      code: "bad-key",
      message: "Invalid API key",
      refund: "unknown",
    } as const;
    void world.clock.sleep(10_000).then(() => {
      world.api.look = async () => ({ kind: "refused", failure: refused });
    });
    const summary = await world.run(testShots(20));
    expect(summary.stopped).toBe("account");
    expect(summary.progress.running).toBe(10);
  });

  it("fetches what is in flight for a shot that left the manifest", async () => {
    const world = new TestWorld();
    const abort = new AbortController();
    void world.clock.sleep(10_000).then(() => abort.abort());
    await world.run([testShot("gone"), testShot("kept")], { options: { abort: abort.signal } });
    const summary = await world.run([testShot("kept")]);
    expect(summary.progress).toMatchObject({ total: 1, done: 1 });
    expect([...world.clips.placed.keys()].sort()).toEqual(["gone/take-1.mp4", "kept/take-1.mp4"]);
  });
});

describe("downloading", () => {
  it("renews links that have died", async () => {
    const world = new TestWorld({ api: { linkLifeMs: 500 }, clips: { fetchMs: [100, 400] } });
    const summary = await world.run(testShots(20));
    expect(summary.progress.done).toBe(20);
    expect(summary.requests.downloads).toBeGreaterThan(20);
    expect(world.api.counts.accepted).toBe(20);
  });

  it("leaves a clip that stays corrupt for the next run, and says so", async () => {
    const world = new TestWorld({ clips: { corrupt: 1 } });
    const summary = await world.run(testShots(2));
    expect(summary.progress.downloading).toBe(2);
    expect(summary.requests.downloads).toBe(6);
    expect(summary.open).toMatchObject([
      { shotId: "shot-1", reason: "corrupt: the moov box is cut off", command: "shotlist run MANIFEST" },
      { shotId: "shot-2" },
    ]);
    expect(await world.takes("shot-1")).toMatchObject([{ state: "completed" }]);
  });

  it("keeps to its number at once, and takes the link that dies first", async () => {
    const world = new TestWorld({
      api: { slots: 40, createsPerMinute: 100 },
      clips: { fetchMs: [30_000, 30_000] },
    });
    await world.run(testShots(40), { limits: { downloads: 3, concurrency: 40, createsPerMinute: 100 } });
    expect(world.clips.mostAtOnce).toBe(3);
    const ends = new Map(world.api.book.map(({ id, endsAtMs }) => [id, endsAtMs]));
    const order = world.clips.began.map((id) => ends.get(id) ?? 0);
    const sorted = [...order].sort((a, b) => a - b);
    // Nothing waits for these slots, so that listings are far apart. Seen by the same one they are told apart by the order of the list alone.
    for (const [index, endsAtMs] of order.entries()) {
      expect(Math.abs(endsAtMs - (sorted[index] ?? 0))).toBeLessThan(12_000);
    }
  });

  it("leaves a file alone that stands under a clip's name", async () => {
    const world = new TestWorld();
    world.clips.occupied.add("shot-1/take-1.mp4");
    const summary = await world.run(testShots(1));
    expect(await world.takes("shot-1")).toMatchObject([{ state: "checked" }]);
    expect(summary.open).toMatchObject([{ shotId: "shot-1" }]);
    world.clips.occupied.clear();
    expect((await world.run(testShots(1))).progress.done).toBe(1);
    expect(world.api.counts.accepted).toBe(1);
  });

  it("fetches again what is gone from the disk, without buying it again", async () => {
    const world = new TestWorld();
    await world.run(testShots(1));
    world.clips.placed.clear();
    const snapshot = await world.store.read();
    const actions = [
      {
        shotId: "shot-1",
        kind: "download",
        reason: "its clip is gone",
        changedFields: [],
        buys: 0,
        priceUsdE4: 0,
        selected: true,
      } as const,
    ];
    const { name, lineage, serial } = snapshot.info;
    const plan = { version: 1, name, lineage, serial, actions, moves: [] } as const;
    const summary = await world.run(testShots(1), { options: { plan } });
    expect(summary).toMatchObject({ progress: { done: 1 }, requests: { creates: 0, downloads: 1 } });
    expect(world.clips.placed.size).toBe(1);
  });

  it("looks for a link for an hour, then counts the generation as overdue", async () => {
    const world = new TestWorld();
    const { list, look } = world.api;
    const withoutLink = <T extends object>(generation: T): T => ({ ...generation, clipUrl: undefined });
    Object.assign(world.api, {
      list: async (...args: Parameters<NonNullable<typeof list>>) => {
        const page = await list!(...args);
        return page.kind === "page" ? { ...page, generations: page.generations.map(withoutLink) } : page;
      },
      look: async (...args: Parameters<typeof look>) => {
        const outcome = await look.apply(world.api, args);
        return outcome.kind === "found"
          ? { ...outcome, generation: withoutLink(outcome.generation) }
          : outcome;
      },
    });
    const summary = await world.run(testShots(1));
    expect(await world.takes("shot-1")).toMatchObject([{ state: "overdue" }]);
    const tookMs = summary.progress.nowMs - summary.progress.startedAtMs;
    expect(tookMs).toBeGreaterThan(minutes(60));
    expect(tookMs).toBeLessThan(minutes(66));
    Object.assign(world.api, { list, look });
    const later = await world.run(testShots(1));
    expect(later).toMatchObject({ progress: { done: 1 }, requests: { creates: 0 } });
  });
});

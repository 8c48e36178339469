import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Verdict } from "../ports/state-store.ts";
import { benchOptions, testPlan, testShot, testShots } from "../testing/engine-bench.ts";
import { mortalPorts } from "../testing/mortal-ports.ts";
import { seededRandom } from "../testing/seeded-random.ts";
import { TestWorld } from "../testing/test-world.ts";
import type { EngineOptions } from "./engine-options.ts";
import { runEngine } from "./run-engine.ts";

const clipPath: EngineOptions["clipPath"] = ({ id }) => `${id}.mp4`;
const options = { clipPath };
const run = (world: TestWorld, shots = [testShot("mug")]) => world.run(shots, { options });

/** The number of the take whose clip has each name. */
async function names(world: TestWorld, shotId = "mug"): Promise<Record<string, number>> {
  const takes = await world.takes(shotId);
  for (const { clip, generationId } of takes) {
    if (clip !== undefined) expect(world.clips.placed.get(clip.file)?.generationId).toBe(generationId);
  }
  return Object.fromEntries(takes.flatMap(({ clip, number }) => (clip ? [[clip.file, number]] : [])));
}

const judge = async (world: TestWorld, number: number, verdict: Verdict["verdict"]): Promise<void> => {
  const take = (await world.store.read()).takes.find((item) => item.number === number);
  const sha256 = take?.clip?.sha256 ?? "";
  await world.store.setVerdict({ shotId: "mug", number, verdict, note: "", sha256, atMs: 1 });
};

describe("takes of one shot that share a path", () => {
  it("give the newest one the plain name, one after the other", async () => {
    const world = new TestWorld();
    for (const prompt of ["one", "two", "three"]) await run(world, [testShot("mug", { prompt })]);
    expect(await names(world)).toEqual({ "mug.take-1.mp4": 1, "mug.take-2.mp4": 2, "mug.mp4": 3 });
    expect([...world.clips.placed.keys()].sort()).toEqual(["mug.mp4", "mug.take-1.mp4", "mug.take-2.mp4"]);
    expect(world.clips.began).toHaveLength(3);
  });

  it.each([1, 2, 3, 4, 5])(
    "also when they are made together, whichever comes home first (seed %d)",
    async (seed) => {
      const world = new TestWorld({ seed, clips: { fetchMs: [10, 60_000] } });
      await run(world, [testShot("mug", { takes: 3 })]);
      expect(await names(world)).toEqual({ "mug.take-1.mp4": 1, "mug.take-2.mp4": 2, "mug.mp4": 3 });
      expect(world.clips.placed.size).toBe(3);
    },
  );

  it("leave the plain name to an approved take, and give it back when a verdict says so", async () => {
    const world = new TestWorld();
    await run(world, [testShot("mug")]);
    await judge(world, 1, "approved");
    await run(world, [testShot("mug", { takes: 2 })]);
    expect(await names(world)).toEqual({ "mug.mp4": 1, "mug.take-2.mp4": 2 });
    await judge(world, 1, "rejected");
    await run(world, [testShot("mug", { takes: 2 })]);
    expect(await names(world)).toEqual({ "mug.take-1.mp4": 1, "mug.mp4": 2 });
    expect(world.clips.placed.size).toBe(2);
  });

  it("do nothing to paths with the take's number in them", async () => {
    const world = new TestWorld();
    const numbered: EngineOptions["clipPath"] = ({ id }, number) => `${id}.take-${number}.mp4`;
    await world.run([testShot("mug", { takes: 2 })], { options: { clipPath: numbered } });
    expect(await names(world)).toEqual({ "mug.take-1.mp4": 1, "mug.take-2.mp4": 2 });
    expect(world.told("download")).toEqual([]);
  });

  it("lose nothing to a stranger's file: the clip stays checked and is told", async () => {
    const world = new TestWorld();
    world.clips.occupied.add("mug.mp4");
    const summary = await run(world);
    expect(summary.open).toMatchObject([{ shotId: "mug", reason: expect.stringContaining("mug.mp4") }]);
    expect((await world.takes("mug"))[0]?.state).toBe("checked");
    world.clips.occupied.clear();
    await run(world);
    expect(await names(world)).toEqual({ "mug.mp4": 1 });
    expect(world.clips.began).toHaveLength(1);
  });

  it("do not overwrite a stranger's file beside them either", async () => {
    const world = new TestWorld();
    await run(world);
    world.clips.occupied.add("mug.take-1.mp4");
    const summary = await run(world, [testShot("mug", { prompt: "two" })]);
    expect(summary.open).toMatchObject([{ take: 2, reason: expect.stringContaining("mug.take-1.mp4") }]);
    expect(await world.takes("mug")).toMatchObject([{ state: "done" }, { state: "checked" }]);
    expect(world.clips.placed.get("mug.mp4")?.clip.file).toBe("mug.mp4");
  });

  it("go on when the older clip is gone from disk: its name is kept for it", async () => {
    const world = new TestWorld();
    await run(world);
    world.clips.placed.clear();
    await run(world, [testShot("mug", { prompt: "two" })]);
    const takes = await world.takes("mug");
    expect(takes.map(({ state, clip }) => [state, clip?.file])).toEqual([
      ["done", "mug.take-1.mp4"],
      ["done", "mug.mp4"],
    ]);
  });
});

describe("a shot with a new id", () => {
  it("keeps its clip where it is, until a shot with the old id needs the name", async () => {
    const world = new TestWorld();
    await run(world);
    const plan = testPlan([testShot("cup", { prompt: "a film of mug" })], await world.store.read());
    const moved = { ...plan, moves: [{ from: "mug", to: "cup" }] };
    const cup = testShot("cup", { prompt: "a film of mug" });
    const kept = { ...moved, actions: moved.actions.map((action) => ({ ...action, buys: 0 })) };
    await world.run([cup], { options: { clipPath, plan: kept } });
    expect(await names(world, "cup")).toEqual({ "mug.mp4": 1 });
    await run(world, [cup, testShot("mug", { prompt: "another" })]);
    expect(await names(world, "cup")).toEqual({ "cup.mp4": 1 });
    expect(await names(world, "mug")).toEqual({ "mug.mp4": 1 });
    expect(world.clips.placed.size).toBe(2);
  });
});

it("whenever the process dies, every clip ends under its right name, fetched once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(1_000_000), fc.integer({ min: 1, max: 6 }), async (seed, lives) => {
      const world = new TestWorld({ seed, clips: { fetchMs: [10, 30_000] } });
      const { clock, store, api, clips } = world;
      const random = seededRandom(seed + 9);
      for (let life = 0; life <= lives; life++) {
        // The text changes once, so that both kinds of company happen: takes made together, and one after others.
        const prompt = life < lives / 2 ? "old" : "new";
        const shots = testShots(4).map(({ id }) => testShot(id, { prompt: `${id} ${prompt}`, takes: 2 }));
        const ports = { clock, store, api, clips };
        if (life === lives) {
          await clock.run(benchOptions({ shots, ...ports, seed, options }).then(runEngine));
          continue;
        }
        const calls = 1 + Math.floor(random() * 120);
        const { died, ...mortal } = mortalPorts(ports, { calls, random });
        const lived = benchOptions({ shots, ...mortal, seed: seed + life, options }).then(runEngine);
        await clock.run(Promise.race([lived, died]));
      }
      // A create that the process did not live to send was never made; everything else is home.
      const takes = (await store.read()).takes.filter(({ state }) => state !== "not-created");
      expect(takes.map(({ state }) => state)).toEqual(takes.map(() => "done"));
      for (const { id } of testShots(4)) {
        const named = await names(world, id);
        const newest = Math.max(...Object.values(named));
        expect(named[`${id}.mp4`]).toBe(newest);
        expect(Object.keys(named)).toHaveLength(takes.filter(({ shotId }) => shotId === id).length);
      }
      expect(clips.placed.size).toBe(takes.length);
      for (const [request, paid] of api.paidByRequest()) {
        expect(paid).toBeLessThanOrEqual(2);
        if (request.includes(" new")) expect(paid).toBe(2);
      }
    }),
    { numRuns: 60 },
  );
});

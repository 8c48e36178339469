import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type CommandBench, manifestOf, openBench } from "../command-bench.test.setup.ts";

// Each test runs several commands against a real server, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let bench: CommandBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

/** Writes and runs a manifest for the API without a list. */
async function runAgents(shots: Readonly<Record<string, string>>): Promise<void> {
  await bench.write("shots.yaml", manifestOf("ray-3.2", shots));
  const ended = await bench.run("shots.yaml");
  expect(ended.code, ended.out + ended.err).toBe(6);
}

const resolve = (...words: readonly string[]) => bench.shotlist(["resolve", "shots.yaml", ...words]);
const takes = async () => (await bench.shotlist(["state", "list", "shots.yaml", "--json"])).records("take");
const states = async () => (await takes()).map(({ shotId, number, state }) => `${shotId} ${number} ${state}`);

describe("a create without an answer, on an API without a list", () => {
  test("that was made is settled by its id, which is looked up, and is paid once", async () => {
    await runAgents({ mug: "A mug [[sim:lost-after]]", cup: "A cup" });
    const open = await resolve();
    expect(open).toMatchObject({
      code: 6,
      out: expect.stringContaining("mug, take 1: its create had no answer"),
    });

    const unknown = await resolve("mug", "--created", "00000000-0000-4000-8000-000000000000");
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining("[generation-not-found]") });
    const owned = (await takes()).find(({ shotId }) => shotId === "cup")?.["generationId"];
    const taken = await resolve("mug", "--created", String(owned), "--force");
    expect(taken).toMatchObject({ code: 2, err: expect.stringContaining("[generation-id-taken]") });
    expect(await states()).toEqual(["cup 1 done", "mug 1 unconfirmed"]);

    const made = bench.luma.generations().find(({ id }) => id !== owned);
    const settled = await resolve("mug", "--created", String(made?.id), "--json");
    expect(settled.code, settled.err).toBe(0);
    expect(settled.records("resolved")).toMatchObject([{ shotId: "mug", take: 1, state: "running" }]);
    expect(await bench.run("shots.yaml")).toMatchObject({ code: 0 });
    expect(await states()).toEqual(["cup 1 done", "mug 1 done"]);
    expect(bench.luma.generations()).toHaveLength(2);
  });

  test("that was not made is sent again, once a person says so", async () => {
    await runAgents({ mug: "A mug [[sim:lost-before]]" });
    expect(await bench.run("shots.yaml")).toMatchObject({ code: 6 });
    expect(bench.luma.generations()).toHaveLength(0);
    expect(await resolve("mug", "--not-created")).toMatchObject({ code: 0 });
    const ended = await bench.run("shots.yaml");
    expect(ended.code, ended.out + ended.err).toBe(0);
    expect(await states()).toEqual(["mug 1 not-created", "mug 2 done"]);
    expect(bench.luma.generations()).toHaveLength(1);
  });

  test("that is given up stays spent and buys nothing by itself", async () => {
    await runAgents({ mug: "A mug [[sim:lost-before]]" });
    expect(await resolve("mug", "--abandon")).toMatchObject({ code: 0 });
    expect((await bench.shotlist(["plan", "shots.yaml", "--json"])).records("plan-summary")).toMatchObject([
      { buys: 0 },
    ]);
    const again = await resolve("mug", "--abandon");
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining("[take-settled]") });
  });
});

describe("many at once", () => {
  const LOST = {
    one: "One [[sim:lost-before]]",
    two: "Two [[sim:lost-after]]",
    three: "Three [[sim:lost-before]]",
  };

  test("a file settles all of its lines or none", async () => {
    await runAgents(LOST);
    const [made] = bench.luma.generations();
    await bench.write("bad.csv", "shot,take,generation id\none,1,not-created\nfour,1,not-created\n");
    expect(await resolve("--from", "bad.csv")).toMatchObject({
      code: 2,
      err: expect.stringContaining("[shot-not-found]"),
    });
    expect(await states()).toEqual(["one 1 unconfirmed", "three 1 unconfirmed", "two 1 unconfirmed"]);

    const ndjson = [
      { shot: "one", take: 1, generation: "not-created" },
      { shot: "two", generation: made?.id },
    ];
    await bench.write("good.ndjson", ndjson.map((line) => JSON.stringify(line)).join("\n"));
    const settled = await resolve("--from", "good.ndjson");
    expect(settled.code, settled.err).toBe(6);
    expect(settled.out).toContain("1 take is unconfirmed still");
    expect(await states()).toEqual(["one 1 not-created", "three 1 unconfirmed", "two 1 running"]);
  });

  test("--all --not-created settles every one", async () => {
    await runAgents({ one: "One [[sim:lost-before]]", three: "Three [[sim:lost-before]]" });
    expect(await resolve("--all", "--not-created")).toMatchObject({ code: 0 });
    expect(await bench.run("shots.yaml")).toMatchObject({ code: 0 });
    expect(bench.luma.generations()).toHaveLength(2);
  });

  test.each([
    [["mug"], ["--created", "x-1234", "--not-created"]],
    [
      ["mug", "cup"],
      ["--created", "x-1234"],
    ],
    [["mug"], ["--all", "--not-created"]],
    [[], ["--not-created"]],
    [[], ["--all", "--abandon"]],
    [["mug"], ["--from", "answers.csv"]],
  ])("%j with %j is not clear, and changes nothing", async (shots, words) => {
    await bench.write("shots.yaml", manifestOf("ray-3.2", { mug: "A mug" }));
    expect(await resolve(...shots, ...words)).toMatchObject({
      code: 2,
      err: expect.stringContaining("[bad-resolution]"),
    });
  });
});

describe("--accept-risk", () => {
  test("sends unconfirmed takes again up to the sum, and leaves the rest", async () => {
    const lost = {
      one: "One [[sim:lost-before]]",
      two: "Two [[sim:lost-before]]",
      six: "Six [[sim:lost-before]]",
    };
    await runAgents(lost);
    const [price] = (await takes()).map(({ priceUsdE4 }) => Number(priceUsdE4) / 10_000);
    expect(price).toBeGreaterThan(0);
    const most = (price ?? 0) * 2.5;
    const ended = await bench.run("shots.yaml", "--accept-risk", most.toFixed(2));
    expect(ended.code, ended.out + ended.err).toBe(6);
    expect(ended.err).toContain("the accepted sum is used up");
    expect(bench.luma.generations()).toHaveLength(2);
    expect((await states()).filter((state) => state.endsWith("unconfirmed"))).toHaveLength(1);
  });

  test("declined, it changes nothing", async () => {
    await runAgents({ one: "One [[sim:lost-before]]" });
    const words = ["run", "shots.yaml", "--no-check-urls", "--accept-risk", "100"];
    expect(await bench.shotlist(words, "n")).toMatchObject({ code: 0 });
    expect(await states()).toEqual(["one 1 unconfirmed"]);
  });
});

test("on an API with a list a lost answer needs no person", async () => {
  await bench.write("shots.yaml", manifestOf("ray-2", { mug: "A mug [[sim:lost-after]]" }));
  const ended = await bench.run("shots.yaml");
  expect(ended.code, ended.out + ended.err).toBe(0);
  expect(await resolve()).toMatchObject({ code: 0, out: "No take waits for you.\n" });
});

import { readdir, rm } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type CommandBench, manifestOf, openBench, SPEED } from "../command-bench.test.setup.ts";

// Each test runs several commands against a real server, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let bench: CommandBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const CHAIN = [
  "version: 1",
  "name: bench",
  "defaults: { model: ray-2 }",
  "limits: { concurrency: 10, requests_per_minute: 600, poll_min_s: 0.2, poll_max_s: 2 }",
  "shots:",
  '  - { id: mug, prompt: "A mug, camera static" }',
  '  - { id: next, prompt: "Then a cup, camera static", keyframes: { frame0: { shot: mug } } }',
  "",
].join("\n");

async function loseEverything(): Promise<void> {
  for (const name of await readdir(bench.folder)) {
    if (!name.endsWith(".yaml")) await rm(bench.path(name), { recursive: true });
  }
}

const creates = () => bench.luma.generations().length;

describe("a state that was lost without its clips", () => {
  beforeEach(async () => {
    await bench.write("shots.yaml", CHAIN);
    expect(await bench.run("shots.yaml")).toMatchObject({ code: 0 });
    await loseEverything();
  });

  test("stops the run before it buys anything again", async () => {
    const ended = await bench.run("shots.yaml");
    expect(ended).toMatchObject({ code: 2, err: expect.stringContaining("[unowned-matches]") });
    expect(ended.err.replaceAll(/\s+/g, " ")).toContain(
      "2 generations equal to what would be bought for 2 shots",
    );
    expect(creates()).toBe(2);
  });

  test("is made good by --adopt-matching, chain and all, for nothing", async () => {
    const ended = await bench.run("shots.yaml", "--adopt-matching");
    expect(ended.code, ended.out + ended.err).toBe(0);
    expect(creates()).toBe(2);
    expect((await readdir(bench.path("renders/next"))).sort()).toContain("take-1.mp4");
    const takes = (await bench.shotlist(["state", "list", "shots.yaml", "--json"])).records("take");
    expect(takes).toMatchObject([
      { shotId: "mug", state: "done", idSource: "listing" },
      { shotId: "next", state: "done", upstream: { frame0: takes[0]?.["generationId"] } },
    ]);
  });

  test("is made anew, and paid again, only when that is said", async () => {
    const ended = await bench.run("shots.yaml", "--no-adopt-matching");
    expect(ended.code, ended.out + ended.err).toBe(0);
    expect(creates()).toBe(4);
  });

  test("is offered to a person at a terminal", async () => {
    const words = ["run", "shots.yaml", "--yes", "--no-check-urls", "--speed", String(SPEED)];
    const ended = await bench.shotlist(words, "");
    expect(ended.code, ended.out + ended.err).toBe(0);
    expect(ended.out).toContain("Take them up instead of paying again?");
    expect(creates()).toBe(2);
  });
});

test("a state with a history asks for nothing, whatever else the account holds", async () => {
  await bench.write("shots.yaml", manifestOf("ray-2", { mug: "A mug" }));
  expect(await bench.run("shots.yaml")).toMatchObject({ code: 0 });
  const [mug] = bench.luma.generations();
  await fetch(`${bench.luma.controlUrl}/add-foreign`, {
    method: "POST",
    body: JSON.stringify({ request: { ...mug?.request, prompt: "A cup, camera static" } }),
  });
  expect(creates()).toBe(2);
  await bench.write("shots.yaml", manifestOf("ray-2", { mug: "A mug", cup: "A cup" }));
  expect(await bench.run("shots.yaml")).toMatchObject({ code: 0 });
  expect(bench.luma.generations().filter(({ foreign }) => !foreign)).toHaveLength(2);
});

describe("a state of another name beside the manifest", () => {
  beforeEach(async () => {
    await bench.write("shots.yaml", manifestOf("ray-2", { mug: "A mug" }, "old"));
    expect(await bench.run("shots.yaml")).toMatchObject({ code: 0 });
    await bench.write("shots.yaml", manifestOf("ray-2", { mug: "A mug" }, "new"));
  });

  test("that knows its shots stops plan and run", async () => {
    for (const words of [
      ["plan", "shots.yaml"],
      ["run", "shots.yaml", "--yes"],
    ]) {
      const ended = await bench.shotlist(words);
      expect(ended).toMatchObject({ code: 2, err: expect.stringContaining("[state-beside]") });
      expect(ended.err).toContain("--state old.shotlist.db");
    }
    expect(creates()).toBe(1);
  });

  test("is used when it is named, and passed over when a new one is asked for", async () => {
    const used = await bench.run("shots.yaml", "--state", "old.shotlist.db");
    expect(used.out).toContain("Nothing was sent to the API.");
    expect(await bench.shotlist(["plan", "shots.yaml", "--new-state"])).toMatchObject({ code: 0 });
  });

  test("that knows none of its shots stops nothing", async () => {
    await bench.write("shots.yaml", manifestOf("ray-2", { jug: "A jug" }, "new"));
    expect(await bench.shotlist(["plan", "shots.yaml"])).toMatchObject({ code: 0 });
  });
});

describe("clips of a state that is lost", () => {
  const lose = async (): Promise<void> => {
    const names = (await readdir(bench.folder)).filter((name) => name.includes(".shotlist.db"));
    await Promise.all(names.map((name) => rm(bench.path(name))));
  };
  beforeEach(async () => {
    await bench.write("shots.yaml", manifestOf("ray-3.2", { mug: "A mug", cup: "A cup" }));
    expect(await bench.run("shots.yaml")).toMatchObject({ code: 0 });
    await lose();
  });

  test("stop plan and run, also where the API has no list, and are taken up as the hint says", async () => {
    for (const words of [
      ["plan", "shots.yaml"],
      ["run", "shots.yaml", "--yes"],
    ]) {
      const ended = await bench.shotlist(words);
      expect(ended).toMatchObject({ code: 2, err: expect.stringContaining("[clips-without-state]") });
      expect(ended.err).toContain("renders holds 2 clips of shots of this manifest");
    }
    expect(await bench.shotlist(["state", "adopt", "shots.yaml", "--from-sidecars"])).toMatchObject({
      code: 0,
    });
    expect((await bench.run("shots.yaml")).out).toContain("Nothing was sent to the API.");
    expect(bench.luma.generations()).toHaveLength(2);
  });

  test("stop nothing where they are of other shots, or a new state is asked for", async () => {
    expect(await bench.shotlist(["plan", "shots.yaml", "--new-state"])).toMatchObject({ code: 0 });
    await bench.write("shots.yaml", manifestOf("ray-3.2", { jug: "A jug" }));
    expect(await bench.shotlist(["plan", "shots.yaml"])).toMatchObject({ code: 0 });
  });
});

import { execFileSync } from "node:child_process";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { acquireStateLock } from "@shotlist/core/local";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type CommandBench, manifestOf, openBench } from "../../command-bench.test.setup.ts";

// Each test runs several commands against a real server, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let bench: CommandBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const SHOTS = { mug: "A mug", cup: "A cup" };
const STATE = "bench.shotlist.db";

/** Writes a manifest, and makes its clips. */
async function made(shots: Readonly<Record<string, string>> = SHOTS): Promise<void> {
  await bench.write("shots.yaml", manifestOf("ray-2", shots));
  const ended = await bench.run("shots.yaml");
  expect(ended.code, ended.out + ended.err).toBe(0);
}

const state = (word: string, ...more: readonly string[]) =>
  bench.shotlist(["state", word, "shots.yaml", ...more]);
const names = async () =>
  (await state("list", "--json"))
    .records("take")
    .map(({ shotId, number, state: at }) => `${shotId} ${number} ${at}`);
const buys = async () =>
  (await bench.shotlist(["plan", "shots.yaml", "--json"])).records("plan-summary")[0]?.["buys"];
const creates = () => bench.luma.generations().length;
const code = (name: string) => expect.stringContaining(`[${name}]`);
async function loseState(): Promise<void> {
  for (const name of await readdir(bench.folder)) if (name.startsWith(STATE)) await rm(bench.path(name));
}

describe("looking", () => {
  test("lists takes, shows what happened to one, and takes the state's own file for the manifest", async () => {
    await made();
    const list = await bench.shotlist(["state", "list", STATE]);
    expect(list.out).toMatch(/^shot +take +state +price +generation +clip/);
    expect(list.out).toMatch(/mug +1 +done +\$0\.7078 +[\w-]{36} +mug\/take-1\.mp4/);
    const show = await state("show", "mug");
    expect(show.out).toMatch(/intended[\s\S]*accepted as [\w-]{36} \(answer\)[\s\S]*clip-placed/);
    expect(show.out).not.toContain("luma-bench");
    expect(await state("show", "jug")).toMatchObject({ code: 2, err: code("shot-not-found") });
    expect(await state("show", "mug", "--take", "9")).toMatchObject({ code: 2, err: code("take-not-found") });
  });

  test("where there is no state, none is made", async () => {
    await bench.write("shots.yaml", manifestOf("ray-2", SHOTS));
    for (const words of [["list"], ["show", "mug"], ["export"], ["move", "cup", "mug"], ["forget", "mug"]]) {
      const [word = "", ...more] = words;
      expect(await state(word, ...more)).toMatchObject({ code: 2, err: code("state-not-found") });
    }
    expect(await readdir(bench.folder)).toEqual(["shots.yaml"]);
  });

  test("exports everything as JSON, without the key", async () => {
    await made();
    const { out } = await state("export");
    const exported = JSON.parse(out);
    expect(exported).toMatchObject({ format: 1, losses: [] });
    expect(exported.tables.takes).toHaveLength(2);
    expect(out).not.toContain("luma-bench");
    expect(await state("export", "--to", "state.json")).toMatchObject({
      code: 0,
      out: "Wrote state.json.\n",
    });
    expect(await readFile(bench.path("state.json"), "utf8")).toBe(out);
  });

  test("a state that is none is said to be damaged, and left alone", async () => {
    await bench.write("shots.yaml", manifestOf("ray-2", SHOTS));
    await writeFile(bench.path(STATE), "no database ".repeat(1_000));
    expect(await state("export")).toMatchObject({ code: 1, err: code("state-damaged") });
    expect(await bench.run("shots.yaml")).toMatchObject({ code: 1, err: code("state-damaged") });
    expect(creates()).toBe(0);
  });
});

test("a state that is damaged in part is exported in part, stops the run, and is rebuilt from the sidecars", async () => {
  await made();
  // A broken page of events: the takes themselves are whole.
  const damage = `const fs = require("node:fs"), file = ${JSON.stringify(bench.path(STATE))};
    const bytes = fs.readFileSync(file);
    const at = Math.floor(bytes.lastIndexOf('"type":"clip-placed"') / 4096) * 4096;
    bytes.fill(0xff, at, at + 4096);
    fs.writeFileSync(file, bytes);`;
  execFileSync(process.execPath, ["-e", damage]);
  const exported = await bench.shotlist(["state", "export", STATE]);
  expect(exported).toMatchObject({ code: 3, err: expect.stringContaining("table events") });
  expect(JSON.parse(exported.out).tables.takes).toHaveLength(2);
  await bench.write("shots.yaml", manifestOf("ray-2", { ...SHOTS, jug: "A jug" }));
  expect(await bench.run("shots.yaml")).toMatchObject({ code: 1, err: code("state-damaged") });
  expect(creates()).toBe(2);

  await loseState();
  expect(await state("adopt", "--from-sidecars")).toMatchObject({ code: 0 });
  expect(await bench.run("shots.yaml")).toMatchObject({ code: 0 });
  expect(creates()).toBe(3);
});

describe("moving", () => {
  test("a shot that is renamed and edited keeps its takes, and its old clip is not bought again", async () => {
    await made();
    await bench.write(
      "shots.yaml",
      manifestOf("ray-2", { beaker: "A mug", cup: "A cup" }).replace("A mug", "A big mug"),
    );
    expect(await state("move", "mug", "beaker")).toMatchObject({
      code: 0,
      out: "1 take of mug is now of beaker.\n",
    });
    expect(await names()).toEqual(["beaker 1 done", "cup 1 done"]);
    const actions = (await bench.shotlist(["plan", "shots.yaml", "--json"])).records("plan-action");
    expect(actions.map(({ shotId, kind }) => `${shotId} ${kind}`)).toEqual(["beaker changed", "cup done"]);
    await made({ beaker: "A mug", cup: "A cup" });
    expect(creates()).toBe(2);
  });

  test("only to a shot of the manifest, and only what the state knows", async () => {
    await made();
    expect(await state("move", "mug", "jug")).toMatchObject({ code: 2, err: code("shot-not-found") });
    expect(await state("move", "jug", "mug")).toMatchObject({ code: 2, err: code("shot-not-found") });
    expect(await names()).toEqual(["cup 1 done", "mug 1 done"]);
  });
});

describe("forgetting", () => {
  test("leaves the money spent, the clip on disk and the number used", async () => {
    await made();
    const totals = async () =>
      (await bench.shotlist(["status", "shots.yaml", "--json"])).records("totals")[0];
    const spentUsdE4 = (await totals())?.["spentUsdE4"];
    expect(spentUsdE4).toBeGreaterThan(0);
    expect(await state("forget", "mug")).toMatchObject({ code: 0 });
    expect(await names()).toEqual(["cup 1 done"]);
    expect(await totals()).toMatchObject({ spentUsdE4 });
    expect(await readdir(bench.path("renders/mug"))).toContain("take-1.mp4");

    const ended = await bench.run("shots.yaml");
    expect(ended.code, ended.out + ended.err).toBe(0);
    expect(await names()).toEqual(["cup 1 done", "mug 2 done"]);
    expect(creates()).toBe(3);
  });

  test("what is not finished needs --force", async () => {
    await bench.write("shots.yaml", manifestOf("ray-3.2", { mug: "A mug [[sim:lost-after]]" }));
    expect(await bench.run("shots.yaml")).toMatchObject({ code: 6 });
    expect(await state("forget", "mug")).toMatchObject({ code: 2, err: code("take-open") });
    expect(await state("forget", "mug", "--force")).toMatchObject({ code: 0 });
    expect(await names()).toEqual([]);
  });
});

describe("a lost state", () => {
  test("is rebuilt from the sidecars, after which nothing is paid again", async () => {
    await made();
    const before = await names();
    await loseState();
    const adopted = await state("adopt", "--from-sidecars");
    expect(adopted).toMatchObject({ code: 0, out: "Took up 2 takes of 2 shots.\n" });
    expect(await names()).toEqual(before);
    const ended = await bench.run("shots.yaml");
    expect(ended.out).toContain("Nothing was sent to the API.");
    expect(creates()).toBe(2);
    expect(await state("adopt", "--from-sidecars")).toMatchObject({
      out: expect.stringContaining("2 were known already"),
    });
  });

  test("whose clips are gone or changed is rebuilt, and they are fetched again", async () => {
    await made();
    await loseState();
    await rm(bench.path("renders/mug/take-1.mp4"));
    expect((await state("adopt", "--from-sidecars")).out).toContain("the next run fetches them again");
    expect(await names()).toEqual(["cup 1 done", "mug 1 completed"]);
    const ended = await bench.run("shots.yaml");
    expect(ended.code, ended.out + ended.err).toBe(0);
    expect(await names()).toEqual(["cup 1 done", "mug 1 done"]);
    expect(creates()).toBe(2);
  });

  test("is rebuilt for its own account: another key is refused", async () => {
    await made();
    await loseState();
    await state("adopt", "--from-sidecars");
    bench.env["LUMA_API_KEY"] = "luma-other";
    await bench.write("shots.yaml", manifestOf("ray-2", { ...SHOTS, jug: "A jug" }));
    expect(await bench.run("shots.yaml")).toMatchObject({ code: 5, err: code("state-other-account") });
  });

  test("gets single generations back by their ids, if they are what the shot asks for", async () => {
    await made();
    await rm(bench.path("renders"), { recursive: true });
    await loseState();
    const [first, second] = bench.luma.generations();
    const mug = first?.request["prompt"]?.toString().includes("mug") ? first : second;
    const cup = mug === first ? second : first;
    expect(await state("adopt", "mug", String(cup?.id))).toMatchObject({
      code: 2,
      err: code("generation-differs"),
    });
    expect(await state("adopt", "mug", "00000000-0000-4000-8000-000000000000")).toMatchObject({
      code: 2,
      err: code("generation-not-found"),
    });
    expect(await state("adopt", "mug", String(mug?.id))).toMatchObject({ code: 0 });
    expect(await state("adopt", "cup", String(mug?.id), "--force")).toMatchObject({
      code: 2,
      err: code("generation-id-taken"),
    });
    expect(await buys()).toBe(1);
  });
});

describe("rebinding", () => {
  test("a new key of the same account takes every take along", async () => {
    await made();
    bench.env["LUMA_API_KEY"] = "luma-bench-2";
    await bench.write("shots.yaml", manifestOf("ray-2", { ...SHOTS, jug: "A jug" }));
    expect(await bench.run("shots.yaml")).toMatchObject({ code: 5, err: code("state-other-account") });
    const rebound = await state("rebind");
    expect(rebound.code, rebound.err).toBe(0);
    expect(rebound.out).toContain("the new key of the same account");
    expect(await bench.run("shots.yaml")).toMatchObject({ code: 0 });
    expect(await state("rebind")).toMatchObject({ out: expect.stringContaining("bound already") });
    expect(creates()).toBe(3);
  });

  test("another account is refused without --force, which leaves the takes as they are", async () => {
    await made();
    const other = await openBench();
    try {
      bench.env["LUMAAI_BASE_URL"] = other.luma.baseUrl;
      expect(await state("rebind")).toMatchObject({ code: 5, err: code("account-differs") });
      expect(await state("rebind", "--force")).toMatchObject({ code: 0 });
      const origins = (await state("list", "--json")).records("take").map(({ account }) => account);
      expect(origins).toEqual([
        expect.objectContaining({ origin: new URL(bench.luma.baseUrl).origin }),
        expect.objectContaining({ origin: new URL(bench.luma.baseUrl).origin }),
      ]);
      expect(await bench.run("shots.yaml")).toMatchObject({
        code: 0,
        out: expect.stringContaining("Nothing was sent"),
      });
    } finally {
      await other.close();
    }
  });
});

describe("the lock", () => {
  test("keeps every command that writes away while a run holds it, and none that reads", async () => {
    await made();
    const lock = await acquireStateLock({
      stateFile: bench.path(STATE),
      command: "shotlist run x",
      nowMs: () => 0,
    });
    try {
      const writing = [
        ["state", "move", "shots.yaml", "mug", "cup"],
        ["state", "forget", "shots.yaml", "mug"],
        ["state", "rebind", "shots.yaml"],
        ["state", "adopt", "shots.yaml", "--from-sidecars"],
        ["resolve", "shots.yaml", "mug", "--abandon"],
        ["status", "shots.yaml", "--verify", "--repair"],
      ];
      for (const words of writing)
        expect(await bench.shotlist(words)).toMatchObject({ code: 5, err: code("state-locked") });
      const reading = [
        ["state", "list", "shots.yaml"],
        ["state", "show", "shots.yaml", "mug"],
        ["state", "export", "shots.yaml"],
        ["resolve", "shots.yaml"],
        ["status", "shots.yaml", "--verify"],
        ["plan", "shots.yaml"],
      ];
      for (const words of reading) expect(await bench.shotlist(words)).toMatchObject({ code: 0 });
    } finally {
      await lock.release();
    }
  });

  test("is taken away only with --force, and never from a process that lives here", async () => {
    await made();
    expect(await state("unlock")).toMatchObject({
      code: 0,
      out: expect.stringContaining("nothing to unlock"),
    });
    const lock = await acquireStateLock({
      stateFile: bench.path(STATE),
      command: "shotlist run x",
      nowMs: () => 0,
    });
    expect(await state("unlock")).toMatchObject({ code: 5, err: code("state-locked") });
    expect(await state("unlock", "--force")).toMatchObject({ code: 5, err: code("state-locked") });
    const holder = `${STATE}.holder.json`;
    const signed = JSON.parse(await readFile(bench.path(holder), "utf8"));
    await bench.write(holder, JSON.stringify({ ...signed, host: "far-away" }));
    expect(await state("unlock", "--force")).toMatchObject({
      code: 0,
      out: expect.stringContaining("taken away"),
    });
    expect(await state("forget", "mug")).toMatchObject({ code: 0 });
    await lock.release();
  });
});

import { readFile, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type CommandBench, manifestOf, openBench, SPEED } from "../command-bench.test.setup.ts";

// Each test runs several commands against a real server, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let bench: CommandBench;
beforeEach(async () => {
  bench = await openBench();
  await bench.write("shots.yaml", manifestOf("ray-2", { mug: "A mug", cup: "A cup" }));
});
afterEach(() => bench.close());

const save = (...more: readonly string[]) =>
  bench.shotlist(["plan", "shots.yaml", "--out", "plan.json", ...more]);
const apply = (...more: readonly string[]) =>
  bench.shotlist([
    "run",
    "--plan",
    "plan.json",
    "--yes",
    "--no-check-urls",
    "--speed",
    String(SPEED),
    ...more,
  ]);
const made = () => bench.luma.generations().map(({ request }) => String(request["prompt"]).slice(0, 5));
const stale = { code: 5, err: expect.stringContaining("[plan-stale]") };

describe("a saved plan", () => {
  test("does what it shows, once", async () => {
    const saved = await save();
    expect(saved.code, saved.err).toBe(0);
    expect(saved.out).toContain("shotlist run --plan plan.json");
    const applied = await apply();
    expect(applied.code, applied.out + applied.err).toBe(0);
    expect(made().sort()).toEqual(["A cup", "A mug"]);
    expect(await apply()).toMatchObject(stale);
    expect(made()).toHaveLength(2);
  });

  test("carries its requests, and no key", async () => {
    await save();
    const text = await readFile(bench.path("plan.json"), "utf8");
    expect(text).not.toContain("luma-bench");
    expect(JSON.parse(text).requests).toMatchObject([
      { shotId: "mug", dialect: "dream-machine", body: { prompt: "A mug, camera static" } },
      { shotId: "cup" },
    ]);
  });

  test("does what it shows though the manifest was edited since", async () => {
    await save("--only", "id:mug");
    await bench.write("shots.yaml", manifestOf("ray-2", { mug: "A pot", cup: "A cup" }));
    const applied = await apply();
    expect(applied.code, applied.out + applied.err).toBe(0);
    expect(applied.err).toContain("shots.yaml has changed; the plan does what it shows");
    expect(made()).toEqual(["A mug"]);
  });

  test("is stale once the state has moved on, or is another one", async () => {
    await save();
    expect(await bench.run("shots.yaml", "--only", "id:mug")).toMatchObject({ code: 0 });
    expect(await apply()).toMatchObject(stale);
    expect(await apply("--state", "other.shotlist.db")).toMatchObject(stale);
    expect(made()).toEqual(["A mug"]);
  });

  test("is stale when this release would send something else", async () => {
    await save();
    const text = await readFile(bench.path("plan.json"), "utf8");
    const plan = JSON.parse(text);
    plan.requests[0].requestHash = "0".repeat(64);
    await writeFile(bench.path("plan.json"), JSON.stringify(plan));
    expect(await apply()).toMatchObject(stale);
  });

  test("takes no other wishes, no other manifest, and no other file", async () => {
    await save();
    for (const wish of [
      ["--only", "id:mug"],
      ["--sample", "1"],
      ["--accept-risk", "1"],
      ["--model", "ray-flash-2"],
    ]) {
      expect(await apply(...wish)).toMatchObject({
        code: 2,
        err: expect.stringContaining("[bad-selection]"),
      });
    }
    await bench.write("other.yaml", manifestOf("ray-2", { jug: "A jug" }));
    const other = await bench.shotlist(["run", "other.yaml", "--plan", "plan.json", "--yes"]);
    expect(other).toMatchObject({ code: 2, err: expect.stringContaining("[bad-selection]") });
    const notOne = await bench.shotlist(["run", "--plan", "other.yaml", "--yes"]);
    expect(notOne).toMatchObject({ code: 2, err: expect.stringContaining("[plan-unreadable]") });
    expect(await bench.shotlist(["run", "--yes"])).toMatchObject({ code: 2 });
    expect(made()).toEqual([]);
  });
});

describe("an interrupted plan", () => {
  test("is gone on with until it is finished, and then never begun again", async () => {
    await save();
    const stopped = await apply("--max-spend", "1");
    expect(stopped.code, stopped.out + stopped.err).toBe(4);
    expect(made()).toHaveLength(1);
    const rest = await apply();
    expect(rest.code, rest.out + rest.err).toBe(0);
    expect(made()).toHaveLength(2);
    expect(await apply()).toMatchObject(stale);
  });

  test("is stale once another manifest was run in between", async () => {
    await save();
    expect(await apply("--max-spend", "1")).toMatchObject({ code: 4 });
    await bench.write("shots.yaml", manifestOf("ray-2", { mug: "A mug", cup: "A blue cup" }));
    expect(await bench.run("shots.yaml")).toMatchObject({ code: 0 });
    expect(await apply()).toMatchObject(stale);
    expect(made()).toHaveLength(2);
  });
});

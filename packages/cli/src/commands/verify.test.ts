import { appendFile, readdir, rm } from "node:fs/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type CommandBench, manifestOf, openBench } from "../command-bench.test.setup.ts";

// Each test runs several commands against a real server, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 });

let bench: CommandBench;
beforeEach(async () => {
  bench = await openBench();
  await bench.write("shots.yaml", manifestOf("ray-2", { mug: "A mug", cup: "A cup" }));
  expect(await bench.run("shots.yaml")).toMatchObject({ code: 0 });
});
afterEach(() => bench.close());

const verify = (...more: readonly string[]) => bench.shotlist(["status", "shots.yaml", "--verify", ...more]);

test("whole clips are said to be whole", async () => {
  expect(await verify()).toMatchObject({ code: 0, out: "2 clips read: all are whole.\n" });
});

test("edited and missing clips are found, set aside on request, and fetched again without paying", async () => {
  await appendFile(bench.path("renders/mug/take-1.mp4"), "cut by hand");
  await rm(bench.path("renders/cup/take-1.mp4"));
  const found = await verify("--json");
  expect(found.code).toBe(3);
  expect(found.records("broken-clip")).toMatchObject([
    { shotId: "mug", take: 1, health: "edited" },
    { shotId: "cup", take: 1, health: "missing" },
  ]);
  expect(await readdir(bench.path("renders/mug"))).not.toContain("take-1.edited.mp4");

  const repaired = await verify("--repair");
  expect(repaired.code, repaired.err).toBe(0);
  expect(repaired.out).toContain("it is now mug/take-1.edited.mp4");
  const ended = await bench.run("shots.yaml");
  expect(ended.code, ended.out + ended.err).toBe(0);
  expect(await verify()).toMatchObject({ code: 0 });
  expect(await readdir(bench.path("renders/mug"))).toEqual(
    expect.arrayContaining(["take-1.edited.mp4", "take-1.mp4"]),
  );
  expect(bench.luma.generations()).toHaveLength(2);
});

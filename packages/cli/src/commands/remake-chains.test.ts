import { newUuid, openStateStore } from "@shotlist/core/local";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type CommandBench, openBench } from "../command-bench.test.setup.ts";

// Several commands run against a real server, on machines that may be busy.
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
  '  - { id: mug, prompt: "A mug, camera static", takes: 2 }',
  '  - { id: next, prompt: "Then a cup, camera static", keyframes: { frame0: { shot: mug } } }',
  "",
].join("\n");

async function approve(shotId: string, number: number): Promise<void> {
  const file = bench.path("bench.shotlist.db");
  const store = await openStateStore({ file, name: "bench", newId: newUuid, nowMs: Date.now });
  const take = (await store.read()).takes.find((item) => item.shotId === shotId && item.number === number);
  const sha256 = take?.clip?.sha256 ?? "";
  await store.setVerdict({ shotId, number, verdict: "approved", note: "", sha256, atMs: number });
  await store.close();
}

test("picking another take only says so; --remake-chains makes what continues it again, once", async () => {
  await bench.write("shots.yaml", CHAIN);
  await bench.run("shots.yaml");
  await approve("mug", 1);
  expect(await bench.run("shots.yaml")).toMatchObject({ code: 0 });
  expect(bench.luma.generations()).toHaveLength(3);
  await approve("mug", 2);

  expect((await bench.run("shots.yaml")).out).toContain("Nothing was sent to the API.");
  const shown = await bench.shotlist(["plan", "shots.yaml", "--json"]);
  expect(shown.out).toContain("--remake-chains makes it again");
  const planned = await bench.shotlist(["plan", "shots.yaml", "--json", "--remake-chains"]);
  expect(planned.records("plan-summary")).toMatchObject([{ buys: 1 }]);

  for (const generations of [4, 4]) {
    const ended = await bench.run("shots.yaml", "--remake-chains");
    expect(ended.code, ended.out + ended.err).toBe(0);
    expect(bench.luma.generations()).toHaveLength(generations);
  }
});

import { appendFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type CommandBench, openBench } from "../command-bench.test.setup.ts";

// Each test runs several commands against a real server, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const MANIFEST = `version: 1
name: bench
defaults: { model: ray-3.2, resolution: 720p }
limits: { poll_min_s: 0.2, poll_max_s: 2 }
shots:
  - { id: dusk, prompt: "Dusk, camera static", hdr: true, exr: true, keyframes: { frame0: { file: dusk.png } } }
`;

let bench: CommandBench;
beforeEach(async () => {
  bench = await openBench();
  await bench.write("shots.yaml", MANIFEST);
  await writeFile(bench.path("dusk.png"), Buffer.from(PIXEL, "base64"));
  const { code, out, err } = await bench.run("shots.yaml");
  expect(code, out + err).toBe(0);
});
afterEach(() => bench.close());

const inFolder = async (): Promise<readonly string[]> => (await readdir(bench.path("renders/dusk"))).sort();

test("edited frames are set aside alone, and they alone are named", async () => {
  const before = await readFile(bench.path("renders/dusk/take-1.mp4"));
  await appendFile(bench.path("renders/dusk/take-1.exr.zip"), "graded by hand");
  const repaired = await bench.shotlist(["status", "shots.yaml", "--verify", "--repair"]);
  expect(repaired.out).toContain("dusk/take-1.exr.zip was changed; it is now dusk/take-1.exr.edited.zip");
  expect(await inFolder()).toEqual(["take-1.exr.edited.zip", "take-1.mp4", "take-1.mp4.json"]);
  expect(await bench.run("shots.yaml")).toMatchObject({ code: 0 });
  expect(await inFolder()).toContain("take-1.exr.zip");
  expect(await readFile(bench.path("renders/dusk/take-1.mp4"))).toEqual(before);
  expect(bench.luma.generations()).toHaveLength(1);
});

test("missing frames are said to be missing, not the clip", async () => {
  await rm(bench.path("renders/dusk/take-1.exr.zip"));
  const { code, out } = await bench.shotlist(["status", "shots.yaml", "--verify"]);
  expect(code).toBe(3);
  expect(out).toContain("dusk, take 1: dusk/take-1.exr.zip is gone");
  expect(out).not.toContain("take-1.mp4 is gone");
});

test("a take shows its files, and of content in its request only the size", async () => {
  const { out } = await bench.shotlist(["state", "show", "shots.yaml", "dusk"]);
  expect(out).toContain("beside it    dusk/take-1.exr.zip (");
  expect(out).toMatch(/"start_frame":\{"data":"\(\d+ bytes\)"/);
  const { records } = await bench.shotlist(["state", "show", "shots.yaml", "dusk", "--json"]);
  expect(JSON.stringify(records("take"))).toContain('"data":"iVBORw0KGgo');
});

test("frames are handed over with their clip", async () => {
  const { code, err } = await bench.shotlist(["export", "shots.yaml", "--all"]);
  expect(code, err).toBe(0);
  expect((await readdir(bench.path("export"))).sort()).toEqual(
    expect.arrayContaining(["dusk.exr.zip", "dusk.mp4", "dusk.mp4.json"]),
  );
  expect(await readFile(bench.path("export/dusk.exr.zip"))).toEqual(
    await readFile(bench.path("renders/dusk/take-1.exr.zip")),
  );
  expect(await readFile(bench.path("export/clips.csv"), "utf8")).toMatch(/,beside\r\n.*,dusk\.exr\.zip\r\n$/);
});

import { cp, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Simulator, startSimulator } from "@shotlist/simulator";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readVideo, startBrowser } from "./browser.ts";
import { shotlist, startShotlist, temporaryFolder } from "./command-line.ts";

const MANIFESTS = join(import.meta.dirname, "../../../manifests");

/** What `results.json` says, as far as these tests look. */
interface Results {
  readonly shots: readonly { id: string; state: string; clip: string }[];
}

async function catalogFolder(): ReturnType<typeof temporaryFolder> {
  const folder = await temporaryFolder();
  await cp(join(MANIFESTS, "product-catalog"), folder.path, { recursive: true });
  return folder;
}

async function clipsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return names.filter((name) => name.endsWith(".mp4")).sort();
}

const results = async (folder: string, report = "report-simulated"): Promise<Results> =>
  JSON.parse(await readFile(join(folder, report, "results.json"), "utf8")) as Results;

test("a catalog becomes clips, once, and an edit remakes just what it touches", async () => {
  await using folder = await catalogFolder();
  const options = { cwd: folder.path };
  const words = ["run", "shotlist.yaml", "--simulate", "--yes"];

  const first = await shotlist(words, options);
  expect(first, first.stderr).toMatchObject({ code: 0 });
  const shots = (await results(folder.path)).shots;
  expect(shots.length).toBeGreaterThan(15);
  expect(shots.map(({ state }) => state)).toEqual(shots.map(() => "done"));
  expect(await clipsIn(join(folder.path, "renders-simulated"))).toHaveLength(shots.length);

  const again = await shotlist(words, options);
  expect(again, again.stderr).toMatchObject({ code: 0 });
  expect(again.stdout).toContain("Nothing was sent to the API.");

  const catalog = join(folder.path, "products.csv");
  const before = await readFile(catalog, "utf8");
  const price = /,(\d+\.\d{2}),/.exec(before)?.[1];
  await writeFile(catalog, before.replaceAll(`,${price},`, ",99.99,"));
  const priced = await shotlist(["plan", "shotlist.yaml", "--simulate", "--json"], options);
  expect(priced.stdout).toContain('"hasWork":false');
});

describe("stopped in the middle, with a Luma that goes on", () => {
  let luma: Simulator;
  beforeAll(async () => {
    luma = await startSimulator({ seed: 7, speed: 30, limits: { concurrency: 10, createsPerMinute: 20 } });
  });
  afterAll(() => luma.close());

  test("SIGINT, then kill -9, then run again: one completed generation a shot, every clip there", async () => {
    await using folder = await catalogFolder();
    const env = { LUMA_API_KEY: "luma-e2e", LUMAAI_BASE_URL: luma.baseUrl };
    const words = [
      "run",
      "shotlist.yaml",
      "--yes",
      "--poll-min",
      "0.05",
      "--poll-max",
      "0.2",
      "--requests-per-minute",
      "600",
    ];
    const start = () => startShotlist([...words, "--no-check-urls"], { cwd: folder.path, env });

    const interrupted = start();
    await interrupted.until(/done|clip/);
    interrupted.child.kill("SIGINT");
    expect(await interrupted.ended).toMatchObject({ code: 130 });

    const killed = start();
    await killed.until(/done|clip/);
    killed.child.kill("SIGKILL");
    expect(await killed.ended).toMatchObject({ signal: "SIGKILL" });

    const last = await start().ended;
    expect(last, last.stdout + last.stderr).toMatchObject({ code: 0 });
    const { shots } = await results(folder.path, "report");
    expect(shots.every(({ state }) => state === "done")).toBe(true);
    expect(await clipsIn(join(folder.path, "renders"))).toHaveLength(shots.length);
    const completed = luma.generations().filter(({ state }) => state === "completed");
    expect(completed).toHaveLength(shots.length);
    expect(luma.generations()).toHaveLength(shots.length);
  });
});

describe("in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  test("clips have the length and the shape that were asked for, as <video> reads them", async () => {
    await using folder = await temporaryFolder();
    await writeFile(
      join(folder.path, "shots.csv"),
      [
        "id,prompt,aspect_ratio,duration",
        "wide,A lighthouse in fog. Camera static,16:9,5s",
        "tall,A lighthouse in fog. Camera pans left,9:16,9s",
        "square,A lighthouse in fog. Camera orbits,1:1,5s",
        "",
      ].join("\n"),
    );
    const run = await shotlist(["run", "shots.csv", "--simulate", "--yes"], { cwd: folder.path });
    expect(run, run.stderr).toMatchObject({ code: 0 });
    const page = await browser.newPage();
    await writeFile(join(folder.path, "blank.html"), "<!doctype html><title>blank</title>");
    await page.goto(pathToFileURL(join(folder.path, "blank.html")).href);
    const facts = new Map<string, { durationS: number; ratio: number }>();
    for (const shot of (await results(folder.path)).shots) {
      const clip = join(folder.path, "renders-simulated", shot.clip);
      expect((await stat(clip)).size).toBeGreaterThan(1000);
      const { durationS, width, height } = await readVideo(page, pathToFileURL(clip).href);
      facts.set(shot.id, { durationS, ratio: width / height });
    }
    expect(facts.get("wide")?.durationS).toBeCloseTo(5, 1);
    expect(facts.get("wide")?.ratio).toBeCloseTo(16 / 9, 1);
    expect(facts.get("tall")?.durationS).toBeCloseTo(9, 1);
    expect(facts.get("tall")?.ratio).toBeCloseTo(9 / 16, 1);
    expect(facts.get("square")?.ratio).toBeCloseTo(1, 1);
  });
});

test("a simulated run and a real one beside each other never touch each other's state or clips", async () => {
  await using folder = await catalogFolder();
  const luma = await startSimulator({ seed: 3, speed: 60 });
  try {
    const simulated = await shotlist(["run", "shotlist.yaml", "--simulate", "--yes"], { cwd: folder.path });
    expect(simulated, simulated.stderr).toMatchObject({ code: 0 });
    const before = await snapshotOf(folder.path, /simulated/);
    const real = await shotlist(
      [
        "run",
        "shotlist.yaml",
        "--yes",
        "--no-check-urls",
        "--poll-max",
        "0.2",
        "--requests-per-minute",
        "1000",
      ],
      { cwd: folder.path, env: { LUMA_API_KEY: "luma-e2e", LUMAAI_BASE_URL: luma.baseUrl } },
    );
    expect(real, real.stderr).toMatchObject({ code: 0 });
    expect(await snapshotOf(folder.path, /simulated/)).toEqual(before);
    expect(await clipsIn(join(folder.path, "renders"))).toEqual(
      await clipsIn(join(folder.path, "renders-simulated")),
    );
    const again = await shotlist(["run", "shotlist.yaml", "--simulate", "--yes"], { cwd: folder.path });
    expect(again.stdout).toContain("Nothing was sent to the API.");
  } finally {
    await luma.close();
  }
});

/** Size and time of every file whose path fits. */
async function snapshotOf(folder: string, fits: RegExp): Promise<Record<string, string>> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => fits.test(name)).sort();
  const entries = await Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(join(folder, name));
      return [name, `${size} ${mtimeMs}`] as const;
    }),
  );
  return Object.fromEntries(entries);
}

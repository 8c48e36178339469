import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Simulator, startSimulator } from "@shotlist/simulator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandResult, shotlist, temporaryFolder } from "./command-line.ts";

/*
 * The guide that shotlist grew from (GUIDE in core/src/estimate/guide-prices.ts), row by row: what it says can be done
 * or costs, the file of shotlist in which that is, and a run that shows it. What it says of taste, its stars for camera
 * control and depth and its words on other makers, and of rights to the clips, is no work for a program and has no row.
 */

const ROOT = join(import.meta.dirname, "../../..");
const PACKAGES = join(ROOT, "packages");
const SPEED = "1000";

let luma: Simulator;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  luma = await startSimulator({
    seed: 11,
    speed: Number(SPEED),
    limits: { concurrency: 10, createsPerMinute: 600 },
    clip: { variety: "shared" },
  });
  env = {
    LUMA_API_KEY: "luma-guide",
    LUMAAI_BASE_URL: luma.baseUrl,
    CRAZYROUTER_API_KEY: "sk-guide",
    CRAZYROUTER_BASE_URL: luma.crazyrouterBaseUrl,
  };
});
afterAll(() => luma.close());

/** Where a row of the guide is in shotlist; every file that is named has to be there. */
const isIn = (...files: readonly string[]): void => {
  expect(files.filter((file) => !existsSync(join(PACKAGES, file)))).toEqual([]);
};

interface Ran extends CommandResult {
  /** The requests of the generations that the command brought about, in the order of their acceptance. */
  readonly requests: readonly Readonly<Record<string, unknown>>[];
  readonly clips: readonly string[];
  records(type: string): readonly Readonly<Record<string, unknown>>[];
}

async function command(words: readonly string[], manifest: string): Promise<Ran> {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "m.yaml"), manifest);
  const before = luma.generations().length;
  const [first = "", ...more] = words;
  const ended = await shotlist([first, "m.yaml", ...more], { cwd: folder.path, env });
  const files = await readdir(join(folder.path, "renders"), { recursive: true }).catch(() => []);
  return {
    ...ended,
    requests: luma
      .generations()
      .slice(before)
      .map(({ request }) => request as Readonly<Record<string, unknown>>),
    clips: files.filter((file) => file.endsWith(".mp4")).sort(),
    records: (type) =>
      ended.stdout
        .split("\n")
        .filter((line) => line.startsWith("{"))
        .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
        .filter((record) => record["type"] === type),
  };
}

const manifestOf = (shots: readonly string[], head = ""): string =>
  [
    "version: 1",
    "name: guide",
    "limits: { concurrency: 10, requests_per_minute: 600, poll_min_s: 0.05, poll_max_s: 0.5 }",
    head,
    "shots:",
    ...shots.map((shot) => `  - ${shot}`),
    "",
  ].join("\n");

async function run(shots: readonly string[], head = "", ...more: readonly string[]): Promise<Ran> {
  const words = ["run", "--yes", "--no-check-urls", "--speed", SPEED, ...more];
  const ran = await command(words, manifestOf(shots, head));
  expect(ran, ran.stdout + ran.stderr).toMatchObject({ code: 0 });
  return ran;
}

describe("starting with the API", () => {
  test("the key goes to Luma's address as a bearer; a wrong one is told before anything is bought", async () => {
    isIn("cli/src/keys.ts", "luma/src/http/channel.ts", "cli/src/commands/doctor.ts");
    const manifest = manifestOf([`{ id: a, prompt: "a cup, static camera" }`]);
    const well = await command(["doctor", "--json"], manifest);
    expect(well, well.stdout).toMatchObject({ code: 0 });
    const known = env;
    env = { ...known, LUMA_API_KEY: "wrong" };
    const refused = await command(["doctor", "--json"], manifest);
    env = known;
    expect(refused.code).toBe(4);
    expect(refused.records("diagnosis")).toContainEqual(expect.objectContaining({ code: "key-refused" }));
  });

  test("words alone become a clip of 16:9 that does not loop", async () => {
    isIn("luma/src/dream-machine/build-request.ts");
    const { requests, clips } = await run([`{ id: peaks, prompt: "Peaks in mist, aerial rising" }`]);
    expect(requests).toMatchObject([{ prompt: "Peaks in mist, aerial rising", aspect_ratio: "16:9" }]);
    expect(requests[0]?.["loop"] ?? false).toBe(false);
    expect(clips).toEqual(["peaks/take-1.mp4"]);
  });

  test("a picture is the first frame, two are the first and the last", async () => {
    isIn("manifest/src/expand/read-special.ts", "luma/src/dream-machine/build-request.ts");
    const { requests } = await run([
      `{ id: one, prompt: "grass in wind, static camera", keyframes: { frame0: "https://img.example/a.jpg" } }`,
      `{ id: two, prompt: "a new angle, orbit", keyframes: { frame0: "https://img.example/a.jpg", frame1: "https://img.example/b.jpg" } }`,
    ]);
    const image = (url: string): object => ({ type: "image", url: `https://img.example/${url}.jpg` });
    // The simulated Luma echoes a frame that was not asked for as null, as Luma does.
    const frames = requests.map(({ keyframes }) =>
      Object.fromEntries(Object.entries(keyframes as object).filter(([, frame]) => frame !== null)),
    );
    expect(frames).toContainEqual({ frame0: image("a") });
    expect(frames).toContainEqual({ frame0: image("a"), frame1: image("b") });
  });

  test("the sample's loop of create, poll and download is one command, which keeps what failed and why", async () => {
    isIn(
      "core/src/engine/run-engine.ts",
      "core/src/engine/poll-schedule.ts",
      "core/src/local/file-clip-store.ts",
    );
    const shots = [
      `{ id: good, prompt: "a cabin in snow, slow push in" }`,
      `{ id: bad, prompt: "a cabin, static camera [[sim:moderated]]" }`,
    ];
    const ran = await command(["run", "--yes", "--speed", SPEED, "--no-check-urls"], manifestOf(shots));
    expect(ran.code).toBe(3);
    expect(ran.clips, ran.stdout + ran.stderr).toEqual(["good/take-1.mp4"]);
    expect(ran.stdout + ran.stderr).toContain("Frame moderation failed");
  });

  test("a generation that never ends does not hold the rest up for ever", async () => {
    isIn("core/src/engine/watch.ts");
    const shots = [
      `{ id: stuck, prompt: "a cabin, static camera [[sim:stuck-dreaming]]" }`,
      `{ id: good, prompt: "a hut in snow, slow push in" }`,
    ];
    const words = ["run", "--yes", "--speed", SPEED, "--no-check-urls", "--generation-timeout", "3000"];
    const ran = await command(words, manifestOf(shots));
    expect(ran.clips, ran.stdout + ran.stderr).toEqual(["good/take-1.mp4"]);
    expect(ran.stdout + ran.stderr).toMatch(/stuck/);
  });
});

describe("camera words", () => {
  const WORDS = [
    ...["orbit", "rotate around", "360 degree", "dolly in", "dolly out", "push in", "pull back"],
    ...["pan left", "pan right", "tilt up", "tilt down", "crane up", "crane down", "aerial rising"],
    ...["tracking shot", "follow", "steadicam", "zoom in", "zoom out", "rack focus"],
    ...["static camera", "locked off", "tripod", "dolly zoom"],
  ];

  test("each is taken by camera: and reaches the API as a concept or in the prompt", async () => {
    isIn("manifest/src/expand/camera-motions.ts", "core/src/models/worded-prompt.ts");
    const shots = WORDS.map(
      (word) => `{ id: "${word.replaceAll(" ", "-")}", prompt: "A vase", camera: "${word}" }`,
    );
    const { requests, clips } = await run(shots);
    expect(clips).toHaveLength(WORDS.length);
    const plain = requests.filter(({ concepts, prompt }) => concepts === undefined && prompt === "A vase");
    expect(plain).toEqual([]);
  });

  test("each in a prompt counts as a motion", async () => {
    isIn("manifest/src/rules/advise-on-prompts.ts");
    const shots = WORDS.map((word, index) => `{ id: s${index}, prompt: "A vase, ${word}" }`);
    const { records, code } = await command(["validate", "--json"], manifestOf(shots));
    expect(code).toBe(0);
    expect(records("problem").filter(({ code: problem }) => problem === "prompt-without-motion")).toEqual([]);
  });
});

describe("through the gateway", () => {
  test("the same shot goes through Crazyrouter where it says so", async () => {
    isIn("luma/src/crazyrouter/build-request.ts");
    const { requests, clips } = await run([
      `{ id: vase, prompt: "A crystal vase, slow orbit", provider: crazyrouter, model: ray-2 }`,
    ]);
    expect(clips).toHaveLength(1);
    expect(requests).toMatchObject([{ user_prompt: "A crystal vase, slow orbit" }]);
  });
});

describe("what it costs", () => {
  interface Money {
    readonly comparisons: readonly { name: string; lowUsdE4: number; highUsdE4: number }[];
    readonly appPlans: {
      readonly plans: readonly { usdE4PerMonth: number; videosPerMonth: number; covers: boolean }[];
    };
  }
  const estimateFor = async (clips: number): Promise<Money> => {
    const shots = Array.from(
      { length: clips },
      (_, index) => `{ id: s${index}, prompt: "cup ${index}, static camera", duration: 5s }`,
    );
    const { records } = await command(["plan", "--json"], manifestOf(shots));
    return records("estimate")[0] as unknown as Money;
  };

  test.each([
    ["Luma Ray 2 (direct)", 0.2, 0.55],
    ["Luma Ray 2 (Crazyrouter)", 0.1, 0.28],
    ["Google Veo 3", 0.4, 0.8],
    ["Pika 2.2", 0.14, 0.35],
    ["Seedance 2.0", 0.15, 0.4],
    ["Runway Gen-4", 0.3, 0.7],
  ])("a clip of 5 s with %s", async (name, low, high) => {
    isIn("core/src/estimate/guide-prices.ts", "core/src/estimate/comparisons.ts");
    const one = (await estimateFor(1)).comparisons.find((row) => row.name === name);
    expect(one).toMatchObject({ lowUsdE4: Math.round(low * 1e4), highUsdE4: Math.round(high * 1e4) });
  });

  test("the gateway's price is about half of the direct one, as the guide has it", async () => {
    const { comparisons } = await estimateFor(1);
    const [direct, gateway] = ["direct", "Crazyrouter"].map((which) =>
      comparisons.find(({ name }) => name === `Luma Ray 2 (${which})`),
    );
    expect((gateway?.lowUsdE4 ?? 0) / (direct?.lowUsdE4 ?? 1)).toBeCloseTo(0.5, 1);
    expect((gateway?.highUsdE4 ?? 0) / (direct?.highUsdE4 ?? 1)).toBeCloseTo(0.5, 1);
  });

  test("the monthly plans, and which of them cover a manifest", async () => {
    isIn("core/src/estimate/app-plans.ts");
    const { appPlans } = await estimateFor(121);
    expect(
      appPlans.plans.map((plan) => [plan.usdE4PerMonth / 1e4, plan.videosPerMonth, plan.covers]),
    ).toEqual([
      [0, 30 * 30, true],
      [24, 120, false],
      [64, 400, true],
      [154, 1_200, true],
    ]);
  });
});

describe("what the clips are for", () => {
  const FRAMES = ["16:9", "9:16", "1:1", "4:3", "3:4"];
  const SIZES = ["540p", "720p", "1080p"];

  test("every shape and size that it names is made", async () => {
    isIn("core/src/models/dream-machine-cards.ts");
    const shots = FRAMES.flatMap((frame) =>
      SIZES.map(
        (size) =>
          `{ id: "s-${frame.replace(":", "x")}-${size}", prompt: "coffee pours, static camera", aspect_ratio: "${frame}", resolution: ${size} }`,
      ),
    );
    const { requests } = await run(shots);
    const made = requests.map(
      (request) => `${String(request["aspect_ratio"])} ${String(request["resolution"])}`,
    );
    expect(made.toSorted()).toEqual(
      FRAMES.flatMap((frame) => SIZES.map((size) => `${frame} ${size}`)).toSorted(),
    );
  });

  test("cheap while one tries, large once it is right", async () => {
    isIn("manifest/src/settings/read-settings.ts");
    const head = "profiles: { draft: { resolution: 720p }, final: { resolution: 1080p } }";
    const shot = [`{ id: watch, prompt: "a watch, slow orbit" }`];
    const sizes = async (profile: string): Promise<unknown> =>
      (await run(shot, head, "--profile", profile)).requests.map(({ resolution }) => resolution);
    expect(await sizes("draft")).toEqual(["720p"]);
    expect(await sizes("final")).toEqual(["1080p"]);
  });

  test.each([
    ["product-catalog/shotlist.yaml", "products from their own pictures"],
    ["social-loops/loops.yaml", "upright loops"],
    ["story/story.yaml", "chained shots"],
  ])("%s: %s, to copy", async (file) => {
    const planned = await shotlist(["plan", join(ROOT, "manifests", file), "--simulate"], { cwd: ROOT, env });
    expect(planned, planned.stderr).toMatchObject({ code: 0 });
    expect(await readFile(join(ROOT, "manifests/README.md"), "utf8")).toContain(file.split("/")[0]);
  });

  test("a walk through a room from its picture, and a background that loops", async () => {
    const { requests } = await run([
      `{ id: room, prompt: "Camera slowly panning across the room, steadicam", keyframes: { frame0: "https://img.example/room.jpg" } }`,
      `{ id: backdrop, prompt: "Slow clouds, static camera", loop: true, aspect_ratio: "9:16" }`,
    ]);
    expect(requests).toContainEqual(expect.objectContaining({ loop: true, aspect_ratio: "9:16" }));
    expect(requests).toContainEqual(expect.objectContaining({ keyframes: expect.anything() as unknown }));
  });
});

describe("advice", () => {
  const problemsOf = async (manifest: string): Promise<readonly unknown[]> =>
    (await command(["validate", "--json"], manifest))
      .records("problem")
      .map(({ code }) => code)
      .filter((code) => String(code).startsWith("prompt-"));

  test("say how the camera moves", async () => {
    expect(await problemsOf(manifestOf([`{ id: a, prompt: "A luxury watch on velvet" }`]))).toEqual([
      "prompt-without-motion",
    ]);
  });

  test("no more than 200 words", async () => {
    const words = (count: number): string => `${"word ".repeat(count - 2)}slow orbit`;
    expect(await problemsOf(manifestOf([`{ id: a, prompt: "${words(200)}" }`]))).toEqual([]);
    expect(await problemsOf(manifestOf([`{ id: a, prompt: "${words(201)}" }`]))).toEqual(["prompt-long"]);
  });

  test("start from the product's own picture", async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, "p.csv"), "handle,title,image\nmug,Mug,https://img.example/mug.jpg\n");
    const shot = `{ for_each: product, id: "{{ product.handle }}", prompt: "{{ product.title }}, slow orbit" }`;
    await writeFile(join(folder.path, "m.yaml"), manifestOf([shot], "catalog: { file: p.csv }"));
    const { stdout } = await shotlist(["validate", "m.yaml", "--json"], { cwd: folder.path, env });
    expect(stdout).toContain('"product-picture-unused"');
  });

  test("many at once, in the hours that one chooses, and in the time that the guide expects", async () => {
    isIn("core/src/engine/submission-window.ts", "core/src/estimate/estimate-duration.ts");
    const manifest = manifestOf([`{ id: a, prompt: "a cup, static camera" }`]).replace(
      "limits: {",
      'limits: { window: "22:00-06:00 Europe/Berlin",',
    );
    const { records, code } = await command(["plan", "--json"], manifest);
    expect(code).toBe(0);
    const { duration } = records("estimate")[0] as unknown as { duration: { services: { ms: number }[] } };
    const [service] = duration.services;
    expect(service?.ms).toBeGreaterThanOrEqual(30_000);
    expect(service?.ms).toBeLessThanOrEqual(60_000);
  });
});

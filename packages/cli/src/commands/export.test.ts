import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type CommandBench, openBench } from "../command-bench.test.setup.ts";

// Each test runs several commands against a real server, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const CATALOG = "handle,title,sku,image\nmug,Mug,MUG-1,\ncup,Cup,CUP-1,\n";
const MANIFEST = `version: 1
name: bench
defaults: { model: ray-2, resolution: 540p }
catalog: { file: products.csv }
limits: { concurrency: 10, requests_per_minute: 600, poll_min_s: 0.2, poll_max_s: 2 }
shots:
  - for_each: product
    id: "{{ product.handle }}"
    prompt: "{{ product.title }}, camera static"
`;

let bench: CommandBench;
beforeEach(async () => {
  bench = await openBench();
  await bench.write("products.csv", CATALOG);
  await bench.write("shots.yaml", MANIFEST);
  const ended = await bench.run("shots.yaml");
  expect(ended.code, ended.out + ended.err).toBe(0);
});
afterEach(() => bench.close());

async function judge(shotId: string, verdict: "approved" | "rejected" | "none"): Promise<void> {
  const { shots } = JSON.parse(
    JSON.stringify({ shots: (await bench.shotlist(["status", "shots.yaml", "--json"])).records("shot") }),
  ) as { shots: { id: string; takes: { clip: { sha256: string } }[] }[] };
  const sha256 = shots.find(({ id }) => id === shotId)?.takes[0]?.clip.sha256;
  await bench.write(
    "decisions.json",
    JSON.stringify([{ shotId, take: 1, sha256, verdict, at: new Date().toISOString() }]),
  );
  expect(await bench.shotlist(["review", "apply", "shots.yaml", "decisions.json"])).toMatchObject({
    code: 0,
  });
}

const hand = (...more: readonly string[]): ReturnType<CommandBench["shotlist"]> =>
  bench.shotlist(["export", "shots.yaml", ...more]);
const files = async (): Promise<readonly string[]> => (await readdir(bench.path("export"))).toSorted();

test("hands over the approved clips by SKU, with poster, sidecar, table and feed", async () => {
  expect(await hand()).toMatchObject({ code: 3, out: expect.stringContaining("Nothing is approved yet") });
  await judge("mug", "approved");
  const ended = await hand("--base-url", "https://shop.example/videos");
  expect(ended, ended.err).toMatchObject({ code: 0, out: expect.stringContaining("1 clip to export") });
  expect(await files()).toEqual([
    ".shotlist-export.json",
    "AI-MEDIA.txt",
    "MUG-1.mp4",
    "MUG-1.mp4.json",
    "MUG-1.png",
    "clips.csv",
    "google-merchant.tsv",
  ]);
  expect(await readFile(bench.path("export/MUG-1.mp4"))).toEqual(
    await readFile(bench.path("renders/mug/take-1.mp4")),
  );
  expect(await readFile(bench.path("export/MUG-1.png"), "latin1")).toContain("trainedAlgorithmicMedia");
  expect(await readFile(bench.path("export/google-merchant.tsv"), "utf8")).toBe(
    "id\tvideo_link\nMUG-1\thttps://shop.example/videos/MUG-1.mp4\n",
  );
  expect(await readFile(bench.path("export/clips.csv"), "utf8")).toMatch(
    /\r\nMUG-1\.mp4,MUG-1\.png,MUG-1,.*,approved,.*trainedAlgorithmicMedia,video,\r\n$/,
  );
  expect(await readFile(bench.path("export/AI-MEDIA.txt"), "utf8")).toContain("DigitalSourceType");
});

test("the next export replaces what the last one wrote, and nothing else", async () => {
  await judge("mug", "approved");
  await hand();
  await writeFile(bench.path("export/notes.txt"), "mine");
  await judge("mug", "rejected");
  await judge("cup", "approved");
  expect(await hand()).toMatchObject({ code: 0 });
  expect(await files()).toEqual([
    ".shotlist-export.json",
    "AI-MEDIA.txt",
    "CUP-1.mp4",
    "CUP-1.mp4.json",
    "CUP-1.png",
    "clips.csv",
    "notes.txt",
  ]);
  await writeFile(bench.path("export/MUG-1.mp4"), "mine");
  await judge("mug", "approved");
  expect(await hand()).toMatchObject({ code: 2, err: expect.stringContaining("[file-exists]") });
  expect(await readFile(bench.path("export/MUG-1.mp4"), "utf8")).toBe("mine");
  expect(await hand("--force")).toMatchObject({ code: 0 });
});

test("--all takes what was not rejected, and --link makes one file of two names", async () => {
  await judge("cup", "rejected");
  expect(await hand("--all", "--link")).toMatchObject({ code: 0 });
  expect(await files()).not.toContain("CUP-1.mp4");
  const [one, other] = await Promise.all(
    ["export/MUG-1.mp4", "renders/mug/take-1.mp4"].map((name) => stat(bench.path(name))),
  );
  expect(one?.ino).toBe(other?.ino);
  expect(await hand("--all", "--link")).toMatchObject({ code: 0 });
  expect(await hand("--all")).toMatchObject({ code: 0 });
  expect((await stat(bench.path("export/MUG-1.mp4"))).ino).not.toBe(other?.ino);
});

test("a clip that is gone or was edited is left out and told", async () => {
  await judge("mug", "approved");
  await judge("cup", "approved");
  const clip = bench.path("renders/mug/take-1.mp4");
  const bytes = await readFile(clip);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
  await writeFile(clip, bytes);
  await rm(bench.path("renders/cup/take-1.mp4"));
  const ended = await hand();
  expect(ended.code).toBe(3);
  expect(ended.err).toContain("left out: mug: the clip of take 1 is not what was fetched");
  expect(ended.err).toContain("left out: cup: the clip of take 1 is gone from disk");
});

test("an approval of an older text is passed over and told", async () => {
  await judge("mug", "approved");
  await bench.write("shots.yaml", MANIFEST.replace("camera static", "camera still and static"));
  const ended = await hand();
  expect(ended).toMatchObject({ code: 3 });
  expect(ended.err).toContain("left out: mug: take 1 is approved, but was made for something else");
});

test("report --folder holds everything that its sheet shows", async () => {
  expect(await bench.shotlist(["report", "shots.yaml", "--folder", "mail"])).toMatchObject({
    code: 0,
    out: "Contact sheet: mail/index.html\n",
  });
  expect(await readFile(bench.path("mail/clips/mug/take-1.mp4"))).toEqual(
    await readFile(bench.path("renders/mug/take-1.mp4")),
  );
  expect(await readFile(bench.path("mail/index.html"), "utf8")).not.toContain("../renders");
});

test("report --embed puts the clips into the sheet itself", async () => {
  expect(await bench.shotlist(["report", "shots.yaml", "--embed"])).toMatchObject({
    code: 0,
    err: expect.not.stringContaining("not in the file"),
  });
  const html = await readFile(bench.path("report/index.html"), "utf8");
  const media = JSON.parse(/id="media">(.*?)<\/script>/.exec(html)?.[1] ?? "{}") as Record<string, string>;
  expect(Object.keys(media).toSorted()).toEqual(
    ["cup", "mug"].flatMap((id) => [`../renders/${id}/take-1.mp4`, `../renders/${id}/take-1.png`]),
  );
  const clip = await readFile(bench.path("renders/mug/take-1.mp4"));
  expect(media["../renders/mug/take-1.mp4"]).toBe(`data:video/mp4;base64,${clip.toString("base64")}`);
});

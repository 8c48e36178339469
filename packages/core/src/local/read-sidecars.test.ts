import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sampleMp4 } from "../testing/sample-mp4.ts";
import { readSidecars } from "./read-sidecars.ts";
import { takeFromSidecar } from "./take-from-sidecar.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "shotlist-sidecars-"));
  await mkdir(join(dir, "mug"));
});
afterEach(() => rm(dir, { recursive: true }));

const MOVIE = sampleMp4();
const SIDECAR = {
  shotlist: 1,
  version: 1,
  shot: "mug",
  take: 2,
  fingerprint: "f1",
  wanted: { prompt: "A mug" },
  generation: "gen-1",
  dialect: "agents",
  origin: "https://agents.example",
  keyHash: "cc",
  model: "ray-3.2",
  resolution: "720p",
  duration: "5s",
  request: { path: "/generations", body: { prompt: "A mug" } },
  upstream: { frame0: "gen-0", frame1: 7 },
  priceUsdE4: 3_000,
  bytes: MOVIE.length,
  sha256: createHash("sha256").update(MOVIE).digest("hex"),
};

const write = (name: string, content: unknown) =>
  writeFile(join(dir, name), typeof content === "string" ? content : JSON.stringify(content));

describe("sidecars", () => {
  test("give back the take of a whole clip", async () => {
    await writeFile(join(dir, "mug/take-2.mp4"), MOVIE);
    await write("mug/take-2.mp4.json", SIDECAR);
    const { clips, unreadable } = await readSidecars(dir);
    expect(unreadable).toEqual([]);
    const [found] = clips;
    expect(found).toMatchObject({ file: "mug/take-2.mp4", measures: { width: expect.any(Number) } });
    const { take, event } = takeFromSidecar(found!, { number: 4, epoch: 9, atMs: 77 });
    expect(event).toEqual({ type: "intended", atMs: 77, take });
    expect(take).toMatchObject({
      shotId: "mug",
      number: 4,
      state: "done",
      epoch: 9,
      generationId: "gen-1",
      account: { dialect: "agents", origin: "https://agents.example", keyHash: "cc" },
      upstream: { frame0: "gen-0" },
      priceUsdE4: 3_000,
      clip: { file: "mug/take-2.mp4", bytes: MOVIE.length, sha256: SIDECAR.sha256 },
    });
  });

  test("of clips that are gone or changed give takes that are fetched again", async () => {
    await write("mug/gone.mp4.json", SIDECAR);
    await writeFile(join(dir, "mug/edited.mp4"), Buffer.concat([MOVIE, Buffer.from("more")]));
    await write("mug/edited.mp4.json", { ...SIDECAR, generation: "gen-2" });
    const { clips } = await readSidecars(dir);
    const takes = clips.map((found) => takeFromSidecar(found, { number: 1, epoch: 1, atMs: 1 }).take);
    expect(takes.map(({ state, clip }) => [state, clip])).toEqual([
      ["completed", undefined],
      ["completed", undefined],
    ]);
  });

  test("of others are passed over, links are not followed, and an absent folder holds nothing", async () => {
    await write("mug/notes.json", SIDECAR);
    await write("mug/other.mp4.json", { title: "mine" });
    await write("mug/list.mp4.json", [1, 2]);
    await write("mug/broken.mp4.json", "{");
    const elsewhere = await mkdtemp(join(tmpdir(), "shotlist-elsewhere-"));
    await writeFile(join(elsewhere, "far.mp4.json"), JSON.stringify(SIDECAR));
    await symlink(elsewhere, join(dir, "link"));
    expect(await readSidecars(dir)).toEqual({ clips: [], unreadable: [] });
    expect(await readSidecars(join(dir, "nowhere"))).toEqual({ clips: [], unreadable: [] });
    await rm(elsewhere, { recursive: true });
  });

  test.each([
    ["an id that leaves the folder", { shot: "../../etc" }],
    ["an id with a line end", { shot: "mug\nrm" }],
    ["no generation", { generation: null }],
    ["take 0", { take: 0 }],
    ["an API that we do not know", { dialect: "other" }],
    ["a request that is none", { request: "POST" }],
  ])("with %s are named as unreadable", async (_, part) => {
    await write("mug/take-1.mp4.json", { ...SIDECAR, ...part });
    expect(await readSidecars(dir)).toEqual({ clips: [], unreadable: ["mug/take-1.mp4.json"] });
  });

  test("of any content never stop the reading of the others", async () => {
    await write("mug/take-1.mp4.json", SIDECAR);
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.constantFrom(...Object.keys(SIDECAR)), fc.jsonValue()),
        async (part) => {
          await write("mug/any.mp4.json", { ...SIDECAR, ...part });
          const { clips, unreadable } = await readSidecars(dir);
          expect(clips.map(({ file }) => file)).toContain("mug/take-1.mp4");
          expect(clips.length + unreadable.length).toBe("shotlist" in { ...SIDECAR, ...part } ? 2 : 1);
        },
      ),
      { seed: 3, numRuns: 60 },
    );
  });
});

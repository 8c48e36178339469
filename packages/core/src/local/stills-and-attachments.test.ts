import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FetchOrder, FetchOutcome } from "../ports/clip-store.ts";
import type { ClipFacts } from "../take/take.ts";
import { type ClipServer, file, startClipServer } from "../testing/clip-server.ts";
import { sampleMp4 } from "../testing/sample-mp4.ts";
import { samplePng } from "../testing/sample-png.ts";
import { createFileClipStore } from "./file-clip-store.ts";
import { readSidecars } from "./read-sidecars.ts";

const CLIP = sampleMp4({ seed: 3 });
const EXR = Buffer.from("PK frames, and more frames");
const STILL = samplePng({ width: 320, height: 180 });
/** About the smallest JPEG that states a size: SOI, APP0, SOF0 of 2 × 1 pixels, EOI. */
const JPEG = Buffer.from("ffd8ffe000040000ffc0000b080001000201011100ffd9", "hex");
const WEBP = Buffer.concat([
  Buffer.from("RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0", "latin1"),
  Buffer.from("00000000ff00007f0000", "hex"),
]);

let dir: string;
let server: ClipServer;
let served: Record<string, Buffer>;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "shotlist-beside-"));
  served = { "/clip.mp4": CLIP, "/frames.zip": EXR, "/still.png": STILL };
  server = await startClipServer((request, response) => {
    const content = served[request.url ?? ""];
    if (content === undefined) response.writeHead(404).end();
    else file(content, { etag: `"${request.url}"` })(request, response);
  });
});
afterEach(async () => {
  await server.close();
  await rm(dir, { recursive: true });
});

const store = () => createFileClipStore({ dir, requestTimeoutMs: 5_000 });
const sha256 = (content: Buffer) => createHash("sha256").update(content).digest("hex");

function fetchOne(order: Partial<FetchOrder> & { readonly path: string }): Promise<FetchOutcome> {
  const { path, ...rest } = order;
  return store().fetch(
    { generationId: "g1", url: `${server.url}${path}`, file: "mug/take-1.mp4", ...rest },
    new AbortController().signal,
  );
}

function checked(outcome: FetchOutcome): ClipFacts {
  expect(outcome).toMatchObject({ kind: "checked" });
  return (outcome as Extract<FetchOutcome, { kind: "checked" }>).clip;
}

const place = (clip: ClipFacts) =>
  store().place({ generationId: "g1", clip, sidecar: { sha256: clip.sha256 } });

describe("a still", () => {
  const fetchStill = (path: string) => fetchOne({ path, file: "mug/take-1.png", media: "image" });

  test("is measured, and named like any clip", async () => {
    const still = checked(await fetchStill("/still.png"));
    expect(still).toEqual({
      file: "mug/take-1.png",
      media: "image",
      bytes: STILL.length,
      sha256: sha256(STILL),
      width: 320,
      height: 180,
      durationS: 0,
    });
    expect(await place(still)).toEqual({ kind: "placed" });
    expect(await readFile(join(dir, "mug/take-1.png"))).toEqual(STILL);
  });

  test.each([
    ["a PNG that is cut off", STILL.subarray(0, -1), /PNG is cut off/],
    ["a JPEG that is cut off", JPEG.subarray(0, -2), /JPEG is cut off/],
    ["a WebP that is cut off", WEBP.subarray(0, -1), /WebP is cut off/],
    ["a header without a size", Buffer.from("ffd8ffe00000ffd9", "hex"), /header cannot be read/],
    ["a page of HTML", Buffer.from("<html>"), /no picture/],
    ["nothing", Buffer.alloc(0), /empty/],
    ["a clip", CLIP, /no picture/],
  ])("is not %s", async (_name, content, reason) => {
    served["/bad"] = content;
    const outcome = await fetchStill("/bad");
    expect(outcome).toMatchObject({ kind: "corrupt", reason: expect.stringMatching(reason) });
    expect(await readdir(join(dir, ".parts"))).toEqual([]);
  });

  test.each([
    ["JPEG", JPEG, { width: 2, height: 1 }],
    ["WebP", WEBP, { width: 256, height: 128 }],
  ])("may be a %s", async (_name, content, size) => {
    served["/good"] = content;
    expect(checked(await fetchStill("/good"))).toMatchObject(size);
  });

  test("is no clip", async () => {
    expect(await fetchOne({ path: "/still.png" })).toMatchObject({ kind: "corrupt" });
  });
});

describe("what belongs to a clip", () => {
  const attachments = () => [{ url: `${server.url}/frames.zip`, file: "mug/take-1.exr.zip" }];
  const fetchBoth = async () => checked(await fetchOne({ path: "/clip.mp4", attachments: attachments() }));

  test("comes with it, has its name before the clip has, and counts for its health", async () => {
    const clip = await fetchBoth();
    expect(clip.attachments).toEqual([
      { file: "mug/take-1.exr.zip", bytes: EXR.length, sha256: sha256(EXR) },
    ]);
    expect(await place(clip)).toEqual({ kind: "placed" });
    expect(await place(clip)).toEqual({ kind: "placed" });
    expect((await readdir(join(dir, "mug"))).sort()).toEqual([
      "take-1.exr.zip",
      "take-1.mp4",
      "take-1.mp4.json",
    ]);
    expect(await readdir(join(dir, ".parts"))).toEqual([]);
    expect(await store().health(clip, { deep: true })).toBe("whole");
    await rm(join(dir, "mug/take-1.exr.zip"));
    expect(await store().health(clip, { deep: false })).toBe("missing");
  });

  test("holds the clip up while it cannot be had, and is all that is fetched then", async () => {
    delete served["/frames.zip"];
    expect(await fetchOne({ path: "/clip.mp4", attachments: attachments() })).toMatchObject({
      kind: "link-expired",
    });
    served["/frames.zip"] = EXR;
    await fetchBoth();
    expect(server.requests.map(({ url }) => url)).toEqual(["/clip.mp4", "/frames.zip", "/frames.zip"]);
  });

  test("replaces no stranger's file", async () => {
    const clip = await fetchBoth();
    await place({ ...clip, attachments: [] });
    await rm(join(dir, "mug/take-1.mp4"));
    await writeFile(join(dir, "mug/take-1.exr.zip"), "a stranger's");
    const again = await fetchBoth();
    expect(await place(again)).toMatchObject({ kind: "occupied" });
    expect(await readFile(join(dir, "mug/take-1.exr.zip"), "utf8")).toBe("a stranger's");
  });

  test("is lost with its part file, so that both are fetched again", async () => {
    const clip = await fetchBoth();
    await rm(join(dir, ".parts/g1.beside-0.part"));
    expect(await place(clip)).toEqual({ kind: "lost" });
    expect(await place(await fetchBoth())).toEqual({ kind: "placed" });
  });

  test("goes along when the clip is called otherwise", async () => {
    const clip = await fetchBoth();
    await place(clip);
    const moved: ClipFacts[] = [];
    const order = { clip, to: "old/cup.mp4", sidecar: { sha256: clip.sha256 } };
    const record = async (facts: ClipFacts): Promise<void> => void moved.push(facts);
    expect(await store().rename({ ...order, record })).toEqual({ kind: "placed" });
    expect(moved).toMatchObject([{ file: "old/cup.mp4", attachments: [{ file: "old/cup.exr.zip" }] }]);
    expect(await store().health(moved[0] as ClipFacts, { deep: true })).toBe("whole");
    expect(await readdir(join(dir, "mug"))).toEqual([]);
    expect(await store().rename({ ...order, record })).toEqual({ kind: "placed" });
    expect(await store().health(moved[1] as ClipFacts, { deep: true })).toBe("whole");
  });

  test("stands in the sidecar, from which a lost state is rebuilt", async () => {
    const clip = await fetchBoth();
    const sidecar = {
      version: 1,
      shot: "mug",
      take: 1,
      fingerprint: "f",
      wanted: {},
      generation: "g1",
      dialect: "agents",
      origin: "https://a.example",
      keyHash: "k",
      request: { path: "/generations", body: {} },
      bytes: clip.bytes,
      sha256: clip.sha256,
      attachments: [...(clip.attachments ?? [])],
    };
    await store().place({ generationId: "g1", clip, sidecar });
    const whole = await readSidecars(dir);
    expect(whole.clips).toMatchObject([{ measures: { attachments: clip.attachments } }]);
    await writeFile(join(dir, "mug/take-1.exr.zip"), "edited");
    const edited = await readSidecars(dir);
    expect(edited.clips).toHaveLength(1);
    expect(edited.clips[0]?.measures).toBeUndefined();
  });
});

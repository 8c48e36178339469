import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { SimulatedGeneration } from "../book/generation.ts";
import type { JsonObject } from "../json.ts";
import { seededUuid } from "../random.ts";
import { briefOf } from "./clip-brief.ts";
import { createClipMaker } from "./clip-maker.ts";
import type { ClipWish } from "./clip-wish.ts";
import { createScene } from "./scene.ts";

function generation(
  index: number,
  { request = {}, ...wish }: Partial<ClipWish> & { readonly request?: JsonObject } = {},
): SimulatedGeneration {
  return {
    index,
    id: seededUuid(1, index),
    dialect: "dream-machine",
    kind: "video",
    model: "ray-2",
    request,
    wish: {
      medium: "video",
      prompt: "Camera orbiting around a mug",
      aspectRatio: "16:9",
      resolution: "720p",
      seconds: 5,
      loops: false,
      ...wish,
    },
    requestHash: "",
    createOrdinal: index + 1,
    foreign: false,
    acceptedAtMs: 0,
    dreamingAtMs: 0,
    endsAtMs: 0,
    outcome: "completed",
    failureReason: null,
    failureCode: null,
    priceUsdE4: 0,
    refundUsdE4: 0,
    oddities: {},
  };
}

const find = (): undefined => undefined;

/** Boxes by path, read independently of the code that writes them. */
function boxesOf(bytes: Buffer, prefix = ""): Map<string, { readonly at: number; readonly body: Buffer }> {
  const found = new Map<string, { readonly at: number; readonly body: Buffer }>();
  for (let at = 0; at < bytes.length; ) {
    const size = bytes.readUInt32BE(at);
    const path = prefix + bytes.toString("latin1", at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + size);
    found.set(path, { at, body });
    if (/(moov|trak|mdia|minf|dinf|stbl|udta)$/.test(path)) {
      for (const [inner, box] of boxesOf(body, `${path}/`)) found.set(inner, box);
    }
    at += size;
  }
  return found;
}

const STBL = "moov/trak/mdia/minf/stbl";

describe("clips", () => {
  it.each([
    ["16:9", 5, false, "static shot of a lamp", 320, 180],
    ["9:16", 9, true, "orbit", 180, 320],
    ["1:1", 10, false, "pan left", 240, 240],
    ["21:9", 5, true, "zoom in", 366, 158],
  ])("%s %s loop %s: %s", async (aspectRatio, seconds, loops, prompt, width, height) => {
    const file = await createClipMaker({ find }).asset(
      generation(1, { aspectRatio, seconds, loops, prompt }),
      "video.mp4",
    );
    const boxes = boxesOf(file);
    const body = (path: string): Buffer => boxes.get(path)?.body ?? Buffer.alloc(0);
    expect([...boxes.keys()].filter((path) => !path.includes("/"))).toEqual(["ftyp", "moov", "mdat"]);
    for (const path of ["moov/mvhd", "moov/trak/mdia/mdhd"]) {
      expect(body(path).readUInt32BE(16) / body(path).readUInt32BE(12)).toBe(seconds);
    }
    expect(body("moov/trak/tkhd").readUInt32BE(20) / body("moov/mvhd").readUInt32BE(12)).toBe(seconds);
    expect(body("moov/trak/tkhd").readUInt32BE(76) / 65536).toBe(width);
    expect(body("moov/trak/tkhd").readUInt32BE(80) / 65536).toBe(height);
    const samples = body(`${STBL}/stsz`).readUInt32BE(8);
    expect(samples).toBe(seconds * 12);
    expect(body(`${STBL}/stts`).readUInt32BE(8)).toBe(samples);

    const sizes = Array.from({ length: samples }, (_, at) => body(`${STBL}/stsz`).readUInt32BE(12 + at * 4));
    const mediaAt = (boxes.get("mdat")?.at ?? 0) + 8;
    expect(body(`${STBL}/stco`).readUInt32BE(8)).toBe(mediaAt);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(body("mdat").length);

    const keys = Array.from({ length: body(`${STBL}/stss`).readUInt32BE(4) }, (_, at) =>
      body(`${STBL}/stss`).readUInt32BE(8 + at * 4),
    );
    expect(keys[0]).toBe(1);
    let at = mediaAt;
    sizes.forEach((size, index) => {
      const types: number[] = [];
      for (let nal = at; nal < at + size; nal += 4 + file.readUInt32BE(nal))
        types.push(file.readUInt8(nal + 4) & 31);
      expect(types.includes(5)).toBe(keys.includes(index + 1));
      at += size;
    });
  });

  it("differ from generation to generation, and are the same for one, in any process", async () => {
    const one = await createClipMaker({ find }).asset(generation(1), "video.mp4");
    expect((await createClipMaker({ find }).asset(generation(1), "video.mp4")).equals(one)).toBe(true);
    const other = await createClipMaker({ find }).asset(generation(2), "video.mp4");
    expect(
      boxesOf(other)
        .get("mdat")
        ?.body.equals(boxesOf(one).get("mdat")?.body ?? Buffer.alloc(0)),
    ).toBe(false);
  });

  it("share their pictures when asked to, but never their bytes", async () => {
    const clips = createClipMaker({ variety: "shared", find });
    const one = await clips.asset(generation(1, { prompt: "a pier" }), "video.mp4");
    const other = await clips.asset(generation(2, { prompt: "a mug" }), "video.mp4");
    expect(
      boxesOf(other)
        .get("mdat")
        ?.body.equals(boxesOf(one).get("mdat")?.body ?? Buffer.alloc(0)),
    ).toBe(true);
    expect(other.equals(one)).toBe(false);
    expect(other.length).toBe(one.length);
  });

  it("look like what they continue", () => {
    const style = { scale: "small", variety: "each" } as const;
    const first = generation(1, { prompt: "a cat asleep" });
    const next = generation(2, { continues: first.id });
    const subject = (of: SimulatedGeneration, known: SimulatedGeneration | undefined): number =>
      briefOf(of, { ...style, find: () => known }).look >> 8;
    expect(subject(next, first)).toBe(subject(first, undefined));
    expect(subject(next, undefined)).not.toBe(subject(first, undefined));
  });

  it("have the pixels and frames of the real thing at full scale", () => {
    const full = { scale: "full", variety: "each", find } as const;
    const sizeOf = (aspectRatio: string, resolution: string): unknown =>
      briefOf(generation(1, { aspectRatio, resolution }), full);
    expect(sizeOf("16:9", "720p")).toMatchObject({ widthPx: 1280, heightPx: 720, framesPerSecond: 24 });
    expect(sizeOf("9:16", "540p")).toMatchObject({ widthPx: 540, heightPx: 960 });
    expect(sizeOf("1:1", "4k")).toMatchObject({ widthPx: 1080, heightPx: 1080 });
  });

  it.each([
    "orbit around a mug",
    "pan along a bag",
    "push in on a jar",
    "pull back",
    "tilt up",
    "static lamp",
  ])("that loop come back to where they began, without a jump: %s", async (prompt) => {
    const brief = briefOf(generation(1, { prompt, loops: true }), { scale: "small", variety: "each", find });
    const scene = await createScene(brief);
    const picture = (frame: number): Uint8Array => Uint8Array.from(scene.paint(frame).y);
    const difference = (a: Uint8Array, b: Uint8Array): number =>
      a.reduce((sum, value, at) => sum + Math.abs(value - (b[at] ?? 0)), 0) / a.length;
    expect(difference(picture(0), picture(scene.frames))).toBeLessThan(0.05);
    const steps = Array.from({ length: scene.frames - 1 }, (_, at) =>
      difference(picture(at), picture(at + 1)),
    );
    const seam = difference(picture(scene.frames - 1), picture(0));
    expect(Math.max(...steps)).toBeGreaterThan(0.05);
    expect(seam).toBeLessThanOrEqual(Math.max(...steps) * 1.25);
  });
});

describe("making a clip", () => {
  it("lets other work go on", async () => {
    let isDone = false;
    let turns = 0;
    const making = createClipMaker({ find })
      .asset(generation(3), "video.mp4")
      .finally(() => {
        isDone = true;
      });
    while (!isDone) {
      turns += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await making;
    expect(turns).toBeGreaterThan(3);
  });
});

describe("thumbnails", () => {
  it("are PNGs of the clip's shape", async () => {
    const file = await createClipMaker({ find }).asset(
      generation(1, { aspectRatio: "9:16" }),
      "thumbnail.png",
    );
    expect(file.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
    expect([file.readUInt32BE(16), file.readUInt32BE(20)]).toEqual([180, 320]);
    const dataLength = file.readUInt32BE(33);
    expect(file.toString("latin1", 37, 41)).toBe("IDAT");
    const lines = inflateSync(file.subarray(41, 41 + dataLength));
    expect(lines.length).toBe((180 * 3 + 1) * 320);
    expect(new Set(lines).size).toBeGreaterThan(16);
  });
});

import type { Shot } from "@shotlist/manifest";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exampleShot } from "../testing/example-data.ts";
import { frameSize } from "./frame-size.ts";
import { MODEL_CARDS } from "./model-cards.ts";
import { priceOf } from "./price-of.ts";

const price = (model: string, resolution: string, duration: string, aspectRatio = "16:9"): number | null =>
  priceOf(exampleShot({ model, resolution, duration, aspectRatio }), {});

describe("Dream Machine, 16:9", () => {
  test.each([
    ["ray-2", "540p", 0.4, 0.72],
    ["ray-2", "720p", 0.71, 1.27],
    ["ray-2", "1080p", 1.59, 2.87],
    ["ray-2", "4k", 6.37, 11.47],
    ["ray-flash-2", "540p", 0.14, 0.25],
    ["ray-flash-2", "720p", 0.24, 0.44],
    ["ray-flash-2", "1080p", 0.55, 0.99],
    ["ray-flash-2", "4k", 2.19, 3.94],
  ])("%s at %s costs what is published", (model, resolution, fiveSeconds, nineSeconds) => {
    const inCents = (usdE4: number | null): number => Math.round((usdE4 ?? Number.NaN) / 100) / 100;
    expect(inCents(price(model, resolution, "5s"))).toBe(fiveSeconds);
    expect(inCents(price(model, resolution, "9s"))).toBe(nineSeconds);
  });
});

test("every ratio of every resolution costs within 2 % of 16:9", () => {
  for (const card of MODEL_CARDS.filter(({ dialect }) => dialect === "dream-machine")) {
    for (const resolution of card.resolutions) {
      const wide = price(card.model, resolution, "5s") ?? Number.NaN;
      for (const ratio of card.aspectRatios) {
        const other = price(card.model, resolution, "5s", ratio) ?? Number.NaN;
        expect(Math.abs(other - wide) / wide, `${resolution} ${ratio}`).toBeLessThan(0.02);
      }
    }
  }
});

test("a frame turned on its side is the same frame, and a square keeps the pixels", () => {
  expect(frameSize("1080p", "9:16")).toEqual({ width: 1080, height: 1920 });
  expect(frameSize("540p", "1:1")).toEqual({ width: 720, height: 720 });
  expect(frameSize("540p", "wide")).toBeUndefined();
  expect(frameSize("2k", "16:9")).toBeUndefined();
});

test("ray-3.2 costs what its table says, and three times as much for ten seconds", () => {
  expect(price("ray-3.2", "720p", "5s")).toBe(3_000);
  expect(price("ray-3.2", "1080p", "10s")).toBe(36_000);
  const hdr = exampleShot({ model: "ray-3.2", extra: { agents: { video: { hdr: true } } } });
  expect(priceOf(hdr, {})).toBeNull();
});

test("the continuation of a clip costs one block, where a list quotes it", () => {
  const keyframes = { frame0: { type: "shot", shot: "opener" } } as const;
  const continued = (resolution: string) =>
    priceOf(exampleShot({ model: "ray-3.2", resolution, keyframes }), {});
  expect(continued("540p")).toBe(1_500);
  expect(continued("360p")).toBeNull();
  expect(price("ray-3.2", "360p", "5s")).toBe(600);
});

test("what is not known stays unknown", () => {
  expect(price("ray-9", "720p", "5s")).toBeNull();
  expect(price("ray-2", "720p", "7s")).toBeNull();
  expect(price("ray-3.2", "4k", "5s")).toBeNull();
  expect(priceOf(exampleShot({ provider: "crazyrouter" }), {})).toBeNull();
});

test("the user's own price wins, the most definite one first", () => {
  const shot = exampleShot({ resolution: "720p", duration: "5s" });
  expect(priceOf(shot, { "*/*/*": 1, "ray-2/*/*": 2, "ray-2/720p/*": 3, "ray-2/720p/5s": 4 })).toBe(4);
  expect(priceOf(shot, { "*/*/*": 1, "ray-2/*/*": 2, "*/720p/*": 3 })).toBe(2);
  expect(priceOf(shot, { "*/720p/5s": 5, "ray-2/*/*": 2 })).toBe(5);
  expect(priceOf(shot, { "ray-2/1080p/5s": 9 })).toBe(7_078);
  expect(priceOf(shot, { "*/*/*": 0 })).toBe(0);
  expect(priceOf(exampleShot({ provider: "crazyrouter" }), { "ray-2/*/*": 2_800 })).toBe(2_800);
});

const EDIT = { kind: "edit", model: "ray-3.2", aspectRatio: "", duration: "" } as const;
const REFRAME = { kind: "reframe", model: "ray-3.2", aspectRatio: "9:16", duration: "" } as const;
const STILL = { kind: "image", model: "photon-1", resolution: "", duration: "" } as const;
const usd = (fields: Partial<Shot>): number | null => {
  const usdE4 = priceOf(exampleShot(fields), {});
  return usdE4 === null ? null : usdE4 / 10_000;
};

describe("ray-3.2 beyond plain videos", () => {
  test.each([
    ["720p", 0.6, 0.9],
    ["1080p", 2.4, 3.6],
    ["540p", null, null],
  ])("HDR and EXR at %s", (resolution, hdr, exr) => {
    expect(usd({ model: "ray-3.2", resolution, hdr: true })).toBe(hdr);
    expect(usd({ model: "ray-3.2", resolution, hdr: true, exr: true })).toBe(exr);
  });

  test.each([
    ["360p", 0.54, 1.08],
    ["540p", 0.72, 1.44],
    ["720p", 1.08, 2.16],
    ["1080p", 2.16, 4.32],
  ])("an edit at %s costs what is published for 5 s and 10 s", (resolution, five, ten) => {
    expect(usd({ ...EDIT, resolution, sourceS: 5 })).toBe(five);
    expect(usd({ ...EDIT, resolution, sourceS: 10 })).toBe(ten);
  });

  test("an edit in HDR and with EXR", () => {
    expect(usd({ ...EDIT, hdr: true, sourceS: 5 })).toBe(2.16);
    expect(usd({ ...EDIT, hdr: true, exr: true, sourceS: 10, resolution: "1080p" })).toBe(12.96);
    expect(usd({ ...EDIT, hdr: true, sourceS: 5, resolution: "540p" })).toBeNull();
  });

  test("of another length each second begun counts, and of an unknown one nothing is known", () => {
    expect(usd({ ...EDIT, sourceS: 7.2 })).toBe(8 * 0.216);
    expect(usd(EDIT)).toBeNull();
    expect(usd(REFRAME)).toBeNull();
  });

  test.each([
    ["360p", 0.03],
    ["540p", 0.06],
    ["720p", 0.12],
    ["1080p", 0.36],
  ])("a reframe at %s costs by the second of its source", (resolution, perSecond) => {
    expect(usd({ ...REFRAME, resolution, sourceS: 10 })).toBeCloseTo(10 * perSecond);
  });

  test("never costs less for more", () => {
    const seconds = fc.double({ min: 0.1, max: 30, noNaN: true });
    const kind = fc.constantFrom(EDIT, REFRAME);
    const model = fc.constantFrom("ray-3.2", "ray-2", "ray-flash-2");
    fc.assert(
      fc.property(kind, model, seconds, seconds, (fields, name, one, other) => {
        const [short, long] = [one, other].toSorted((a, b) => a - b);
        const price = (sourceS = 0): number => usd({ ...fields, model: name, sourceS }) ?? Number.NaN;
        expect(price(short)).toBeLessThanOrEqual(price(long));
      }),
    );
  });
});

describe("Dream Machine beyond plain videos", () => {
  test("edits cost what Luma's own examples say", () => {
    expect(usd({ ...EDIT, model: "ray-2", sourceS: 5 })).toBeCloseTo(1.75, 2);
    expect(usd({ ...EDIT, model: "ray-flash-2", sourceS: 5 })).toBeCloseTo(0.6, 2);
  });

  test("reframes cost as videos of their size", () => {
    const millions = (1152 * 2048 * 24 * 5) / 1e6;
    expect(usd({ ...REFRAME, model: "ray-2", sourceS: 5 })).toBeCloseTo(millions * 0.0064, 3);
    expect(usd({ ...REFRAME, model: "ray-flash-2", sourceS: 5 })).toBeCloseTo(millions * 0.0022, 3);
  });

  test("stills cost by their size", () => {
    expect(usd(STILL)).toBe(0.0172);
    expect(usd({ ...STILL, aspectRatio: "21:9" })).toBe(0.0182);
    expect(usd({ ...STILL, model: "photon-flash-1", aspectRatio: "1:1" })).toBe(0.0045);
    expect(usd({ ...STILL, aspectRatio: "5:4" })).toBeNull();
  });
});

test("a still of Uni costs more with each reference", () => {
  const media = { type: "image", url: "https://shop.example/mug.jpg" } as const;
  const image = (count: number) =>
    ({ format: "jpg", references: Array.from({ length: count }, () => ({ media })) }) as const;
  expect(usd({ ...STILL, model: "uni-1", image: image(0) })).toBe(0.0404);
  expect(usd({ ...STILL, model: "uni-1", image: image(1) })).toBe(0.0434);
  expect(usd({ ...STILL, model: "uni-1-max", image: image(3) })).toBe(0.109);
});

test("a clip that begins with a still costs what any clip does", () => {
  const frame0 = { type: "shot", shot: "still", still: true } as const;
  expect(usd({ model: "ray-3.2", resolution: "360p", keyframes: { frame0 } })).toBe(0.06);
});

describe("the user's own price by kind", () => {
  const edit = exampleShot({ ...EDIT, sourceS: 5 });

  test("the most definite key wins", () => {
    expect(priceOf(edit, { "ray-3.2/edit/720p/5s": 1, "ray-3.2/edit/720p/*": 2 })).toBe(1);
    expect(priceOf(edit, { "ray-3.2/edit/*/*": 3, "*/edit/*/*": 4, "*/*/*/*": 5 })).toBe(3);
    expect(priceOf(edit, { "*/edit/*/*": 4, "*/*/*/*": 5 })).toBe(4);
    expect(priceOf(edit, { "ray-3.2/edit/1080p/*": 2 })).toBe(10_800);
  });

  test("keys without a kind are about videos and stills, not about what costs by its source", () => {
    expect(priceOf(edit, { "ray-3.2/*/*": 1, "*/*/*": 2 })).toBe(10_800);
    expect(priceOf(exampleShot(STILL), { "photon-1/*/*": 150 })).toBe(150);
    expect(priceOf(exampleShot(STILL), { "*/720p/*": 150 })).toBe(172);
    expect(priceOf(exampleShot(), { "ray-2/video/720p/5s": 7, "ray-2/720p/5s": 8 })).toBe(7);
  });

  test("of a source of unknown length the open key still counts", () => {
    expect(priceOf(exampleShot(EDIT), { "ray-3.2/edit/720p/5s": 1 })).toBeNull();
    expect(priceOf(exampleShot(EDIT), { "ray-3.2/edit/720p/*": 2 })).toBe(2);
  });
});

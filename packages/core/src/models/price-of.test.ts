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

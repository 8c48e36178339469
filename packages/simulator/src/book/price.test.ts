import { describe, expect, it } from "vitest";
import { videoPriceUsdE4 } from "./price.ts";

/** The published lists, in USD rounded to cents: luma docs "Modify Video"; Comfy's list of 2025. */
describe("the price of a video", () => {
  it.each([
    ["ray-2", "540p", 5, 0.4],
    ["ray-2", "720p", 5, 0.71],
    ["ray-2", "720p", 9, 1.27],
    ["ray-2", "1080p", 9, 2.87],
    ["ray-2", "4k", 5, 6.37],
    ["ray-flash-2", "720p", 5, 0.24],
    ["ray-flash-2", "4k", 9, 3.94],
  ])("%s %s %i s is %f USD", (model, resolution, seconds, usd) => {
    expect(videoPriceUsdE4({ model, resolution, seconds }) / 10_000).toBeCloseTo(usd, 2);
  });

  it.each([
    ["ray-2", 1.75],
    ["ray-flash-2", 0.6],
  ])("modifying 5 s of 720p with %s is %f USD", (model, usd) => {
    const price = videoPriceUsdE4({ model, resolution: "720p", seconds: 5, modify: true });
    expect(price / 10_000).toBeCloseTo(usd, 2);
  });
});

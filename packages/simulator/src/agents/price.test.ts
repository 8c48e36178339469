import { expect, it } from "vitest";
import { agentsPriceUsdE4 } from "./price.ts";

it.each([
  ["video", 5, "sdr", ["360p", "540p", "720p", "1080p"], [0.06, 0.15, 0.3, 1.2]],
  ["video", 10, "sdr", ["360p", "540p", "720p", "1080p"], [0.18, 0.45, 0.9, 3.6]],
  ["video", 5, "hdr", ["720p", "1080p"], [0.6, 2.4]],
  ["video", 5, "hdr-exr", ["720p", "1080p"], [0.9, 3.6]],
  ["modify_video", 5, "sdr", ["360p", "540p", "720p", "1080p"], [0.54, 0.72, 1.08, 2.16]],
  ["modify_video", 10, "sdr", ["360p", "540p", "720p", "1080p"], [1.08, 1.44, 2.16, 4.32]],
  ["modify_video", 10, "hdr", ["720p", "1080p"], [4.32, 8.64]],
  ["modify_video", 5, "hdr-exr", ["720p", "1080p"], [3.24, 6.48]],
  ["reframe_video", 1, "sdr", ["360p", "540p", "720p", "1080p"], [0.03, 0.06, 0.12, 0.36]],
] as const)("%s of %i s in %s costs what the guide says", (kind, seconds, dynamic, resolutions, usd) => {
  const prices = resolutions.map((resolution) => agentsPriceUsdE4({ kind, seconds, dynamic, resolution }));
  expect(prices).toEqual(usd.map((price) => Math.round(price * 10_000)));
});

/** Width and height in pixels. */
export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

/** 16:9 frames; for these Luma's published prices come out exactly (high confidence). */
const WIDESCREEN: Readonly<Record<string, FrameSize>> = {
  "360p": { width: 640, height: 360 },
  "540p": { width: 960, height: 540 },
  "720p": { width: 1280, height: 720 },
  "1080p": { width: 1920, height: 1080 },
  "4k": { width: 3840, height: 2160 },
};

/** Encoders want sides in whole blocks. */
const BLOCK = 16;

/**
 * The frame that a resolution and an aspect ratio give, as far as prices need it.
 *
 * Luma publishes no sizes but those of 16:9. We assume that other ratios keep the number of pixels, not
 * the short side: Luma's published sizes for reframing do (1536×1536 and 2048×1152 are the same number),
 * and no published price depends on the ratio. Sides are then rounded to blocks of 16 pixels. Confidence:
 * high for 16:9, medium for 9:16 and 1:1, low for the exact sides of the rest (their price is within 2 %).
 *
 * @param aspectRatio - such as `9:16`.
 * @returns undefined for a resolution or a ratio that cannot be read.
 */
export function frameSize(resolution: string, aspectRatio: string): FrameSize | undefined {
  const wide = Object.hasOwn(WIDESCREEN, resolution) ? WIDESCREEN[resolution] : undefined;
  const colon = aspectRatio.indexOf(":");
  if (wide === undefined || colon < 0) return undefined;
  const across = Number(aspectRatio.slice(0, colon));
  const down = Number(aspectRatio.slice(colon + 1));
  if (!(across > 0 && down > 0)) return undefined;
  if (across * 9 === down * 16) return wide;
  if (across * 16 === down * 9) return { width: wide.height, height: wide.width };
  const pixels = wide.width * wide.height;
  return {
    width: inBlocks(Math.sqrt((pixels * across) / down)),
    height: inBlocks(Math.sqrt((pixels * down) / across)),
  };
}

const inBlocks = (side: number): number => Math.round(side / BLOCK) * BLOCK;

/** Source: docs.lumalabs.ai, Reframe. Stills have the same sizes: their prices in ComfyUI's list follow from them. */
const TARGET_SIZES: Readonly<Record<string, FrameSize>> = {
  "1:1": { width: 1536, height: 1536 },
  "4:3": { width: 1792, height: 1344 },
  "3:4": { width: 1344, height: 1792 },
  "16:9": { width: 2048, height: 1152 },
  "9:16": { width: 1152, height: 2048 },
  "21:9": { width: 2432, height: 1024 },
  "9:21": { width: 1024, height: 2432 },
};

/** The size of a clip that Dream Machine reframes, and of a still of Photon; undefined for another ratio. */
export function targetSize(aspectRatio: string): FrameSize | undefined {
  return Object.hasOwn(TARGET_SIZES, aspectRatio) ? TARGET_SIZES[aspectRatio] : undefined;
}

import type { FramePosition } from "@shotlist/manifest";
import type { JsonObject } from "../json.ts";

/** Width and height of a reframed clip in pixels. Source: docs.lumalabs.ai, Reframe. */
const TARGET_SIZES: Readonly<Record<string, readonly [width: number, height: number]>> = {
  "1:1": [1536, 1536],
  "4:3": [1792, 1344],
  "3:4": [1344, 1792],
  "16:9": [2048, 1152],
  "9:16": [1152, 2048],
  "21:9": [2432, 1024],
  "9:21": [1024, 2432],
};

/**
 * Where the source stands in the new frame, in whole pixels: its left and right, top and bottom edges, whose
 * distances are the size it is brought to. Empty for a ratio that the API does not make.
 */
export function reframeBounds(aspectRatio: string, { x, y, width, height }: FramePosition): JsonObject {
  const size = Object.hasOwn(TARGET_SIZES, aspectRatio) ? TARGET_SIZES[aspectRatio] : undefined;
  if (size === undefined) return {};
  const [frameWidth, frameHeight] = size;
  return {
    x_start: Math.round(x * frameWidth),
    x_end: Math.round((x + width) * frameWidth),
    y_start: Math.round(y * frameHeight),
    y_end: Math.round((y + height) * frameHeight),
  };
}

import type { PixelSize } from "../clip/clip-wish.ts";

/** Sizes of what is reframed (docs.lumalabs.ai, Reframe), and of stills, which is assumed. */
export const FRAME_SIZES: Readonly<Record<string, PixelSize>> = {
  "1:1": { widthPx: 1536, heightPx: 1536 },
  "4:3": { widthPx: 1792, heightPx: 1344 },
  "3:4": { widthPx: 1344, heightPx: 1792 },
  "16:9": { widthPx: 2048, heightPx: 1152 },
  "9:16": { widthPx: 1152, heightPx: 2048 },
  "21:9": { widthPx: 2432, heightPx: 1024 },
  "9:21": { widthPx: 1024, heightPx: 2432 },
};

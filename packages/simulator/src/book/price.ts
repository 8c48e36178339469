import type { PixelSize } from "../clip/clip-wish.ts";

const SIXTEEN_BY_NINE: Readonly<Record<string, PixelSize>> = {
  "540p": { widthPx: 960, heightPx: 540 },
  "720p": { widthPx: 1280, heightPx: 720 },
  "1080p": { widthPx: 1920, heightPx: 1080 },
  "4k": { widthPx: 3840, heightPx: 2160 },
};

const HD: PixelSize = { widthPx: 1280, heightPx: 720 };

/** USD a million output pixels, generating; Luma's price list of 2025 as resellers passed it through. */
const GENERATE_USD: Readonly<Record<string, number>> = { "ray-2": 0.0064, "ray-flash-2": 0.0022 };

/** USD a million output pixels, modifying; docs.lumalabs.ai, Modify Video. */
const MODIFY_USD: Readonly<Record<string, number>> = { "ray-2": 0.01582, "ray-flash-2": 0.00544 };

/**
 * What a video costs, in USD × 10⁴, rounded.
 *
 * The published formula (width × height × 24 × seconds ÷ 10⁶ × rate) on the pixels of 16:9, whatever the
 * aspect ratio: lists quote a price by model, resolution and duration only.
 */
export function videoPriceUsdE4(options: {
  readonly model: string;
  readonly resolution?: string;
  /** The pixels themselves, instead of a resolution. */
  readonly sizePx?: PixelSize | undefined;
  readonly seconds: number;
  readonly modify?: boolean;
}): number {
  const rates = options.modify === true ? MODIFY_USD : GENERATE_USD;
  const size = options.sizePx ?? SIXTEEN_BY_NINE[options.resolution ?? ""] ?? HD;
  const megapixels = (size.widthPx * size.heightPx * 24 * options.seconds) / 1e6;
  return Math.round(megapixels * (rates[options.model] ?? 0.0064) * 10_000);
}

import type { GenerationKind } from "../book/generation.ts";

/** USD for 5 s of SDR video, by resolution; Luma's pricing guide. Extending costs the same. */
const GENERATE_USD: Readonly<Record<string, number>> = {
  "360p": 0.06,
  "540p": 0.15,
  "720p": 0.3,
  "1080p": 1.2,
};

/** 10 s cost three times as much as 5 s: the same guide. */
const TEN_SECONDS_FACTOR = 3;

/** How many times the price of SDR: the same guide for generating, resellers for editing. */
const DYNAMIC_FACTOR = { sdr: 1, hdr: 2, "hdr-exr": 3 } as const;

/** USD a second of the source, editing in SDR. */
const EDIT_USD: Readonly<Record<string, number>> = {
  "360p": 0.108,
  "540p": 0.144,
  "720p": 0.216,
  "1080p": 0.432,
};

/** USD a second of the source, reframing. */
const REFRAME_USD: Readonly<Record<string, number>> = {
  "360p": 0.03,
  "540p": 0.06,
  "720p": 0.12,
  "1080p": 0.36,
};

/** USD an image of `uni-1` and `uni-1-max`, and for each picture that it is made from, the edited one included. */
const IMAGE_USD: Readonly<Record<string, number>> = { "uni-1": 0.0404, "uni-1-max": 0.1 };
const REFERENCE_USD = 0.003;

/** What decides a price. */
export interface AgentsPriced {
  readonly kind: GenerationKind;
  readonly model?: string;
  readonly resolution: string;
  /** Of the result, or of the source where one is edited or reframed. */
  readonly seconds: number;
  readonly dynamic?: keyof typeof DYNAMIC_FACTOR;
  /** How many pictures an image is made from. */
  readonly references?: number;
}

/** What a generation of the Agents API costs, USD × 10⁴, rounded. */
export function agentsPriceUsdE4(priced: AgentsPriced): number {
  return Math.round(priceUsd(priced) * 10_000);
}

function priceUsd(priced: AgentsPriced): number {
  const { kind, model = "uni-1", resolution, seconds, dynamic = "sdr", references = 0 } = priced;
  const factor = DYNAMIC_FACTOR[dynamic];
  switch (kind) {
    case "modify_video":
      return (EDIT_USD[resolution] ?? 0) * seconds * factor;
    case "reframe_video":
      return (REFRAME_USD[resolution] ?? 0) * seconds;
    case "image":
      return (IMAGE_USD[model] ?? 0) + REFERENCE_USD * references;
    default:
      return (GENERATE_USD[resolution] ?? 0) * factor * (seconds > 5 ? TEN_SECONDS_FACTOR : 1);
  }
}

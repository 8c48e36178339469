import type { Source } from "../models/model-card.ts";

/** The guide whose tables follow. Its figures are its own: ranges, rounded, not bound to a resolution. */
export const GUIDE: Source = {
  name: "Crazyrouter, Luma Dream Machine API Guide",
  asOf: "2026-04-13",
  confidence: "low",
};

/** Prices of a 5 s video as the guide compares them, in USD × 10⁴. */
export const GUIDE_PRICES_5S: readonly {
  readonly name: string;
  readonly lowUsdE4: number;
  readonly highUsdE4: number;
}[] = [
  { name: "Luma Ray 2 (direct)", lowUsdE4: 2_000, highUsdE4: 5_500 },
  { name: "Luma Ray 2 (Crazyrouter)", lowUsdE4: 1_000, highUsdE4: 2_800 },
  { name: "Google Veo 3", lowUsdE4: 4_000, highUsdE4: 8_000 },
  { name: "Pika 2.2", lowUsdE4: 1_400, highUsdE4: 3_500 },
  { name: "Seedance 2.0", lowUsdE4: 1_500, highUsdE4: 4_000 },
  { name: "Runway Gen-4", lowUsdE4: 3_000, highUsdE4: 7_000 },
];

/** Luma's app plans as the guide lists them; the free one is 30 low-priority videos a day, about 900 a month. */
export const GUIDE_APP_PLANS: readonly {
  readonly name: string;
  readonly usdE4PerMonth: number;
  readonly videosPerMonth: number;
}[] = [
  { name: "Free (30 a day, low priority)", usdE4PerMonth: 0, videosPerMonth: 900 },
  { name: "Standard", usdE4PerMonth: 240_000, videosPerMonth: 120 },
  { name: "Pro", usdE4PerMonth: 640_000, videosPerMonth: 400 },
  { name: "Premier", usdE4PerMonth: 1_540_000, videosPerMonth: 1_200 },
];

import type { ModelCard, Source } from "./model-card.ts";

const LUMA_PAGE: Source = {
  name: "Crazyrouter documentation, Luma",
  url: "https://docs.crazyrouter.com",
  asOf: "2026-05-01",
  confidence: "medium",
};

/**
 * What the Crazyrouter gateway makes with Luma's models: clips from a prompt and from a picture at either end. Its
 * page shows durations of 5 only, says nothing of aspect ratios and loops, and publishes no price. Limits are those
 * of Luma's Build tier, since the gateway names none.
 */
export const GATEWAY_CARDS: readonly ModelCard[] = [
  {
    model: "ray-2",
    title: "Ray 2 (Crazyrouter)",
    dialect: "crazyrouter",
    kinds: ["video"],
    aspectRatios: ["16:9"],
    resolutions: ["540p", "720p", "1080p"],
    durations: ["5s", "9s"],
    promptCharacters: { min: 1, max: 5000 },
    concepts: false,
    generationKeyframes: false,
    limits: { concurrency: 10, createsPerMinute: 20, source: { ...LUMA_PAGE, confidence: "low" } },
    pricing: { type: "unknown", source: LUMA_PAGE },
    typicalServiceS: 60,
    lifecycle: { status: "active", source: LUMA_PAGE },
    refundsFailures: false,
  },
];

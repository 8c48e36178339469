import type { AccountLimits, Lifecycle, ModelCard, Source } from "./model-card.ts";

/** It passes Luma's prices through; Luma's own examples for modifying clips give the same formula. */
const LIST_PRICES: Source = {
  name: "ComfyUI partner node price list",
  url: "https://docs.comfy.org",
  asOf: "2025-09-30",
  confidence: "medium",
};

const BUILD_TIER: AccountLimits = {
  concurrency: 10,
  createsPerMinute: 20,
  source: {
    name: "Luma API documentation, Rate limits, Build tier",
    url: "https://docs.lumalabs.ai",
    asOf: "2025-06-01",
    confidence: "high",
  },
};

/** The retirement itself is official; its day is one reader's report, others were told a day per account. */
const RETIRING: Lifecycle = {
  status: "retiring",
  endsOn: "2026-10-04",
  replacement: "ray-3.2",
  source: {
    name: "Luma's migration guide on docs.agents.lumalabs.ai, as read by public integrators",
    url: "https://docs.agents.lumalabs.ai",
    asOf: "2026-09-16",
    confidence: "medium",
  },
};

/** What both Ray models of Dream Machine accept; source: the official OpenAPI description 1.1.0. */
const DREAM_MACHINE = {
  dialect: "dream-machine",
  aspectRatios: ["1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21"],
  resolutions: ["540p", "720p", "1080p", "4k"],
  durations: ["5s", "9s"],
  promptCharacters: { min: 3, max: 5000 },
  concepts: true,
  generationKeyframes: true,
  limits: BUILD_TIER,
  lifecycle: RETIRING,
  refundsFailures: true,
} as const satisfies Partial<ModelCard>;

/**
 * The video models of the Dream Machine API.
 *
 * Service times: the guide of 2026-04-13 says 30 to 60 s for a 5 s clip of Ray 2; that of Ray Flash 2 is
 * our own guess, until our history knows better.
 */
export const DREAM_MACHINE_CARDS: readonly ModelCard[] = [
  {
    ...DREAM_MACHINE,
    model: "ray-2",
    title: "Ray 2 (Dream Machine)",
    pricing: { type: "pixels", usdPerMillionPixels: 0.0064, source: LIST_PRICES },
    typicalServiceS: 45,
  },
  {
    ...DREAM_MACHINE,
    model: "ray-flash-2",
    title: "Ray Flash 2 (Dream Machine)",
    pricing: { type: "pixels", usdPerMillionPixels: 0.0022, source: LIST_PRICES },
    typicalServiceS: 30,
  },
];

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

/** Luma's own page of the endpoint; its examples give the formula exactly. */
const MODIFY_PRICES: Source = {
  name: "Luma API documentation, Modify Video",
  url: "https://docs.lumalabs.ai",
  asOf: "2025-07-01",
  confidence: "high",
};

const PHOTON_LIMITS: AccountLimits = { ...BUILD_TIER, concurrency: 40, createsPerMinute: 80 };

/** Nothing was said of Photon beyond Ray's retirement. */
const PHOTON_LIFECYCLE: Lifecycle = {
  status: "active",
  source: {
    name: "Luma API reference",
    url: "https://docs.lumalabs.ai",
    asOf: "2026-07-09",
    confidence: "medium",
  },
};

const ASPECT_RATIOS = ["1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21"];

/** What both Ray models of Dream Machine accept; source: the official OpenAPI description 1.1.0. */
const DREAM_MACHINE = {
  dialect: "dream-machine",
  kinds: ["video", "edit", "reframe"],
  aspectRatios: ASPECT_RATIOS,
  resolutions: ["540p", "720p", "1080p", "4k"],
  durations: ["5s", "9s"],
  promptCharacters: { min: 3, max: 5000 },
  concepts: true,
  generationKeyframes: true,
  limits: BUILD_TIER,
  lifecycle: RETIRING,
  refundsFailures: true,
} as const satisfies Partial<ModelCard>;

/** What both models of stills accept; up to four references, as Luma's page of image generation says. */
const PHOTON = {
  dialect: "dream-machine",
  kinds: ["image"],
  aspectRatios: ASPECT_RATIOS,
  resolutions: [],
  durations: [],
  promptCharacters: { min: 3, max: 5000 },
  concepts: false,
  generationKeyframes: false,
  still: { references: 4, weights: true, options: false },
  limits: PHOTON_LIMITS,
  typicalServiceS: 15,
  lifecycle: PHOTON_LIFECYCLE,
  refundsFailures: true,
} as const satisfies Partial<ModelCard>;

/**
 * The models of the Dream Machine API.
 *
 * Service times: the guide of 2026-04-13 says 30 to 60 s for a 5 s clip of Ray 2; that of Ray Flash 2 is
 * our own guess, until our history knows better.
 */
export const DREAM_MACHINE_CARDS: readonly ModelCard[] = [
  {
    ...DREAM_MACHINE,
    model: "ray-2",
    title: "Ray 2 (Dream Machine)",
    sourceS: { edit: { most: 10 }, reframe: { most: 10 } },
    pricing: { type: "pixels", usdPerMillionPixels: 0.0064, source: LIST_PRICES },
    editPricing: { type: "source-pixels", usdPerMillionPixels: 0.01582, source: MODIFY_PRICES },
    reframePricing: { type: "reframe-pixels", usdPerMillionPixels: 0.0064, source: LIST_PRICES },
    typicalServiceS: 45,
  },
  {
    ...DREAM_MACHINE,
    model: "ray-flash-2",
    title: "Ray Flash 2 (Dream Machine)",
    sourceS: { edit: { most: 15 }, reframe: { most: 30 } },
    pricing: { type: "pixels", usdPerMillionPixels: 0.0022, source: LIST_PRICES },
    editPricing: { type: "source-pixels", usdPerMillionPixels: 0.00544, source: MODIFY_PRICES },
    reframePricing: { type: "reframe-pixels", usdPerMillionPixels: 0.0022, source: LIST_PRICES },
    typicalServiceS: 30,
  },
  {
    ...PHOTON,
    model: "photon-1",
    title: "Photon 1 (Dream Machine)",
    pricing: { type: "still-pixels", usdPerMillionPixels: 0.0073, source: LIST_PRICES },
  },
  {
    ...PHOTON,
    model: "photon-flash-1",
    title: "Photon Flash 1 (Dream Machine)",
    pricing: { type: "still-pixels", usdPerMillionPixels: 0.0019, source: LIST_PRICES },
  },
];

import type { AccountLimits, Lifecycle, ModelCard, Source } from "./model-card.ts";

const PRICE_PAGE: Source = {
  name: "Luma Agents API documentation, Pricing",
  url: "https://docs.agents.lumalabs.ai",
  asOf: "2026-10-08",
  confidence: "high",
};

/** HDR and reframing stand on the same page, seen second-hand; resellers' lists agree. */
const PRICE_PAGE_SECOND_HAND: Source = { ...PRICE_PAGE, asOf: "2026-07-10", confidence: "medium" };

/** The page quotes sources of 5 s and 10 s; fal.ai and ComfyUI quote the same by the second. */
const EDIT_PRICES: Source = {
  name: "Luma Agents API documentation, Pricing; by the second as on fal.ai",
  url: "https://docs.agents.lumalabs.ai",
  asOf: "2026-10-08",
  confidence: "medium",
};

/** One pair of limits for each client; later editions of the page publish no numbers. */
const LIMITS: AccountLimits = {
  concurrency: 10,
  createsPerMinute: 30,
  source: {
    name: "Luma Agents API documentation, Rate limits, early edition",
    url: "https://docs.agents.lumalabs.ai",
    asOf: "2026-05-01",
    confidence: "medium",
  },
};

const ACTIVE: Lifecycle = {
  status: "active",
  source: {
    name: "Luma Agents API documentation, Video generation",
    url: "https://docs.agents.lumalabs.ai",
    asOf: "2026-10-08",
    confidence: "high",
  },
};

/** What the two models of stills accept. Sources: the SDK `luma-agents`; ComfyUI's pages of both for the references. */
const STILLS = {
  dialect: "agents",
  kinds: ["image"],
  aspectRatios: ["3:1", "2:1", "16:9", "3:2", "1:1", "2:3", "9:16", "1:2", "1:3"],
  resolutions: [],
  durations: [],
  promptCharacters: { min: 1, max: 6000 },
  concepts: false,
  generationKeyframes: false,
  still: { references: 9, weights: false, options: true },
  limits: LIMITS,
  typicalServiceS: 60,
  lifecycle: ACTIVE,
  refundsFailures: true,
} as const satisfies Partial<ModelCard>;

/**
 * The models of the Luma Agents API. What does not go together stands in `agents-rules.ts`.
 *
 * A 10 s clip costs three times a 5 s one, not twice. How an edit of a source that is neither 5 s nor 10 s long is
 * billed is not published: each second begun is taken for a fifth of the 5 s price.
 */
export const AGENTS_CARDS: readonly ModelCard[] = [
  {
    model: "ray-3.2",
    title: "Ray 3.2 (Luma Agents)",
    dialect: "agents",
    kinds: ["video", "edit", "reframe"],
    aspectRatios: ["9:16", "3:4", "1:1", "4:3", "16:9", "21:9"],
    resolutions: ["360p", "540p", "720p", "1080p"],
    durations: ["5s", "10s"],
    promptCharacters: { min: 1, max: 6000 },
    concepts: false,
    generationKeyframes: true,
    guides: true,
    hdr: true,
    sourceS: { edit: { most: 30, doubtful: 18 }, reframe: { most: 30 } },
    limits: LIMITS,
    pricing: {
      type: "table",
      usdE4: {
        "360p/5s": 600,
        "540p/5s": 1_500,
        "720p/5s": 3_000,
        "1080p/5s": 12_000,
        "360p/10s": 1_800,
        "540p/10s": 4_500,
        "720p/10s": 9_000,
        "1080p/10s": 36_000,
        "720p/5s/hdr": 6_000,
        "1080p/5s/hdr": 24_000,
        "720p/5s/hdr+exr": 9_000,
        "1080p/5s/hdr+exr": 36_000,
      },
      source: PRICE_PAGE,
    },
    editPricing: {
      type: "source-seconds",
      usdE4PerSecond: {
        "360p": 1_080,
        "540p": 1_440,
        "720p": 2_160,
        "1080p": 4_320,
        "720p/hdr": 4_320,
        "1080p/hdr": 8_640,
        "720p/hdr+exr": 6_480,
        "1080p/hdr+exr": 12_960,
      },
      source: EDIT_PRICES,
    },
    reframePricing: {
      type: "source-seconds",
      usdE4PerSecond: { "360p": 300, "540p": 600, "720p": 1_200, "1080p": 3_600 },
      source: PRICE_PAGE_SECOND_HAND,
    },
    typicalServiceS: 90,
    lifecycle: ACTIVE,
    refundsFailures: true,
  },
  {
    ...STILLS,
    model: "uni-1",
    title: "Uni-1 (Luma Agents)",
    pricing: { type: "still", usdE4: 404, referenceUsdE4: 30, source: PRICE_PAGE },
  },
  {
    ...STILLS,
    model: "uni-1-max",
    title: "Uni-1 Max (Luma Agents)",
    pricing: { type: "still", usdE4: 1_000, referenceUsdE4: 30, source: PRICE_PAGE },
  },
];

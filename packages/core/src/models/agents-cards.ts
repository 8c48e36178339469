import type { ModelCard } from "./model-card.ts";

/**
 * The video model of the Luma Agents API. What does not go together stands in `agents-rules.ts`.
 *
 * Prices are those of plain generation without HDR or EXR; a 10 s clip costs three times a 5 s one, not
 * twice. The limits are the default of an early edition of Luma's page; later ones publish no numbers.
 */
export const AGENTS_CARDS: readonly ModelCard[] = [
  {
    model: "ray-3.2",
    title: "Ray 3.2 (Luma Agents)",
    dialect: "agents",
    aspectRatios: ["9:16", "3:4", "1:1", "4:3", "16:9", "21:9"],
    resolutions: ["360p", "540p", "720p", "1080p"],
    durations: ["5s", "10s"],
    promptCharacters: { min: 1, max: 6000 },
    concepts: false,
    generationKeyframes: true,
    limits: {
      concurrency: 10,
      createsPerMinute: 30,
      source: {
        name: "Luma Agents API documentation, Rate limits, early edition",
        url: "https://docs.agents.lumalabs.ai",
        asOf: "2026-05-01",
        confidence: "medium",
      },
    },
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
      },
      source: {
        name: "Luma Agents API documentation, Pricing",
        url: "https://docs.agents.lumalabs.ai",
        asOf: "2026-10-08",
        confidence: "high",
      },
    },
    typicalServiceS: 90,
    lifecycle: {
      status: "active",
      source: {
        name: "Luma Agents API documentation, Video generation",
        url: "https://docs.agents.lumalabs.ai",
        asOf: "2026-10-08",
        confidence: "high",
      },
    },
    refundsFailures: true,
  },
];

import type { ShotKind } from "@shotlist/manifest";
import type { Source } from "../models/model-card.ts";

/**
 * What one shot costs. Money in USD × 10⁴; null where the price is unknown. Measures that a kind does not have are empty
 * texts: a still has no resolution and no duration, an edit no aspect ratio and no duration.
 */
export interface EstimateLine {
  readonly shotId: string;
  /** What is made, unless it is a video. */
  readonly kind?: Exclude<ShotKind, "video">;
  readonly model: string;
  readonly resolution: string;
  readonly duration: string;
  readonly aspectRatio: string;
  /** Length of what an edit or a reframe is made from, in seconds, where it is known. */
  readonly sourceS?: number;
  /** What is asked for beside these, in words, where the price follows it: `hdr`, `hdr, exr` or `2 references`. */
  readonly options?: string;
  /** Price of one take. */
  readonly priceUsdE4: number | null;
  /** Takes that the manifest wants of it, at least 1. */
  readonly takes: number;
  /** Takes that a run would buy now. */
  readonly buys: number;
  /** What those cost; 0 when nothing is bought. */
  readonly toBuyUsdE4: number | null;
}

/** A sum of prices. What is unknown is counted, never summed as nothing. */
export interface PriceSum {
  readonly takes: number;
  /** USD × 10⁴, over the takes whose price is known. */
  readonly usdE4: number;
  /** Takes whose price is unknown, left out of `usdE4`. */
  readonly unknownPrices: number;
}

/** Money of the takes that the state holds, over its whole life; USD × 10⁴. */
export interface MoneySoFar {
  readonly spentUsdE4: number;
  /** Held by generations that the API works on. */
  readonly inFlightUsdE4: number;
  /** Held by submissions whose outcome is unknown. */
  readonly unconfirmedUsdE4: number;
  readonly refundedUsdE4: number;
  /** Takes of unknown price that are spent or held. */
  readonly unknownPrices: number;
}

/** How long generations of one kind are taken to need. */
export interface ServiceEstimate {
  /** `model/resolution/duration`. */
  readonly key: string;
  readonly ms: number;
  /** From the model card, or the median of our own finished generations. */
  readonly from: "card" | "history";
}

/** How long the takes to buy, and those in flight, will need at the given limits. */
export interface DurationEstimate {
  /** From now to the last finished generation, in milliseconds; 0 when nothing is bought or in flight. */
  readonly ms: number;
  readonly slots: number;
  readonly createsPerMinute: number;
  readonly services: readonly ServiceEstimate[];
}

/** What the whole manifest, made once, would cost with another model or another maker. */
export interface Comparison {
  readonly name: string;
  /** Priced from a model card, or from a published table of prices for a 5 s video, scaled by length. */
  readonly basis: "model-card" | "per-5s-range";
  readonly lowUsdE4: number;
  /** Equal to `lowUsdE4` where the price is exact. */
  readonly highUsdE4: number;
  /** Clips that it has no exact counterpart for: the nearest one was priced, or a 5 s price scaled. */
  readonly approximated: number;
  readonly unknownPrices: number;
  /** Takes that it does not make or that its prices are not about, such as stills beside prices of videos. */
  readonly leftOut?: number;
  readonly source: Source;
}

/** A monthly plan of Luma's own app, as published. App plans do not pay for the API. */
export interface AppPlan {
  readonly name: string;
  readonly usdE4PerMonth: number;
  readonly videosPerMonth: number;
  /** Whether the manifest's videos, made once, fit into one month of it. */
  readonly covers: boolean;
}

/** Everything that is known of a batch's cost before it is bought: plain data, JSON-safe. */
export interface Estimate {
  readonly version: 1;
  /** Every shot of the manifest that is selected, in the manifest's order. */
  readonly lines: readonly EstimateLine[];
  readonly toBuy: PriceSum;
  /** The selected shots with all the takes that they want, as if nothing had been made. */
  readonly whole: PriceSum;
  readonly retries: {
    /** Retries of one shot in a run. */
    readonly perShot: number;
    /** What they add if every one is used up and every failure is charged. */
    readonly atMostUsdE4: number;
    /** The same, without models whose failures are refunded by their terms. */
    readonly afterRefundsUsdE4: number;
    /** Takes to buy whose price is unknown, and so what their retries would add. */
    readonly unknownPrices?: number;
  };
  readonly soFar: MoneySoFar;
  readonly duration: DurationEstimate;
  readonly comparisons: readonly Comparison[];
  /** `leftOut`: takes that are no videos, which the plans' numbers are not about. */
  readonly appPlans: {
    readonly plans: readonly AppPlan[];
    readonly leftOut?: number;
    readonly source: Source;
  };
}

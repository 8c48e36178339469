import type { Dialect } from "../take/take.ts";

/** Where a fact comes from and of which day it is. */
export interface Source {
  readonly name: string;
  readonly url?: string;
  /** ISO date on which it was read. */
  readonly asOf: string;
  /** How sure we are: official, seen second-hand, or a single claim. */
  readonly confidence: "high" | "medium" | "low";
}

/** How a clip's price is found. Prices are in USD × 10⁴. */
export type Pricing =
  /** By `resolution/duration`; what is not in the table is unknown. */
  | { readonly type: "table"; readonly usdE4: Readonly<Record<string, number>>; readonly source: Source }
  /** width × height × 24 frames × seconds ÷ 10⁶ × rate; the rate is in USD a million pixels. */
  | { readonly type: "pixels"; readonly usdPerMillionPixels: number; readonly source: Source };

/** What the account may do at once, unless the user or the API says otherwise. */
export interface AccountLimits {
  readonly concurrency: number;
  readonly createsPerMinute: number;
  readonly source: Source;
}

/** Whether a model can still be used. */
export interface Lifecycle {
  readonly status: "active" | "retiring" | "retired";
  /** ISO date of the announced end, where one is known. */
  readonly endsOn?: string;
  /** The model to move to. */
  readonly replacement?: string;
  readonly source: Source;
}

/** Everything that we know of one model: what it accepts, what it costs, how long it will be there. */
export interface ModelCard {
  readonly model: string;
  readonly title: string;
  readonly dialect: Dialect;
  readonly aspectRatios: readonly string[];
  readonly resolutions: readonly string[];
  readonly durations: readonly string[];
  readonly promptCharacters: { readonly min: number; readonly max: number };
  /** Camera motions become concept keys; otherwise they become words in the prompt. */
  readonly concepts: boolean;
  /** Whether a generation of the same account can be a keyframe. */
  readonly generationKeyframes: boolean;
  readonly limits: AccountLimits;
  readonly pricing: Pricing;
  /** Time that a generation usually takes, in seconds, until our own history knows better. */
  readonly typicalServiceS: number;
  readonly lifecycle: Lifecycle;
  /** Whether a failed generation's money comes back. */
  readonly refundsFailures: boolean;
}

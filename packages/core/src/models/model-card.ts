import type { ShotKind } from "@shotlist/manifest";
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

/** How a price is found. Prices are in USD × 10⁴, rates in USD a million pixels; what is not there is unknown. */
export type Pricing =
  /** Of a video: by `resolution/duration`, with `/hdr` or `/hdr+exr` after it. */
  | { readonly type: "table"; readonly usdE4: Readonly<Record<string, number>>; readonly source: Source }
  /** Of a video: width × height × 24 frames × seconds ÷ 10⁶ × rate. */
  | { readonly type: "pixels"; readonly usdPerMillionPixels: number; readonly source: Source }
  /** Of a still: width × height ÷ 10⁶ × rate. */
  | { readonly type: "still-pixels"; readonly usdPerMillionPixels: number; readonly source: Source }
  /** Of a still: a fixed price, and more for each reference. */
  | {
      readonly type: "still";
      readonly usdE4: number;
      readonly referenceUsdE4: number;
      readonly source: Source;
    }
  /** Of an edit or a reframe: by `resolution`, with `/hdr` or `/hdr+exr` after it, for each second begun. */
  | {
      readonly type: "source-seconds";
      readonly usdE4PerSecond: Readonly<Record<string, number>>;
      readonly source: Source;
    }
  /** Of an edit, as `pixels`, over the frame and the length of its source. */
  | { readonly type: "source-pixels"; readonly usdPerMillionPixels: number; readonly source: Source }
  /** Of a reframe, as `pixels`, over the sizes that reframed clips have and the length of the source. */
  | { readonly type: "reframe-pixels"; readonly usdPerMillionPixels: number; readonly source: Source }
  | { readonly type: "unknown"; readonly source: Source };

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
  /** What it makes. */
  readonly kinds: readonly ShotKind[];
  readonly aspectRatios: readonly string[];
  /** Of reframed clips, where they are not the same. */
  readonly reframeAspectRatios?: readonly string[];
  /** Empty for models that only make stills. */
  readonly resolutions: readonly string[];
  /** Empty for models that only make stills. */
  readonly durations: readonly string[];
  readonly promptCharacters: { readonly min: number; readonly max: number };
  /** Camera motions become concept keys; otherwise they become words in the prompt. */
  readonly concepts: boolean;
  /** Whether a generation of the same account can be a keyframe. */
  readonly generationKeyframes: boolean;
  /** Whether a clip can pass through a list of pictures. */
  readonly guides?: boolean;
  /** Whether it makes HDR, and EXR beside it. */
  readonly hdr?: boolean;
  /** Longest sources, in seconds; `doubtful` where official pages differ on less than `most`. */
  readonly sourceS?: {
    readonly [kind in "edit" | "reframe"]?: { readonly most: number; readonly doubtful?: number };
  };
  /** What it takes beside the prompt of a still. */
  readonly still?: {
    readonly references: number;
    readonly weights: boolean;
    /** A style, and looking things up on the web. */
    readonly options: boolean;
  };
  readonly limits: AccountLimits;
  /** Of what the model is for: videos, or stills. */
  readonly pricing: Pricing;
  readonly editPricing?: Pricing;
  readonly reframePricing?: Pricing;
  /** Time that a generation usually takes, in seconds, until our own history knows better. */
  readonly typicalServiceS: number;
  readonly lifecycle: Lifecycle;
  /** Whether a failed generation's money comes back. */
  readonly refundsFailures: boolean;
}

/** A model in a sentence: by its API's name, and by the gateway's where it makes it. */
export function nameOf({ model, dialect }: ModelCard): string {
  return dialect === "crazyrouter" ? `${model} at crazyrouter` : model;
}

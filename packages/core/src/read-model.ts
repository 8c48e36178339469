import type { ProductRef } from "@shotlist/manifest";
import type { ActionKind } from "./plan/plan.ts";
import type { TakeState } from "./take/take.ts";

export type { CostDifference, ShotChange, ShotDifference } from "./estimate/cost-difference-data.ts";
export type {
  AppPlan,
  Comparison,
  DurationEstimate,
  Estimate,
  EstimateLine,
  MoneySoFar,
  PriceSum,
  ServiceEstimate,
} from "./estimate/estimate-data.ts";
export type { Spend, SpendRow } from "./estimate/spend-data.ts";
export type { Source } from "./models/model-card.ts";
export { formatUsd } from "./money.ts";
export { fieldWords } from "./plan/field-words.ts";
export type { ActionKind, Plan, PlanAction } from "./plan/plan.ts";
export { type RankedTake, shownTake } from "./read-model/shown-take.ts";

/** What is true of a shot now, for people. */
export type ShotState =
  | "done"
  | "waiting"
  | "running"
  | "downloading"
  | "failed"
  | "unconfirmed"
  | "blocked"
  | "removed";

/** A clip or a still as a page can link it. */
export interface ClipView {
  /** Absent for a video. */
  readonly media?: "image";
  /** Path inside the output folder, with `/`, not URL-encoded. */
  readonly file: string;
  readonly poster?: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  /** 0 for a still. */
  readonly durationS: number;
  /** Files that belong to the clip, such as its frames as EXR. */
  readonly attachments?: readonly {
    readonly file: string;
    readonly bytes: number;
    readonly sha256: string;
  }[];
}

/** A take as people see it. Times are ISO 8601, UTC. */
export interface TakeView {
  readonly number: number;
  readonly state: TakeState;
  /** Made for what the shot says now. */
  readonly current: boolean;
  /** The prompt that this take was made with. */
  readonly prompt: string;
  readonly generationId?: string;
  readonly intentAt: string;
  readonly acceptedAt?: string;
  readonly endedAt?: string;
  readonly doneAt?: string;
  readonly clip?: ClipView;
  /** Plain words: what failed, and whether the money came back. */
  readonly failure?: {
    readonly code: string;
    readonly words: string;
    readonly apiMessage: string;
    readonly refund: "refunded" | "charged" | "unknown";
  };
  readonly priceUsdE4: number | null;
  /** What of the price counts: nothing, still held, or spent. */
  readonly money: "none" | "held" | "spent" | "refunded";
  readonly verdict?: {
    readonly verdict: "approved" | "rejected";
    readonly note: string;
    readonly at: string;
  };
  /** A reviewer wants another take beside or instead of this one, perhaps with other words. */
  readonly retake?: {
    readonly prompt?: string;
    readonly at: string;
  };
  readonly paidTwiceOf?: number;
}

/** A shot as people see it. */
export interface ShotView {
  readonly id: string;
  /** Absent for a video. */
  readonly kind?: "image" | "edit" | "reframe";
  readonly state: ShotState;
  /** One line of plain words about the state. */
  readonly words: string;
  readonly action: ActionKind;
  readonly prompt: string;
  readonly model: string;
  readonly aspectRatio: string;
  readonly resolution: string;
  readonly duration: string;
  readonly loop: boolean;
  readonly tags: readonly string[];
  readonly matrix: Readonly<Record<string, string>>;
  readonly product?: ProductRef;
  /** A URL, a path relative to the manifest's folder, or words such as `clip of opener`. */
  readonly startFrame?: string;
  readonly endFrame?: string;
  /** The same as `startFrame`, where it is a file: its path in the manifest's folder, with `/`. */
  readonly startFrameFile?: string;
  readonly endFrameFile?: string;
  /** What an edit or a reframe is made from, in the forms of `startFrame`. */
  readonly sourceClip?: string;
  readonly sourceClipFile?: string;
  /** Where the source is a shot of the manifest: its id. */
  readonly sourceShot?: string;
  /** Pictures that the clip passes through or a still is led by: `at` is in seconds. */
  readonly guides?: readonly { readonly words: string; readonly file?: string; readonly at?: number }[];
  /** How many takes the manifest wants; 1 unless said. */
  readonly takesWanted?: number;
  /** The take whose clip stands for the shot; 0 while there is none. */
  readonly shownTake: number;
  /** Oldest first. */
  readonly takes: readonly TakeView[];
  /** Price of one take, USD × 10⁴; null when unknown. */
  readonly priceUsdE4: number | null;
  /** Spent on this shot over all its takes, USD × 10⁴. */
  readonly spentUsdE4: number;
}

/** Sums over everything; money in USD × 10⁴. */
export interface Totals {
  /** Shots of the manifest; removed ones count in `byState` only, and with their takes, clips and money. */
  readonly shots: number;
  readonly byState: Readonly<Record<ShotState, number>>;
  readonly takes: number;
  readonly clips: number;
  readonly clipBytes: number;
  /** All wanted takes of every shot, made once, as the manifest stands; shots of unknown price are left out and counted. */
  readonly estimateUsdE4: number;
  readonly unknownPrices: number;
  readonly spentUsdE4: number;
  readonly heldUsdE4: number;
  readonly refundedUsdE4: number;
  /** What the next run would buy. */
  readonly toBuyUsdE4: number | null;
}

/** Everything that a report or a status shows: plain data, JSON-safe, without keys or CDN links. */
export interface ReadModel {
  readonly version: 1;
  readonly name: string;
  /** The state's UUID, by which a page knows decisions that were made on an earlier page of the same state. */
  readonly lineage?: string;
  readonly simulated: boolean;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly profile?: string;
  /** The output folder relative to the page's folder, with `/`, such as `../renders`. */
  readonly clipsBase: string;
  /** The manifest's folder relative to the page's folder; without it no page shows start and end frames. */
  readonly framesBase?: string;
  /** In the manifest's order, removed shots last. */
  readonly shots: readonly ShotView[];
  readonly totals: Totals;
}

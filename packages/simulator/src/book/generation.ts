import type { JsonObject } from "../json.ts";

/** What was asked for. `video` also covers extending and interpolating, which are keyframes of a video. */
export type GenerationKind =
  | "video"
  | "modify_video"
  | "reframe_video"
  | "upscale_video"
  | "add_audio"
  | "image"
  | "reframe_image";

/** Videos and images have limits of their own. */
export type Lane = "ray" | "photon";

/** Whose limits a kind counts against. */
export function laneOf(kind: GenerationKind): Lane {
  return kind === "image" || kind === "reframe_image" ? "photon" : "ray";
}

/** Where a generation stands. */
export type GenerationState = "queued" | "dreaming" | "completed" | "failed";

/** What is odd about a generation, by fault. */
export interface Oddities {
  /** Completed, but without links until this time; null is for ever. */
  readonly noLinkUntilMs?: number | null;
  /** Answered with 404 until this time; null is for ever. */
  readonly missingUntilMs?: number | null;
  /** Absent from lists until this time. */
  readonly unlistedUntilMs?: number;
  /** Its echo is normalised: defaults filled in, white space folded, keys in another order. */
  readonly echoNormalised?: boolean;
}

/**
 * One generation. All that will happen to it is decided when it is accepted, so that its state at any
 * moment follows from the record and the clock, also after the simulator was stopped in between.
 */
export interface SimulatedGeneration {
  /** Place in the order of acceptance, from 0. */
  readonly index: number;
  readonly id: string;
  readonly kind: GenerationKind;
  readonly model: string;
  /** The request as it is echoed. */
  readonly request: JsonObject;
  /** SHA-256 of the canonical request without its callback URL, in hex. */
  readonly requestHash: string;
  /** Which create it came from, counted from 1; 0 for foreign traffic. */
  readonly createOrdinal: number;
  /** Made by another program on the same account. */
  readonly foreign: boolean;
  readonly acceptedAtMs: number;
  /** When it leaves the queue; null if never. */
  readonly dreamingAtMs: number | null;
  /** When it ends; null if never. */
  readonly endsAtMs: number | null;
  readonly outcome: "completed" | "failed";
  readonly failureReason: string | null;
  /** Charged when accepted, given back when it fails. USD × 10⁴. */
  readonly priceUsdE4: number;
  readonly oddities: Oddities;
}

/** A create that has passed every check. */
export interface AcceptRequest {
  readonly kind: GenerationKind;
  readonly model: string;
  readonly request: JsonObject;
  readonly createOrdinal: number;
  readonly foreign: boolean;
  readonly priceUsdE4: number;
  /** Why the inputs will turn out to be unusable, if so. */
  readonly inputFailure?: string;
  /** For generations that began in the past. Unix milliseconds; default now. */
  readonly acceptedAtMs?: number;
}

/** The state of a generation at a moment. */
export function stateAt(generation: SimulatedGeneration, atMs: number): GenerationState {
  if (generation.dreamingAtMs === null || atMs < generation.dreamingAtMs) return "queued";
  if (generation.endsAtMs === null || atMs < generation.endsAtMs) return "dreaming";
  return generation.outcome;
}

/** True once nothing more happens to it. */
export function isTerminalAt(generation: SimulatedGeneration, atMs: number): boolean {
  return generation.endsAtMs !== null && atMs >= generation.endsAtMs;
}

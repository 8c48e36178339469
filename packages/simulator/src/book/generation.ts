import type { ClipWish } from "../clip/clip-wish.ts";
import type { Dialect } from "../dialect.ts";
import type { JsonObject } from "../json.ts";
import type { Failure } from "./failure.ts";

/**
 * What was asked for, in the words of Dream Machine; `modify_video` is the Agents API's `video_edit`, `image`
 * also its `image_edit`. `video` also covers extending and interpolating.
 */
export type GenerationKind =
  | "video"
  | "modify_video"
  | "reframe_video"
  | "upscale_video"
  | "add_audio"
  | "image"
  | "reframe_image";

/** Dream Machine has limits of their own for videos and images, the other APIs one pair for everything. */
export type Lane = "ray" | "photon" | "agents" | "crazyrouter";

/** True for what makes a picture instead of a clip. */
export function isImage(kind: GenerationKind): boolean {
  return kind === "image" || kind === "reframe_image";
}

/** Whose limits a generation counts against. */
export function laneOf(made: { readonly dialect: Dialect; readonly kind: GenerationKind }): Lane {
  if (made.dialect !== "dream-machine") return made.dialect;
  return isImage(made.kind) ? "photon" : "ray";
}

/** Where a generation stands, in the words of Dream Machine; the Agents API calls `dreaming` `processing`. */
export type GenerationState = "queued" | "dreaming" | "completed" | "failed";

/** What is odd about a generation, by fault. */
export interface Oddities {
  /** Completed, but without links until this time; null is for ever. */
  readonly noLinkUntilMs?: number | null;
  /** Answered with 404 until this time; null is for ever. */
  readonly missingUntilMs?: number | null;
  /** Answered with 404 from this time on, for ever. */
  readonly missingFromMs?: number;
  /** Absent from lists until this time. */
  readonly unlistedUntilMs?: number;
  /** How its echo differs from what was sent; see the faults `echo-…`. */
  readonly echo?: readonly EchoChange[];
  /** Its links lead here instead. */
  readonly linkUrl?: string;
}

/** A way in which an echo may differ from what was sent. */
export type EchoChange = "normalised" | "enums" | "urls" | "bare" | "unreadable";

/**
 * One generation. All that will happen to it is decided when it is accepted, so that its state at any
 * moment follows from the record and the clock, also after the simulator was stopped in between.
 */
export interface SimulatedGeneration {
  /** Place in the order of acceptance, from 0. */
  readonly index: number;
  readonly id: string;
  readonly dialect: Dialect;
  readonly kind: GenerationKind;
  readonly model: string;
  /** The request as it is echoed; media given as `data` stand as their SHA-256. */
  readonly request: JsonObject;
  readonly wish: ClipWish;
  /** SHA-256 of the canonical request without its callback URL and user id, in hex. */
  readonly requestHash: string;
  /** Which create it came from, counted from 1; 0 for foreign traffic. */
  readonly createOrdinal: number;
  /** Made by another program on the same account. */
  readonly foreign: boolean;
  /** The `X-Request-Id` that its create carried. */
  readonly requestId?: string;
  readonly acceptedAtMs: number;
  /** Accepted so much later than its create was received, its client long gone. */
  readonly lateByMs?: number;
  /** When it leaves the queue; null if never. */
  readonly dreamingAtMs: number | null;
  /** When it ends; null if never. */
  readonly endsAtMs: number | null;
  readonly outcome: "completed" | "failed";
  readonly failureReason: string | null;
  /** The Agents API's code for the reason; null on Dream Machine. */
  readonly failureCode: string | null;
  /** Charged when accepted. USD × 10⁴. */
  readonly priceUsdE4: number;
  /** Given back when it fails: all of the price, or a part. USD × 10⁴. */
  readonly refundUsdE4: number;
  readonly oddities: Oddities;
}

/** A create that has passed every check. */
export interface AcceptRequest {
  readonly dialect: Dialect;
  readonly kind: GenerationKind;
  readonly model: string;
  readonly request: JsonObject;
  readonly wish: ClipWish;
  readonly createOrdinal: number;
  readonly foreign: boolean;
  readonly priceUsdE4: number;
  /** Why the inputs will turn out to be unusable, if so. */
  readonly inputFailure?: Failure;
  readonly requestId?: string;
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

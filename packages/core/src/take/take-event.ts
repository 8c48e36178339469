import type { ClipFacts, Failure, IdSource, Take } from "./take.ts";

/** Everything that can happen to a take. `atMs` is when we learned it, in Unix milliseconds. */
export type TakeEvent =
  /** The intent: the take begins its life, before a byte leaves. */
  | { readonly type: "intended"; readonly atMs: number; readonly take: Take }
  /** The API answered with an id. */
  | {
      readonly type: "accepted";
      readonly atMs: number;
      readonly generationId: string;
      readonly idSource: IdSource;
      /** The take that was sent in its place meanwhile, where there is one: both are paid. */
      readonly paidTwiceOf?: number;
    }
  /** The API answered that it will not make it. Nothing is charged. */
  | { readonly type: "refused"; readonly atMs: number; readonly failure: Failure }
  /** It is proven that no byte of the create left this machine. */
  | { readonly type: "unsent"; readonly atMs: number; readonly reason: string }
  /** Bytes left and no usable answer came. With `neverResend` the answer was a yes without a readable id. */
  | {
      readonly type: "unanswered";
      readonly atMs: number;
      readonly reason: string;
      readonly neverResend: boolean;
    }
  /** It is certain that the generation was never made: by a complete listing, or a person said so. */
  | { readonly type: "absent"; readonly atMs: number; readonly by: "listing" | "hand" }
  /** Seen in the API, not finished. */
  | { readonly type: "seen"; readonly atMs: number; readonly apiState: "queued" | "running" }
  | { readonly type: "completed"; readonly atMs: number }
  | { readonly type: "failed"; readonly atMs: number; readonly failure: Failure }
  /**
   * The API does not know the id (after the key and the origin were checked). `spanMs` is the time that looks
   * must span before it counts as gone; ten minutes unless a simulated API runs faster.
   */
  | { readonly type: "not-found"; readonly atMs: number; readonly spanMs?: number }
  /** Not finished within `generation_timeout_s`. */
  | { readonly type: "timed-out"; readonly atMs: number }
  /** The clip is whole in its part file, and checked. */
  | { readonly type: "clip-checked"; readonly atMs: number; readonly clip: ClipFacts }
  /** The clip has its final name. With `withoutPoster` its poster has none: another file has that name. */
  | { readonly type: "clip-placed"; readonly atMs: number; readonly withoutPoster?: true }
  /**
   * The clip has another name, or will be given another one than was thought when it was checked: several takes
   * of its shot share one path. The bytes are the same.
   */
  | { readonly type: "clip-moved"; readonly atMs: number; readonly clip: ClipFacts }
  /** The clip's file, or its checked part file, is gone: it must be fetched again. */
  | { readonly type: "clip-lost"; readonly atMs: number }
  /**
   * Many shots failed in the same way in a row: the cause is the API or the account, not this shot, so that
   * its failure must not keep it from being sent again.
   */
  | { readonly type: "excused"; readonly atMs: number; readonly reason: string }
  /** A person gave it up. Its money stays spent. */
  | { readonly type: "abandoned"; readonly atMs: number };

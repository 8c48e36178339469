import type { TakeState } from "../take/take.ts";

/** Why a run submits no more. */
export type StopReason = "interrupted" | "budget" | "account" | "breaker" | "superseded" | "disk";

/** What a run tells while it works; `--json` prints exactly these, so a change here is a change of a contract. */
export type RunEvent =
  | {
      readonly type: "run-started";
      readonly atMs: number;
      readonly shots: number;
      readonly toBuy: number;
      readonly epoch: number;
    }
  /** A take changed its state. `words` is for people. */
  | {
      readonly type: "take";
      readonly atMs: number;
      readonly shotId: string;
      readonly take: number;
      readonly from: TakeState | null;
      readonly to: TakeState;
      readonly words: string;
      readonly generationId?: string;
      readonly file?: string;
      readonly priceUsdE4: number | null;
    }
  | {
      readonly type: "throttled";
      readonly atMs: number;
      readonly kind: "rate" | "concurrency";
      readonly waitMs: number;
      readonly slots: number;
    }
  | { readonly type: "network"; readonly atMs: number; readonly words: string; readonly waitMs: number }
  | {
      readonly type: "download";
      readonly atMs: number;
      readonly shotId: string;
      readonly take: number;
      readonly words: string;
    }
  | {
      readonly type: "warning";
      readonly atMs: number;
      readonly code: string;
      readonly words: string;
      readonly hint?: string;
      readonly shotId?: string;
    }
  /** No new submissions from here on. */
  | { readonly type: "stopping"; readonly atMs: number; readonly reason: StopReason; readonly words: string }
  | { readonly type: "run-ended"; readonly atMs: number; readonly summary: RunSummary };

/** Where a run stands at a moment. */
export interface RunProgress {
  readonly startedAtMs: number;
  readonly nowMs: number;
  /** Shots of this run by what is true of them now. They add up to `total`. */
  readonly total: number;
  readonly waiting: number;
  readonly running: number;
  readonly downloading: number;
  readonly done: number;
  readonly failed: number;
  readonly unconfirmed: number;
  readonly blocked: number;
  readonly slotsInUse: number;
  readonly slots: number;
  /** Creates sent in the last 60 s, and how many are allowed. */
  readonly createsLastMinute: number;
  readonly createsPerMinute: number;
  /** USD × 10⁴: spent, in flight and unconfirmed over the state's life, and new in this run. */
  readonly committedUsdE4: number;
  readonly runUsdE4: number;
  readonly wallUsdE4?: number;
  readonly downloadedBytes: number;
  /** Until the last clip, in milliseconds; absent while nothing is known. */
  readonly timeLeftMs?: number;
}

/** A `ShotlistError` as data. */
export interface DiskTrouble {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly standing?: string;
}

/** How a run ended, by shots and money. */
export interface RunSummary {
  readonly progress: RunProgress;
  readonly stopped?: StopReason;
  /** What a disk did not take, and what to do about it; only with `stopped` `disk`. */
  readonly troubles?: readonly DiskTrouble[];
  /** Requests sent by kind. */
  readonly requests: {
    /** Files given to an API, tries included. */
    readonly uploads: number;
    readonly creates: number;
    readonly looks: number;
    readonly lists: number;
    readonly downloads: number;
  };
  /** Takes made by this run. */
  readonly taken: number;
  /** Takes reported as paid twice in this run, with both ids. */
  readonly paidTwice: readonly {
    readonly shotId: string;
    readonly takes: readonly [number, number];
    readonly generationIds: readonly [string, string];
  }[];
  /** Shots of which this run could not send what the plan buys, although the plan did not hold them up. */
  readonly heldUp: readonly { readonly shotId: string; readonly reason: string }[];
  /** Shots that wait for a person, with the reason and the command that settles it. */
  readonly open: readonly {
    readonly shotId: string;
    readonly take: number;
    readonly reason: string;
    readonly command: string;
  }[];
}

/** Hears everything that a run tells. Must not throw; is called synchronously. */
export type RunObserver = (event: RunEvent, progress: RunProgress) => void;

import type { Shot, Window } from "@shotlist/manifest";
import type { Plan } from "../plan/plan.ts";
import type { AccountShare } from "../ports/account-share.ts";
import type { ClipStore } from "../ports/clip-store.ts";
import type { Clock, NewId, Random } from "../ports/clock.ts";
import type { GenerationApi, LocalMedia } from "../ports/generation-api.ts";
import type { Hints } from "../ports/hints.ts";
import type { StateStore, Walls } from "../ports/state-store.ts";
import type { Account, Dialect } from "../take/take.ts";
import type { RunObserver } from "./run-event.ts";

/** What one account may do. */
interface AccountLimits {
  readonly concurrency: number | "auto";
  readonly createsPerMinute: number;
}

/** Limits of one run with every default filled in. Times are in milliseconds. */
export interface EngineLimits {
  /** Slots of one account; `auto` begins at the model card's number and learns from refusals. */
  readonly concurrency: number | "auto";
  readonly createsPerMinute: number;
  /** Where the accounts of a run have other limits than these: by API. */
  readonly accounts?: Readonly<Partial<Record<Dialect, AccountLimits>>>;
  /** How often a transient failure is tried again, for one fingerprint in one run. */
  readonly retries: number;
  /** Downloads at once, 1 to 32. */
  readonly downloads: number;
  readonly requestTimeoutMs: number;
  /** How long after an unanswered create the API's list is trusted to show it. */
  readonly confirmAfterMs: number;
  readonly pollMinMs: number;
  readonly pollMaxMs: number;
  readonly generationTimeoutMs: number;
  readonly window?: Window;
  /**
   * How many times as fast as the real one the API runs; 1 in real life. The engine's own durations (the
   * minute of the rate, its backoffs, its ten-minute looks) are divided by it. The times above are not.
   */
  readonly timeScale?: number;
}

/** All that a run works with. Everything from outside comes in here; the engine reads nothing else. */
export interface EngineOptions {
  readonly plan: Plan;
  readonly shots: readonly Shot[];
  readonly store: StateStore;
  /** One for each dialect that the shots and the state's open takes need. */
  readonly apis: ReadonlyMap<Dialect, GenerationApi>;
  /** Which dialect a shot goes to. */
  readonly dialectOf: (shot: Shot) => Dialect;
  readonly clips: ClipStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly newId: NewId;
  readonly limits: EngineLimits;
  readonly walls: Walls;
  /** Price of one take in USD × 10⁴; null when unknown. */
  readonly priceOf: (shot: Shot) => number | null;
  /**
   * Reads a local file that a shot is made from. Rejects, in words for people, when it cannot be read, or is not
   * any more what it was when the manifest was read. Without it such shots are held up.
   */
  readonly readMedia?: (file: { readonly path: string; readonly sha256: string }) => Promise<LocalMedia>;
  /** The final path of a clip inside the output folder. */
  readonly clipPath: (shot: Shot, takeNumber: number) => string;
  /** What other runs on this machine leave of an account's slots and rate; without it a run has all of it. */
  readonly shareOf?: (account: Account) => AccountShare | undefined;
  /** Callbacks of the API, where it can reach us: what sends them is watched lazily. */
  readonly hints?: Hints;
  readonly observer: RunObserver;
  /** Aborted: no new submissions, downloads are finished (a first SIGINT). */
  readonly drain: AbortSignal;
  /** Aborted: leave now; whatever is on disk is right (a second SIGINT). */
  readonly abort: AbortSignal;
}

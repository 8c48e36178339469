import type { JsonObject } from "@shotlist/manifest";
import type { Account, Take, TakeKey } from "../take/take.ts";
import type { TakeEvent } from "../take/take-event.ts";
import type { FileRef } from "./generation-api.ts";

/** Which state this is. The serial grows with every change that a plan depends on. */
export interface StateInfo {
  readonly name: string;
  /** A UUID given when the state was made. */
  readonly lineage: string;
  readonly serial: number;
  readonly schemaVersion: number;
  readonly accounts: readonly Account[];
}

/** What the state remembers of a shot of the manifest of the last run, to find renames and removals. */
export interface KnownShot {
  readonly id: string;
  readonly fingerprint: string;
  readonly wanted: JsonObject;
  /** Place in the manifest's order, from 0. */
  readonly position: number;
}

/** A reviewer's decision on a take's clip. */
export interface Verdict extends TakeKey {
  readonly verdict: "approved" | "rejected";
  readonly note: string;
  /** SHA-256 of the clip that was judged. */
  readonly sha256: string;
  readonly atMs: number;
}

/** A reviewer's wish for another take beside or instead of this one. A take that is made later fulfils it. */
export interface RetakeWish extends TakeKey {
  /** SHA-256 of the clip that was judged. */
  readonly sha256: string;
  /** When it was asked for; asking again for the same does not make it newer. */
  readonly atMs: number;
  /** The prompt that the retake is to have, where it is not the manifest's; the manifest is never changed by it. */
  readonly prompt?: string;
}

/** All that a reviewer says of a take: it takes the place of what was said before. */
export interface TakeReview extends TakeKey {
  /** `none` takes a verdict back. */
  readonly verdict: Verdict["verdict"] | "none";
  /** Kept with a verdict only. */
  readonly note: string;
  readonly sha256: string;
  readonly atMs: number;
  /** Without it a wish for a retake is taken back. */
  readonly retake?: { readonly prompt?: string };
}

/** How long a finished generation took at the API, in milliseconds, for watching and for time left. */
export interface ServiceTime {
  /** `model/resolution/duration`. */
  readonly key: string;
  readonly ms: number;
  readonly atMs: number;
}

/**
 * A take that was taken out of the state by hand. What was paid for it stays counted, its number is not used
 * again, and its generation never comes back by matching.
 */
export interface ForgottenTake extends TakeKey {
  readonly generationId?: string;
  /** What it counts against the walls, for ever; USD × 10⁴. */
  readonly committedUsdE4: number;
  readonly atMs: number;
}

/** A saved plan that was begun: it may be gone on with until it is finished, and never begun again. */
export interface BegunPlan {
  readonly id: string;
  readonly begunAtMs: number;
  readonly finishedAtMs?: number;
}

/** A local file that an account's API has been given, so that it is not given again. Inline content is never stored. */
export interface StoredUpload {
  readonly account: Account;
  /** Of the content, in hex. */
  readonly sha256: string;
  readonly ref: FileRef;
  readonly atMs: number;
  /** When the reference dies, Unix milliseconds; absent where it does not. */
  readonly expiresAtMs?: number;
}

/** Everything that a plan or a run starts from. */
export interface StateSnapshot {
  readonly info: StateInfo;
  readonly takes: readonly Take[];
  readonly knownShots: readonly KnownShot[];
  readonly verdicts: readonly Verdict[];
  readonly serviceTimes: readonly ServiceTime[];
  /** Absent in states that were written before takes could be forgotten. */
  readonly forgotten?: readonly ForgottenTake[];
  readonly plans?: readonly BegunPlan[];
  /** Absent in states that were written before files could be given to an API. */
  readonly uploads?: readonly StoredUpload[];
  /** Absent in states that were written before retakes could be asked for. */
  readonly retakes?: readonly RetakeWish[];
}

/** A finished take in short: enough to tell whether anything is left to do about its shot. */
export interface DoneTake extends TakeKey {
  readonly fingerprint: string;
  readonly model: string;
  readonly resolution: string;
  readonly duration: string;
  /** What the request names; null where it names none. */
  readonly aspectRatio: unknown;
  readonly generationId: string | null;
  /** Of its clip: the path inside the output folder, with `/`, and the length. */
  readonly file: string;
  readonly bytes: number;
  /** Whether files belong to the clip, or it was made from other takes. */
  readonly hasMore: boolean;
  readonly priceUsdE4: number | null;
}

/**
 * Whether nothing has to be known of a shot but that it is done.
 *
 * @param takes - all that the state has of the shot, in the order of their numbers.
 */
export type IsSettled = (takes: readonly DoneTake[]) => boolean;

/** The walls that an intent must not break; checked inside its transaction. USD × 10⁴; absent means no wall. */
export interface Walls {
  /** Over the life of the state. */
  readonly maxSpendUsdE4?: number;
  /** Over this run's new intents. */
  readonly maxRunSpendUsdE4?: number;
}

/** How writing an intent ended; only `committed` may be sent. */
export type IntentOutcome =
  | { readonly kind: "committed" }
  /** A newer run owns the state. */
  | { readonly kind: "superseded" }
  /** `committedUsdE4` is what is spent, in flight and unconfirmed already. */
  | {
      readonly kind: "over-budget";
      readonly wall: "state" | "run";
      readonly committedUsdE4: number;
      readonly wallUsdE4: number;
    }
  /** With a wall, a shot of unknown price is refused. */
  | { readonly kind: "unknown-price" }
  /** An equal request of this account is still unanswered. */
  | { readonly kind: "twin-unanswered"; readonly twin: TakeKey };

/** A take after an event, with the event: written together or not at all. */
export interface TakeChange {
  readonly take: Take;
  readonly event: TakeEvent;
}

/** A shot that has a new id: its takes move along. */
export interface ShotMove {
  readonly from: string;
  readonly to: string;
}

/**
 * The state behind a manifest. Every method that writes returns only when the change is synced to disk.
 *
 * Fails with `ShotlistError` codes `state-superseded` (a newer run owns the state), `state-disk-full`,
 * `state-busy` (another program holds the state for too long), `state-unwritable`, `state-damaged`,
 * `state-too-new`.
 */
export interface StateStore {
  /** Everything, as of one moment. */
  read(): Promise<StateSnapshot>;
  /**
   * The same without the takes of settled shots, and of the known shots only those that have takes in it, so that a
   * large state that is mostly finished takes little time and memory.
   *
   * @param isSettled - asked once, while the state is read, for each shot all of whose takes are done and have
   *   neither a verdict nor a wish for a retake.
   */
  readOpen(isSettled: IsSettled): Promise<StateSnapshot>;
  /** The head alone: cheap. */
  info(): Promise<StateInfo>;
  /** The serial alone: cheap. */
  serial(): Promise<number>;
  /**
   * Begins a run: a new epoch, greater than every earlier one, binds the accounts on their first use.
   * Fails with `state-other-account` when the state belongs to another account of the same dialect.
   */
  beginRun(run: { readonly accounts: readonly Account[]; readonly atMs: number }): Promise<number>;
  /** In one transaction: checks the epoch, the twin and the walls, and stores the take with its `intended` event. */
  commitIntent(take: Take, walls: Walls): Promise<IntentOutcome>;
  /** Stores changes of takes, in order, in one transaction. Fails with `generation-id-taken` when an id has an owner. */
  record(epoch: number, changes: readonly TakeChange[]): Promise<void>;
  /**
   * Moves takes and verdicts to new ids (swaps included), then remembers the manifest's shots. Takes that
   * come to a shot with takes of its own are numbered on after those. The serial stands still when nothing
   * changes.
   */
  syncShots(epoch: number, moves: readonly ShotMove[], shots: readonly KnownShot[]): Promise<void>;
  /** Remembers a file that an API has been given; a newer reference to the same content takes the older one's place. */
  recordUpload(upload: StoredUpload): Promise<void>;
  recordServiceTimes(times: readonly ServiceTime[]): Promise<void>;
  /**
   * Takes the takes out of the state and leaves what `ForgottenTake` says; what they count against the walls
   * stays counted. Fails with `take-not-found`, and changes nothing then.
   */
  forget(epoch: number, takes: readonly TakeKey[], atMs: number): Promise<void>;
  /**
   * Binds another account of its dialect. With `takes`, every take of the account that was bound becomes the
   * new one's: for a new key of the same account.
   */
  rebind(
    epoch: number,
    account: Account,
    options: { readonly takes: boolean; readonly atMs: number },
  ): Promise<void>;
  /** Remembers that a saved plan is begun, or finished. Does not move the serial. */
  notePlan(epoch: number, plan: BegunPlan): Promise<void>;
  /** Does not move the serial. A store may refuse a take that is not there with `take-not-found`. */
  setVerdict(verdict: Verdict): Promise<void>;
  /**
   * Stores verdicts and wishes for retakes, in order, in one transaction. Needs no epoch, so that a review goes
   * on during a run, and does not move the serial. A store may refuse a take that is not there with
   * `take-not-found`, and changes nothing then.
   */
  review(reviews: readonly TakeReview[]): Promise<void>;
  /** Folds the log into the main file where there is one, and lets go. */
  close(): Promise<void>;
}

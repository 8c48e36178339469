import type { ShotMove } from "../ports/state-store.ts";

/** What a run will do about a shot. */
export type ActionKind =
  /** Never made. */
  | "new"
  /** Its fingerprint differs from every take's: made again. */
  | "changed"
  /** Its last take failed in a way that is tried again. */
  | "retry"
  /** Its last take was rejected and a new one is asked for. */
  | "retake"
  /** Fewer takes than are wanted. */
  | "more-takes"
  /** A take is in flight or unconfirmed: it is watched or settled, nothing is bought. */
  | "resume"
  /** A take is finished at the API, its clip is not on disk (or gone from it). */
  | "download"
  /** It waits for a person: a permanent failure, an unconfirmed take that cannot be looked up, a gate. */
  | "blocked"
  /** All that is wanted is there. */
  | "done"
  /** In the state, no longer in the manifest. Its clips stay. */
  | "removed";

/** One line of a plan. */
export interface PlanAction {
  readonly shotId: string;
  readonly kind: ActionKind;
  /** Why, in words for people: `prompt changed`, `take 2 failed: Frame moderation failed`. */
  readonly reason: string;
  /** The fields of the manifest that differ from the last take, in dotted form; for `changed`. */
  readonly changedFields: readonly string[];
  /** How many new takes it buys now. */
  readonly buys: number;
  /** Price of those takes, in USD × 10⁴; null when a price is unknown; 0 when nothing is bought. */
  readonly priceUsdE4: number | null;
  /**
   * The number of an approved take that was made for something else (another profile, an older text). What is
   * bought is a new clip, not a sharper copy of it, and needs a verdict of its own. Only where something is bought.
   */
  readonly approvedBefore?: number;
  /** The id under which the state knows it, when the shot was renamed. */
  readonly renamedFrom?: string;
  /** Selected by `--only`, `--tag`, `--sample`; what is not selected is left as it is. */
  readonly selected: boolean;
}

/** The difference between manifest and state, as data. It decides everything that a run buys. */
export interface Plan {
  readonly version: 1;
  readonly name: string;
  readonly lineage: string;
  readonly serial: number;
  /** In the manifest's order, removed shots last. */
  readonly actions: readonly PlanAction[];
  readonly moves: readonly ShotMove[];
}

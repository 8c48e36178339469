import type { RetakeWish, ShotMove, StateSnapshot, Verdict } from "../ports/state-store.ts";
import type { Take } from "../take/take.ts";
import { countingVerdicts } from "./counting-verdicts.ts";

/** A state's takes, found by the ids that shots have after the plan's moves. */
export interface TakeIndex {
  /** In the order of take numbers. */
  readonly byShot: ReadonlyMap<string, readonly Take[]>;
  readonly byGeneration: ReadonlyMap<string, Take>;
  readonly verdictOf: (take: Take) => Verdict["verdict"] | undefined;
  /** When a take was rejected; undefined for one that is not. */
  readonly rejectedAtMs: (take: Take) => number | undefined;
  /** The retake that was asked for beside or instead of a take; like a verdict, only for its very file. */
  readonly retakeOf: (take: Take) => RetakeWish | undefined;
  readonly isClipGone: (take: Take) => boolean;
}

/**
 * Sorts a state's takes for planning.
 *
 * @param missingClips - `shotId/number` by the state's own ids.
 */
export function indexTakes(
  snapshot: StateSnapshot,
  moves: readonly ShotMove[],
  missingClips: ReadonlySet<string>,
): TakeIndex {
  const newIds = new Map(moves.map(({ from, to }) => [from, to]));
  const byShot = new Map<string, Take[]>();
  const byGeneration = new Map<string, Take>();
  for (const take of snapshot.takes) {
    const id = newIds.get(take.shotId) ?? take.shotId;
    const takes = byShot.get(id);
    if (takes === undefined) byShot.set(id, [take]);
    else takes.push(take);
    if (take.generationId !== undefined) byGeneration.set(take.generationId, take);
  }
  for (const takes of byShot.values()) takes.sort((a, b) => a.number - b.number);
  const verdicts = new Map(countingVerdicts(snapshot).map((verdict) => [keyOf(verdict), verdict]));
  const wishes = new Map((snapshot.retakes ?? []).map((wish) => [keyOf(wish), wish]));
  return {
    byShot,
    byGeneration,
    verdictOf: (take) => verdicts.get(keyOf(take))?.verdict,
    rejectedAtMs: (take) => {
      const verdict = verdicts.get(keyOf(take));
      return verdict?.verdict === "rejected" ? verdict.atMs : undefined;
    },
    retakeOf: (take) => {
      const wish = wishes.get(keyOf(take));
      return wish?.sha256 === take.clip?.sha256 ? wish : undefined;
    },
    isClipGone: (take) => missingClips.has(keyOf(take)),
  };
}

const keyOf = ({ shotId, number }: { readonly shotId: string; readonly number: number }): string =>
  `${shotId}/${number}`;

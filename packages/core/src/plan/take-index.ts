import type { ShotMove, StateSnapshot, Verdict } from "../ports/state-store.ts";
import type { Take } from "../take/take.ts";

/** A state's takes, found by the ids that shots have after the plan's moves. */
export interface TakeIndex {
  /** In the order of take numbers. */
  readonly byShot: ReadonlyMap<string, readonly Take[]>;
  readonly byGeneration: ReadonlyMap<string, Take>;
  readonly verdictOf: (take: Take) => Verdict["verdict"] | undefined;
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
  const verdicts = new Map(snapshot.verdicts.map((verdict) => [keyOf(verdict), verdict.verdict]));
  return {
    byShot,
    byGeneration,
    verdictOf: (take) => verdicts.get(keyOf(take)),
    isClipGone: (take) => missingClips.has(keyOf(take)),
  };
}

const keyOf = ({ shotId, number }: { readonly shotId: string; readonly number: number }): string =>
  `${shotId}/${number}`;

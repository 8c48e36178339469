import type { StateSnapshot, Take, TakeReview } from "@shotlist/core";
import type { Decision } from "@shotlist/reporter";

/** A decision that cannot be taken, and why, in words for people. */
export interface RefusedDecision {
  readonly decision: Decision;
  readonly reason: string;
}

/** Decisions sorted by whether they are about clips that the state has. */
export interface SortedDecisions {
  readonly taken: readonly { readonly decision: Decision; readonly review: TakeReview }[];
  readonly refused: readonly RefusedDecision[];
}

/** What decisions are held against. */
export interface DecisionContext {
  readonly snapshot: StateSnapshot;
  /** Renames that the state does not know yet: pages name shots as the manifest does. */
  readonly moves: readonly { readonly from: string; readonly to: string }[];
  readonly nowMs: number;
}

/**
 * Turns decisions into what the state stores. Each must be about the very clip that its take has: a decision never
 * passes to another take or another file. A decision of the future counts as made now.
 */
export function takeDecisions(
  decisions: readonly Decision[],
  { snapshot, moves, nowMs }: DecisionContext,
): SortedDecisions {
  const stateIds = new Map(moves.map(({ from, to }) => [to, from]));
  const takes = new Map(snapshot.takes.map((take) => [keyOf(take), take]));
  const shots = new Set(snapshot.takes.map(({ shotId }) => shotId));
  const taken: { decision: Decision; review: TakeReview }[] = [];
  const refused: RefusedDecision[] = [];
  for (const decision of decisions) {
    const shotId = stateIds.get(decision.shotId) ?? decision.shotId;
    const take = takes.get(keyOf({ shotId, number: decision.take }));
    const reason = reasonAgainst(decision, take, shots.has(shotId));
    if (reason === undefined) taken.push({ decision, review: reviewOf(decision, shotId, nowMs) });
    else refused.push({ decision, reason });
  }
  return { taken, refused };
}

const keyOf = (take: { readonly shotId: string; readonly number: number }): string =>
  `${take.number}@${take.shotId}`;

function reasonAgainst(decision: Decision, take: Take | undefined, knowsShot: boolean): string | undefined {
  if (take === undefined) {
    return knowsShot ? `the shot has no take ${decision.take}` : "the state has no takes of this shot";
  }
  if (take.clip === undefined) return `take ${take.number} has no clip yet`;
  if (take.clip.sha256 === decision.sha256) return undefined;
  return `the clip of take ${take.number} is another file than the one that was judged`;
}

function reviewOf(decision: Decision, shotId: string, nowMs: number): TakeReview {
  const { take: number, sha256, verdict, note, retake, prompt, at } = decision;
  return {
    shotId,
    number,
    sha256,
    verdict,
    note,
    atMs: Math.min(Date.parse(at), nowMs),
    ...(retake ? { retake: prompt === undefined ? {} : { prompt } } : {}),
  };
}

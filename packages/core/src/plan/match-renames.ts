import type { Shot } from "@shotlist/manifest";
import type { ShotMove, StateSnapshot } from "../ports/state-store.ts";
import type { Take } from "../take/take.ts";

/** An id under which the state holds takes, with what was wanted of it last. */
export interface OldShot {
  readonly id: string;
  readonly fingerprint: string;
  /** That of its newest take, which differs after an edit that was never made. */
  readonly madeFingerprint: string;
  readonly wanted: Shot["wanted"];
}

/** What became of the ids that the state holds takes under. */
export interface Renames {
  /** A permutation of ids: no takes of two shots ever meet under one id. */
  readonly moves: readonly ShotMove[];
  /** Of each shot that takes over another id's takes, that id. */
  readonly renamedFrom: ReadonlyMap<string, string>;
  /** Ids that are in the manifest no more, and that no shot takes over from. */
  readonly gone: readonly OldShot[];
}

/**
 * Finds shots that only have a new id.
 *
 * An id that is gone, or that means something else now, and a shot that the state does not know as it is
 * are matched one to one by fingerprint, in the order of the files; so swaps move takes as well. A shot
 * that has a take of what it wants under its own id needs none of another's. Where takes come to an id
 * whose own takes are not wanted any more, those go the other way: they stay known, and buy nothing.
 */
export function matchRenames(shots: readonly Shot[], snapshot: StateSnapshot): Renames {
  if (snapshot.takes.length === 0) return { moves: [], renamedFrom: new Map(), gone: [] };
  const old = oldShots(snapshot);
  const oldById = new Map(old.map((shot) => [shot.id, shot]));
  const shotById = new Map(shots.map((shot) => [shot.id, shot]));
  let owned: ReadonlySet<string> | undefined;
  const owns = (shot: Shot): boolean => {
    owned ??= new Set(snapshot.takes.map((take) => key(take.shotId, take.fingerprint)));
    return owned.has(key(shot.id, shot.fingerprint));
  };
  // Of a manifest that was run as it is, the quicker of the two questions settles every shot.
  const isSettled = (shot: Shot): boolean =>
    oldById.get(shot.id)?.fingerprint === shot.fingerprint || owns(shot);

  const unsettled = shots.filter((shot) => !isSettled(shot));
  const free = old.filter(({ id }) => {
    const shot = shotById.get(id);
    return shot === undefined || !isSettled(shot);
  });
  const renamedFrom = new Map<string, string>();
  matchInOrder(unsettled, free, ({ fingerprint }) => fingerprint, renamedFrom);
  matchInOrder(unsettled, free, ({ madeFingerprint }) => madeFingerprint, renamedFrom);
  const taken = new Set(renamedFrom.values());
  return {
    moves: closedMoves(renamedFrom, oldById),
    renamedFrom,
    gone: old.filter(({ id }) => !shotById.has(id) && !taken.has(id)),
  };
}

/** Gives each shot without a match the first free old id of an equal fingerprint. */
function matchInOrder(
  shots: readonly Shot[],
  free: readonly OldShot[],
  fingerprintOf: (old: OldShot) => string,
  renamedFrom: Map<string, string>,
): void {
  const taken = new Set(renamedFrom.values());
  const ids = new Map<string, string[]>();
  for (const old of free.filter(({ id }) => !taken.has(id)).toReversed()) {
    const fingerprint = fingerprintOf(old);
    const equal = ids.get(fingerprint);
    if (equal === undefined) ids.set(fingerprint, [old.id]);
    else equal.push(old.id);
  }
  for (const { id, fingerprint } of shots) {
    if (renamedFrom.has(id)) continue;
    const from = ids.get(fingerprint)?.pop();
    if (from !== undefined) renamedFrom.set(id, from);
  }
}

/** Ids with takes: those of the last manifest in its order, then those removed before that. */
function oldShots(snapshot: StateSnapshot): OldShot[] {
  const newest = new Map<string, Take>();
  for (const take of snapshot.takes) {
    if ((newest.get(take.shotId)?.number ?? 0) < take.number) newest.set(take.shotId, take);
  }
  const known = new Map(
    snapshot.knownShots.toSorted((a, b) => a.position - b.position).map((shot) => [shot.id, shot]),
  );
  const ids = [...new Set([...known.keys(), ...newest.keys()])];
  return ids.flatMap((id) => {
    const take = newest.get(id);
    if (take === undefined) return [];
    const { fingerprint, wanted } = known.get(id) ?? take;
    return [{ id, fingerprint, madeFingerprint: take.fingerprint, wanted }];
  });
}

/** Adds to matched moves those that lead from the end of each path back to its beginning. */
function closedMoves(
  renamedFrom: ReadonlyMap<string, string>,
  oldById: ReadonlyMap<string, OldShot>,
): ShotMove[] {
  const moves = [...renamedFrom].map(([to, from]) => ({ from, to }));
  const leaves = new Set(moves.map(({ from }) => from));
  const displaced = moves.filter(({ to }) => oldById.has(to) && !leaves.has(to)).map(({ to }) => to);
  for (const end of displaced) {
    let start = end;
    for (let from = renamedFrom.get(start); from !== undefined; from = renamedFrom.get(start)) start = from;
    moves.push({ from: end, to: start });
  }
  return moves;
}

const key = (id: string, fingerprint: string): string => `${id}\n${fingerprint}`;

import type { Shot } from "@shotlist/manifest";
import type { DoneTake, StateSnapshot, StateStore } from "../ports/state-store.ts";
import { defaultsMovedSince } from "./moved-defaults.ts";

/** What settled shots come to, beside all that is still looked at. Money in USD × 10⁴. */
export interface SettledSums {
  readonly shots: number;
  readonly takes: number;
  readonly clipBytes: number;
  readonly spentUsdE4: number;
  /** Takes of unknown price. */
  readonly unknownPrices: number;
}

/** Shots of which a plan has to know nothing but that they are done. */
export interface SettledShots {
  /** How many takes each has, by the shot's id. */
  readonly takesOf: ReadonlyMap<string, number>;
  readonly sums: SettledSums;
}

/** A state, and what of it was left out. */
export interface OpenState {
  /** Without the takes of settled shots: enough for a plan, an estimate and sums, and for nothing else. */
  readonly snapshot: StateSnapshot;
  readonly settled: SettledShots;
}

/** Of a state that was read whole. */
export const NOTHING_SETTLED: SettledShots = {
  takesOf: new Map(),
  sums: { shots: 0, takes: 0, clipBytes: 0, spentUsdE4: 0, unknownPrices: 0 },
};

/** A clip of a settled shot, as it should be on disk. */
export type SettledClip = Pick<DoneTake, "shotId" | "file" | "bytes">;

/**
 * Reads of a state what a plan has to look at, so that a large manifest that is finished is planned in the time that
 * reading it takes.
 *
 * A shot is settled when it continues no shot, nor has, and none continues it; when it has as many takes as it wants, every one
 * of them is done, unjudged, made for what the shot says now and with the present defaults; and when each clip is
 * whole, and one file. About every other shot, and one whose takes a take that is looked at was made from, all is read.
 *
 * @param brokenOf - finds the shots that have a clip which is gone or not as long as it should be.
 * @throws ShotlistError those of the store
 */
export async function readOpenState(
  store: Pick<StateStore, "readOpen">,
  shots: readonly Shot[],
  brokenOf: (clips: readonly SettledClip[]) => Promise<ReadonlySet<string>>,
): Promise<OpenState> {
  const byId = shotsThatMaySettle(shots);
  const first = await readSorted(store, byId, () => true);
  const used = byId.size < shots.length ? usedByOthers(first) : [];
  const suspects = new Set([...(await brokenOf(first.clips)), ...used]);
  if (suspects.size === 0) return first;
  // What has come to be finished since was not looked at, so it is not settled.
  const looked = first.settled.takesOf;
  return readSorted(store, byId, (shotId) => looked.has(shotId) && !suspects.has(shotId));
}

/** Shots without chains, by id. */
function shotsThatMaySettle(shots: readonly Shot[]): ReadonlyMap<string, Shot> {
  const chained = new Set(shots.flatMap(({ id, needs }) => (needs.length === 0 ? [] : [id, ...needs])));
  const byId = new Map<string, Shot>();
  for (const shot of shots) if (!chained.has(shot.id)) byId.set(shot.id, shot);
  return byId;
}

/** What one reading of a state leaves out, and what it does not. */
interface Sorted extends OpenState {
  readonly clips: readonly SettledClip[];
  /** Settled shots by the generations of their takes. */
  readonly byGeneration: ReadonlyMap<string, string>;
}

async function readSorted(
  store: Pick<StateStore, "readOpen">,
  shots: ReadonlyMap<string, Shot>,
  mayBe: (shotId: string) => boolean,
): Promise<Sorted> {
  const takesOf = new Map<string, number>();
  const sums = { shots: 0, takes: 0, clipBytes: 0, spentUsdE4: 0, unknownPrices: 0 };
  const clips: SettledClip[] = [];
  const byGeneration = new Map<string, string>();
  const snapshot = await store.readOpen((takes) => {
    const shot = shots.get(takes[0]?.shotId ?? "");
    if (shot === undefined || takes.length < shot.takes || !mayBe(shot.id)) return false;
    if (!takes.every((take) => isCurrent(shot, take))) return false;
    takesOf.set(shot.id, takes.length);
    sums.shots += 1;
    for (const { file, bytes, priceUsdE4, generationId } of takes) {
      sums.takes += 1;
      sums.clipBytes += bytes;
      sums.spentUsdE4 += priceUsdE4 ?? 0;
      if (priceUsdE4 === null) sums.unknownPrices += 1;
      clips.push({ shotId: shot.id, file, bytes });
      if (generationId !== null) byGeneration.set(generationId, shot.id);
    }
    return true;
  });
  return { snapshot, settled: { takesOf, sums }, clips, byGeneration };
}

function isCurrent(shot: Shot, take: DoneTake): boolean {
  return (
    take.fingerprint === shot.fingerprint && !take.hasMore && defaultsMovedSince(shot, take).length === 0
  );
}

/** Settled shots that a take which is looked at was made from, before the manifest said otherwise. */
function usedByOthers({ snapshot, byGeneration }: Sorted): readonly string[] {
  const used = snapshot.takes.flatMap(({ upstream }) => Object.values(upstream));
  return used.flatMap((id) => byGeneration.get(id) ?? []);
}

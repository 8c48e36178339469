import type { DoneTake, IsSettled, StateSnapshot } from "../ports/state-store.ts";
import type { Take } from "../take/take.ts";

/** What `StateStore.readOpen` gives, made from a whole snapshot: for stores that cannot read in short. */
export function leaveOutSettled(snapshot: StateSnapshot, isSettled: IsSettled): StateSnapshot {
  const { verdicts, retakes = [] } = snapshot;
  const judged = new Set([...verdicts, ...retakes].map(({ shotId }) => shotId));
  const settled = new Set<string>();
  const kept = new Set<string>();
  for (const [shotId, takes] of Map.groupBy(snapshot.takes, (take) => take.shotId)) {
    const done = takes.toSorted((a, b) => a.number - b.number).map(inShort);
    const isOpen = judged.has(shotId) || done.includes(undefined);
    (!isOpen && isSettled(done as readonly DoneTake[]) ? settled : kept).add(shotId);
  }
  return {
    ...snapshot,
    takes: snapshot.takes.filter(({ shotId }) => !settled.has(shotId)),
    knownShots: snapshot.knownShots.filter(({ id }) => kept.has(id)),
  };
}

/** A take in short; undefined for one that is not done. */
function inShort(take: Take): DoneTake | undefined {
  const { shotId, number, state, fingerprint, model, resolution, duration, clip, priceUsdE4 } = take;
  if (state !== "done" || clip === undefined) return undefined;
  return {
    shotId,
    number,
    fingerprint,
    model,
    resolution,
    duration,
    aspectRatio: take.request.body["aspect_ratio"] ?? null,
    generationId: take.generationId ?? null,
    file: clip.file,
    bytes: clip.bytes,
    hasMore: clip.attachments !== undefined || Object.keys(take.upstream).length > 0,
    priceUsdE4,
  };
}

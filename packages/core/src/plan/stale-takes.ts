import type { InputName } from "@shotlist/manifest";
import type { Take } from "../take/take.ts";

/**
 * Finds the takes that do not count any more because of what they continue: a rejected take, or one that
 * is stale itself. What they show may be finished and paid for, but it belongs to a chain that is made again.
 *
 * @param isRejected - whether a reviewer rejected a take.
 */
export function staleTakes(takes: readonly Take[], isRejected: (take: Take) => boolean): ReadonlySet<Take> {
  const continuing = new Map<string, Take[]>();
  for (const take of takes) {
    for (const name in take.upstream) {
      const id = take.upstream[name as InputName];
      if (id === undefined) continue;
      const known = continuing.get(id);
      if (known === undefined) continuing.set(id, [take]);
      else known.push(take);
    }
  }
  const stale = new Set<Take>();
  if (continuing.size === 0) return stale;
  const passedOn = takes.filter(isRejected);
  for (let take = passedOn.pop(); take !== undefined; take = passedOn.pop()) {
    for (const next of continuing.get(take.generationId ?? "") ?? []) {
      if (stale.has(next)) continue;
      stale.add(next);
      passedOn.push(next);
    }
  }
  return stale;
}

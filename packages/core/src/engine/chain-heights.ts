import type { Shot } from "@shotlist/manifest";

/**
 * How many shots follow one after the other on each shot: 0 for one that nobody waits for. Shots with the
 * longest chain behind them must begin first, or the end of the run waits for them.
 *
 * @param shots - without cycles in their `needs`; a shot in a cycle gets 0.
 */
export function chainHeights(shots: readonly Shot[]): ReadonlyMap<string, number> {
  const byId = new Map(shots.map((shot) => [shot.id, shot]));
  const waiting = new Map<string, number>();
  for (const { needs } of shots) {
    for (const need of needs) waiting.set(need, (waiting.get(need) ?? 0) + 1);
  }
  const heights = new Map<string, number>(shots.map(({ id }) => [id, 0]));
  const ends = shots.filter(({ id }) => !waiting.has(id));
  for (let shot = ends.pop(); shot !== undefined; shot = ends.pop()) {
    const height = (heights.get(shot.id) ?? 0) + 1;
    for (const need of shot.needs) {
      heights.set(need, Math.max(height, heights.get(need) ?? 0));
      const left = (waiting.get(need) ?? 0) - 1;
      waiting.set(need, left);
      const upstream = byId.get(need);
      if (left === 0 && upstream !== undefined) ends.push(upstream);
    }
  }
  return heights;
}

import type { Shot } from "@shotlist/manifest";

/**
 * Puts shots behind the shots that they need; otherwise the order stays as it is.
 *
 * Shots of a cycle, which reading a manifest refuses, come last.
 */
export function upstreamFirst(shots: readonly Shot[]): readonly Shot[] {
  if (shots.every(({ needs }) => needs.length === 0)) return shots;
  const byId = new Map(shots.map((shot) => [shot.id, shot]));
  const open = new Map<string, number>();
  const dependants = new Map<string, Shot[]>();
  for (const shot of shots) {
    const needs = new Set(shot.needs.filter((id) => byId.has(id)));
    open.set(shot.id, needs.size);
    for (const id of needs) {
      const waiting = dependants.get(id);
      if (waiting === undefined) dependants.set(id, [shot]);
      else waiting.push(shot);
    }
  }
  const ordered = shots.filter(({ id }) => open.get(id) === 0);
  for (let index = 0; index < ordered.length; index += 1) {
    for (const shot of dependants.get(ordered[index]?.id ?? "") ?? []) {
      const left = (open.get(shot.id) ?? 0) - 1;
      open.set(shot.id, left);
      if (left === 0) ordered.push(shot);
    }
  }
  return [...ordered, ...shots.filter(({ id }) => (open.get(id) ?? 0) > 0)];
}

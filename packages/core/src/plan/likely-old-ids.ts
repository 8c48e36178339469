import type { Json, Shot } from "@shotlist/manifest";
import type { OldShot } from "./match-renames.ts";

/** Of traits that more old shots than this share, none says which of them is meant. */
const TELLING = 32;

/** Old shots that are compared in full with one new shot. */
const CANDIDATES = 8;

/** How much two shots must have in common, from 0 to 1, before one is taken for the other. */
const ALIKE = 0.5;

/**
 * Finds for shots that look new the gone id that each most likely had, when both id and text were edited.
 *
 * Compares what is wanted, field by field, and prompts and ids word by word. Each old id is named once.
 * Takes time in proportion to the shots, however many there are.
 *
 * @returns from new id to old id.
 */
export function likelyOldIds(fresh: readonly Shot[], gone: readonly OldShot[]): ReadonlyMap<string, string> {
  const likely = new Map<string, string>();
  if (gone.length === 0) return likely;
  const traits = gone.map((old) => traitsOf(old.id, old.wanted));
  const sharers = new Map<string, number[]>();
  for (const [index, set] of traits.entries()) {
    for (const trait of set) {
      const indices = sharers.get(trait);
      if (indices === undefined) sharers.set(trait, [index]);
      else if (indices.length <= TELLING) indices.push(index);
    }
  }
  const taken = new Set<number>();
  for (const shot of fresh) {
    const own = traitsOf(shot.id, shot.wanted);
    let best: { index: number; likeness: number } | undefined;
    for (const index of candidatesFor(own, sharers, taken)) {
      const likeness = jaccard(own, traits[index] ?? new Set());
      if (likeness >= ALIKE && likeness > (best?.likeness ?? 0)) best = { index, likeness };
    }
    const old = best === undefined ? undefined : gone[best.index];
    if (best === undefined || old === undefined) continue;
    taken.add(best.index);
    likely.set(shot.id, old.id);
  }
  return likely;
}

/** The few old shots that share the most telling traits with a shot. */
function candidatesFor(
  own: ReadonlySet<string>,
  sharers: ReadonlyMap<string, readonly number[]>,
  taken: ReadonlySet<number>,
): number[] {
  const votes = new Map<number, number>();
  for (const trait of own) {
    const indices = sharers.get(trait) ?? [];
    if (indices.length > TELLING) continue;
    for (const index of indices) if (!taken.has(index)) votes.set(index, (votes.get(index) ?? 0) + 1);
  }
  return [...votes]
    .sort((a, b) => b[1] - a[1])
    .slice(0, CANDIDATES)
    .map(([index]) => index);
}

function traitsOf(id: string, wanted: Shot["wanted"]): ReadonlySet<string> {
  const traits = new Set(wordsOf(id).map((word) => `id ${word}`));
  addTraits(wanted, "", traits);
  return traits;
}

function addTraits(value: Json, path: string, traits: Set<string>): void {
  if (path === "prompt" && typeof value === "string") {
    for (const word of wordsOf(value)) traits.add(`prompt ${word}`);
  } else if (typeof value === "object" && value !== null) {
    for (const [name, part] of Object.entries(value)) {
      addTraits(part, path === "" ? name : `${path}.${name}`, traits);
    }
  } else {
    traits.add(`${path}=${String(value)}`);
  }
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const trait of a) if (b.has(trait)) shared += 1;
  return shared === 0 ? 0 : shared / (a.size + b.size - shared);
}

import { closest, distance } from "fastest-levenshtein";

/**
 * The candidate that was most likely meant, for a "did you mean".
 *
 * @returns the nearest candidate when about a third of the word or less differs (case, `-`, `_` and spaces do not
 * count), else undefined.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const byFolded = new Map<string, string>();
  for (const candidate of candidates) {
    const key = folded(candidate);
    if (!byFolded.has(key)) byFolded.set(key, candidate);
  }
  if (byFolded.size === 0) return undefined;
  const target = folded(word);
  // Of a text much longer than all candidates nothing is near, and looking would take very long.
  let longest = 0;
  for (const { length } of byFolded.keys()) longest = Math.max(longest, length);
  if (target.length - longest > mostSlips(target.length)) return undefined;
  const swapped = neighbourSwaps(target).find((word) => byFolded.has(word));
  const best = swapped ?? closest(target, [...byFolded.keys()]);
  const most = mostSlips(Math.max(target.length, best.length));
  return swapped !== undefined || distance(target, best) <= most ? byFolded.get(best) : undefined;
}

function mostSlips(length: number): number {
  return Math.max(1, Math.floor(length / 3));
}

/** The word with each pair of neighbours swapped in turn: the commonest slip, which a plain distance counts twice. */
function neighbourSwaps(word: string): string[] {
  return Array.from({ length: Math.max(0, word.length - 1) }, (_, at) =>
    [word.slice(0, at), word.charAt(at + 1), word.charAt(at), word.slice(at + 2)].join(""),
  );
}

/** `Did you mean "x"?`, or the empty string where nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const best = nearest(word, candidates);
  return best === undefined ? "" : `Did you mean "${best}"?`;
}

function folded(text: string): string {
  return text.toLowerCase().replace(/[\s_-]+/g, "_");
}

/** The known word that a misspelt one most likely means; undefined when none is near. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const wanted = plain(word);
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(wanted, plain(candidate)) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  return best !== undefined && best.distance <= allowed ? best.candidate : undefined;
}

/** The offered resolution nearest in height; `2k` and bare numbers are understood. */
export function nearestResolution(value: string, offered: readonly string[]): string | undefined {
  return nearestBy(value, offered, height);
}

/** The offered duration nearest in length. */
export function nearestDuration(value: string, offered: readonly string[]): string | undefined {
  return nearestBy(value, offered, (text) => leadingNumber(text));
}

/** The offered aspect ratio nearest in shape. */
export function nearestAspectRatio(value: string, offered: readonly string[]): string | undefined {
  return nearestBy(value, offered, shape);
}

function nearestBy(
  value: string,
  offered: readonly string[],
  measure: (text: string) => number | undefined,
): string | undefined {
  const wanted = measure(value);
  if (wanted === undefined) return nearestWord(value, offered);
  const distance = (candidate: string): number => Math.abs((measure(candidate) ?? Infinity) - wanted);
  return offered.toSorted((a, b) => distance(a) - distance(b))[0];
}

function height(text: string): number | undefined {
  const number = leadingNumber(text);
  if (number === undefined) return undefined;
  return Math.log(/k\s*$/i.test(text) ? number * 540 : number);
}

function shape(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*[:x×/]\s*(\d+(?:\.\d+)?)\s*$/i.exec(text);
  const ratio = match === null ? Number.NaN : Number(match[1]) / Number(match[2]);
  return Number.isFinite(ratio) && ratio > 0 ? Math.log(ratio) : undefined;
}

function leadingNumber(text: string): number | undefined {
  const number = Number.parseFloat(text);
  return Number.isFinite(number) && number > 0 ? number : undefined;
}

const plain = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (line[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const isSwap = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1] && row > 1 && column > 1;
      if (isSwap) cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      line.push(cost);
    }
    before = last;
    last = line;
  }
  return last[b.length] ?? 0;
}

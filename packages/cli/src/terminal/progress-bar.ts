import type { RunProgress } from "@shotlist/core";
import type { BarPart, Paint, Signs, Tone } from "./look.ts";

/** Parts of the bar from what is finished to what has not begun. */
const PARTS: readonly BarPart[] = [
  "done",
  "downloading",
  "running",
  "unconfirmed",
  "failed",
  "blocked",
  "waiting",
];

/** The tone of each part, in the bar and in the counts below it. */
export const PART_TONES: Readonly<Record<BarPart, Tone>> = {
  done: "good",
  downloading: "fetching",
  running: "active",
  unconfirmed: "doubtful",
  failed: "bad",
  blocked: "bad",
  waiting: "quiet",
};

/**
 * A bar of shots by state.
 *
 * Every state that has a shot has at least one cell while there are cells enough, so that a single failure
 * among thousands is seen, and a bar is only full of `done` when every shot is.
 *
 * @param width - in terminal cells.
 */
export function progressBar(
  progress: Pick<RunProgress, BarPart>,
  width: number,
  look: { readonly paint: Paint; readonly signs: Signs; readonly color: boolean },
): string {
  const counts = PARTS.map((part) => Math.max(0, progress[part]));
  const cells = shareOut(counts.some((count) => count > 0) ? counts : [0, 0, 0, 0, 0, 0, 1], width);
  return PARTS.map((part, index) => {
    const sign = look.color ? look.signs.line : look.signs.cells[part];
    const piece = sign.repeat(cells[index] ?? 0);
    return piece === "" ? "" : look.paint(PART_TONES[part], piece);
  }).join("");
}

/** Shares cells out by counts, largest remainder first, at least one cell for each count above zero. */
export function shareOut(counts: readonly number[], cells: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0 || cells <= 0) return counts.map(() => 0);
  const exact = counts.map((count) => (count / total) * cells);
  const given = exact.map((share, index) => Math.max(Math.floor(share), counts[index] === 0 ? 0 : 1));
  const order = exact.map((_, index) => index).filter((index) => counts[index] !== 0);
  const owed = (index: number): number => (exact[index] ?? 0) - (given[index] ?? 0);
  for (let left = cells - sum(given); left > 0; left -= 1) {
    const next = order.reduce((best, index) => (owed(index) > owed(best) ? index : best));
    given[next] = (given[next] ?? 0) + 1;
  }
  for (let over = sum(given) - cells; over > 0; over -= 1) {
    const richest = order.reduce((best, index) => ((given[index] ?? 0) > (given[best] ?? 0) ? index : best));
    given[richest] = (given[richest] ?? 0) - 1;
  }
  return given;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

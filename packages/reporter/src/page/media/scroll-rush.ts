/** A step of the page that is longer than this share of the window shows nothing for long enough to be looked at. */
const RUSH_SHARE = 0.4;
/** Nothing has moved for so long: the viewer looks at what is there. */
const CALM_MS = 90;

const waiting = new Set<() => void>();
let rushing = false;
let lastTop = 0;
let calm: ReturnType<typeof setTimeout> | undefined;

/**
 * Told where the page stands after each scroll event. While it is dragged or thrown past whole windows, pictures
 * and what lies beside the window can wait, so that every frame of the movement itself is cheap.
 *
 * @param top - distance of the window from the page's top, in CSS pixels; `height` is the window's.
 * @returns whether the page is rushing.
 */
export function noteScroll(top: number, height: number): boolean {
  rushing = Math.abs(top - lastTop) > height * RUSH_SHARE || (rushing && top !== lastTop);
  lastTop = top;
  clearTimeout(calm);
  if (rushing) calm = setTimeout(settle, CALM_MS);
  return rushing;
}

/** Whether the page moves too fast to be looked at. */
export function isRushing(): boolean {
  return rushing;
}

/** Calls back when the page is calm: at once, unless it is rushing. Gives the way to take that back. */
export function whenCalm(call: () => void): () => void {
  if (!rushing) {
    call();
    return () => {};
  }
  waiting.add(call);
  return () => waiting.delete(call);
}

function settle(): void {
  rushing = false;
  const calls = [...waiting];
  waiting.clear();
  for (const call of calls) call();
}

import { useLayoutEffect, useState } from "preact/hooks";
import { noteScroll, whenCalm } from "../media/scroll-rush.ts";

/** The window moves on in steps, so that most scroll events change nothing. */
const STEP = 240;
/** What lies above and below the window is kept ready as far as this, in CSS pixels. */
const READY_MARGIN = 700;

/**
 * The stretch of an element that is to be drawn, from its own top, in CSS pixels, rounded outwards to steps: what
 * the browser's window shows, and what it will show next. While the page rushes past it is the window alone. It
 * follows scrolling and resizing.
 */
export function useScrollWindow(element: {
  readonly current: HTMLElement | null;
}): readonly [top: number, bottom: number] {
  const [stretch, setStretch] = useState<readonly [number, number]>([-READY_MARGIN, 2_000]);
  useLayoutEffect(() => {
    let forget = (): void => {};
    const draw = (margin: number): void => {
      const above = element.current?.getBoundingClientRect().top ?? 0;
      const top = Math.floor((-above - margin) / STEP) * STEP;
      const bottom = Math.ceil((innerHeight - above + margin) / STEP) * STEP;
      setStretch((old) => (old[0] === top && old[1] === bottom ? old : [top, bottom]));
    };
    const look = (): void => {
      forget();
      const rushes = noteScroll(scrollY, innerHeight);
      if (rushes) draw(0);
      forget = whenCalm(() => draw(READY_MARGIN));
    };
    look();
    addEventListener("scroll", look, { passive: true });
    addEventListener("resize", look, { passive: true });
    return () => {
      forget();
      removeEventListener("scroll", look);
      removeEventListener("resize", look);
    };
  }, [element]);
  return stretch;
}

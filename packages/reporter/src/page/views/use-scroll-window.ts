import { useLayoutEffect, useState } from "preact/hooks";

/** The window moves on in steps, so that most scroll events change nothing. */
const STEP = 240;

/**
 * The stretch of an element that the browser's window shows, from its own top, in CSS pixels, rounded
 * outwards to steps. It follows scrolling and resizing.
 */
export function useScrollWindow(element: {
  readonly current: HTMLElement | null;
}): readonly [top: number, bottom: number] {
  const [stretch, setStretch] = useState<readonly [number, number]>([0, 2_000]);
  useLayoutEffect(() => {
    const look = (): void => {
      const above = element.current?.getBoundingClientRect().top ?? 0;
      const top = Math.floor(-above / STEP) * STEP;
      const bottom = Math.ceil((innerHeight - above) / STEP) * STEP;
      setStretch((old) => (old[0] === top && old[1] === bottom ? old : [top, bottom]));
    };
    look();
    addEventListener("scroll", look, { passive: true });
    addEventListener("resize", look, { passive: true });
    return () => {
      removeEventListener("scroll", look);
      removeEventListener("resize", look);
    };
  }, [element]);
  return stretch;
}

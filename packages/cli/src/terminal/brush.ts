import { createPaint, type Paint, type Signs, signsFor } from "./look.ts";

/** The terminal that something is drawn for. Sizes in cells; `nowMs` is Unix milliseconds. */
export interface LiveLook {
  readonly columns: number;
  readonly rows: number;
  readonly color: boolean;
  /** Signs beyond ASCII; true unless said. */
  readonly unicode?: boolean;
  readonly nowMs: number;
}

/** What every part of a live view is drawn with. */
export interface Brush {
  /** Cells that a line may take. */
  readonly width: number;
  /** Room for two columns. */
  readonly wide: boolean;
  readonly color: boolean;
  readonly paint: Paint;
  readonly signs: Signs;
  readonly nowMs: number;
}

const WIDE_FROM = 68;

/** The brush for a terminal. Its last column stays free: a full line makes some terminals wrap. */
export function createBrush({ columns, color, unicode = true, nowMs }: LiveLook): Brush {
  const width = Math.max(10, columns - 1);
  const wide = width >= WIDE_FROM;
  return { width, wide, color, nowMs, paint: createPaint(color), signs: signsFor(unicode) };
}

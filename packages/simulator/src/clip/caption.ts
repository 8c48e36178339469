import { GLYPH_HEIGHT, GLYPH_WIDTH, inkOf, lineWidth } from "./bitmap-font.ts";
import type { ClipBrief } from "./clip-brief.ts";
import type { Picture } from "./picture.ts";

/** Draws what stands still over every picture of a clip. */
export type DrawOverlay = (picture: Picture) => void;

/** Prepares a strip with the caption at the foot, and a sign in the corner where a start image was given. */
export function createOverlay(brief: ClipBrief): DrawOverlay {
  const { widthPx, heightPx } = brief;
  const unit = Math.max(1, Math.floor(Math.min(widthPx, heightPx) / 150));
  const margin = 4 * unit;
  const lineStep = (GLYPH_HEIGHT + 3) * unit;
  const stripHeight = brief.caption.length === 0 ? 0 : brief.caption.length * lineStep + margin;
  const stripTop = (heightPx - stripHeight) & ~1;
  const inked: number[] = [];
  brief.caption.forEach((line, at) => {
    const room = Math.floor((widthPx - 2 * margin) / ((GLYPH_WIDTH + 1) * unit));
    const top = stripTop + margin / 2 + 1 + at * lineStep;
    inkLine(
      line.length > room ? `${line.slice(0, room - 2)}..` : line,
      unit,
      margin,
      Math.floor(top),
      widthPx,
      inked,
    );
  });
  const sign = brief.hasStartImage ? signOf(brief, unit) : { light: [], dark: [] };

  return (picture) => {
    shadeStrip(picture, stripTop);
    for (const index of inked) picture.y[index] = 232;
    for (const index of sign.light) picture.y[index] = 226;
    for (const index of sign.dark) picture.y[index] = 60;
  };
}

function inkLine(
  text: string,
  unit: number,
  left: number,
  top: number,
  widthPx: number,
  inked: number[],
): void {
  const isInked = inkOf(text);
  const columns = lineWidth(text);
  for (let row = 0; row < GLYPH_HEIGHT * unit; row += 1) {
    for (let column = 0; column < columns * unit; column += 1) {
      if (!isInked(Math.floor(column / unit), Math.floor(row / unit))) continue;
      inked.push((top + row) * widthPx + left + column);
    }
  }
}

function shadeStrip(picture: Picture, top: number): void {
  const { widthPx, heightPx } = picture;
  for (let index = top * widthPx; index < widthPx * heightPx; index += 1) {
    picture.y[index] = 16 + ((picture.y[index] ?? 16) - 16) * 0.28;
  }
  const half = widthPx >> 1;
  for (let index = (top >> 1) * half; index < half * (heightPx >> 1); index += 1) {
    picture.u[index] = 128 + ((picture.u[index] ?? 128) - 128) * 0.4;
    picture.v[index] = 128 + ((picture.v[index] ?? 128) - 128) * 0.4;
  }
}

/** A framed landscape: two hills under a sun. */
function signOf(brief: ClipBrief, unit: number): { readonly light: number[]; readonly dark: number[] } {
  const [width, height, margin] = [20 * unit, 14 * unit, 6 * unit];
  const light: number[] = [];
  const dark: number[] = [];
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const index = (margin + row) * brief.widthPx + brief.widthPx - margin - width + column;
      const isEdge = Math.min(row, column, height - 1 - row, width - 1 - column) < unit;
      const [x, y] = [column / unit, row / unit];
      const isHill = y > 6 + Math.abs(x - 7) * 0.9 || y > 8 + Math.abs(x - 13) * 0.8;
      const isSun = Math.hypot(x - 14.5, y - 4) < 1.8;
      (isEdge || isHill || isSun ? light : dark).push(index);
    }
  }
  return { light, dark };
}

import { createBreath } from "./breath.ts";
import type { Look } from "./look.ts";
import { blend, createPicture, type Picture, smoothStep } from "./picture.ts";

/** How far the camera can move over the backdrop, as a share of the picture's sides. */
const MARGIN = 0.2;

/** A studio wall and floor, larger than the picture so that the camera can move over it. */
export interface Backdrop {
  /** Copies the part that the camera sees. Shifts are shares of the picture's sides, −0.2 to 0.2. */
  copyTo(picture: Picture, shiftX: number, shiftY: number): void;
}

/** Paints the backdrop once, a few rows at a time. */
export async function createBackdrop(look: Look, widthPx: number, heightPx: number): Promise<Backdrop> {
  const breath = createBreath();
  const even = (length: number): number => Math.round(length / 2) * 2;
  const marginX = even(widthPx * MARGIN);
  const marginY = even(heightPx * MARGIN);
  const wide = createPicture(widthPx + 2 * marginX, heightPx + 2 * marginY);
  for (let row = 0; row < wide.heightPx; row += 2) {
    await breath();
    for (let column = 0; column < wide.widthPx; column += 2) {
      paintBlock(
        wide,
        look,
        column,
        row,
        (column - marginX) / widthPx,
        (row - marginY) / heightPx,
        widthPx / heightPx,
      );
    }
  }
  return {
    copyTo: (picture, shiftX, shiftY) => {
      const left = marginX + even(shiftX * widthPx);
      const top = marginY + even(shiftY * heightPx);
      copyPlane(wide.y, wide.widthPx, picture.y, widthPx, heightPx, left, top);
      copyPlane(wide.u, wide.widthPx / 2, picture.u, widthPx / 2, heightPx / 2, left / 2, top / 2);
      copyPlane(wide.v, wide.widthPx / 2, picture.v, widthPx / 2, heightPx / 2, left / 2, top / 2);
    },
  };
}

/** Paints two by two pixels at once: the backdrop is soft everywhere. */
function paintBlock(
  picture: Picture,
  look: Look,
  column: number,
  row: number,
  x: number,
  y: number,
  ratio: number,
): void {
  const wall = blend(look.wallTop, look.wallBottom, smoothStep(-0.1, 0.75, y));
  let tone = blend(wall, look.floor, smoothStep(0.7, 0.8, y));
  const across = (x - 0.5) * ratio;
  const glow = Math.exp(-(across * across + (y - 0.45) * (y - 0.45)) * 4);
  tone = blend(tone, look.glow, glow * 0.6);
  for (const light of look.lights) {
    const down = y - light.y;
    if (Math.abs(down) > light.size) continue;
    const distance = Math.hypot((x - light.x) * ratio, down);
    tone = blend(tone, look.glow, 0.28 * (1 - smoothStep(light.size * 0.8, light.size, distance)));
  }
  const corner = Math.hypot(x - 0.5, y - 0.5);
  const luma = tone.y - 26 * smoothStep(0.35, 0.8, corner);
  const at = row * picture.widthPx + column;
  const below = at + picture.widthPx;
  picture.y[at] = luma;
  picture.y[at + 1] = luma;
  picture.y[below] = luma;
  picture.y[below + 1] = luma;
  const half = (row >> 1) * (picture.widthPx >> 1) + (column >> 1);
  picture.u[half] = tone.u;
  picture.v[half] = tone.v;
}

function copyPlane(
  from: Uint8Array,
  fromWidth: number,
  to: Uint8Array,
  width: number,
  height: number,
  left: number,
  top: number,
): void {
  for (let row = 0; row < height; row += 1) {
    const start = (top + row) * fromWidth + left;
    to.set(from.subarray(start, start + width), row * width);
  }
}

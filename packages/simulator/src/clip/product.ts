import type { Look } from "./look.ts";
import { type Colour, type Picture, smoothStep } from "./picture.ts";

/** Where the product stands and how it is turned. */
export interface Pose {
  /** Middle of its foot, in pixels. */
  readonly x: number;
  readonly footY: number;
  readonly heightPx: number;
  /** Turn about its axis, in radians. */
  readonly turn: number;
  /** Brightness of the lamp; 1 is normal. */
  readonly lamp: number;
}

/** Radius at a height (0 top, 1 foot), as a share of the product's height. One function a form. */
const FORMS: readonly ((at: number) => number)[] = [
  (at) => 0.075 + 0.125 * smoothStep(0.22, 0.42, at) - 0.03 * smoothStep(0.94, 1, at),
  (at) => (at < 0.16 ? 0.2 : at < 0.2 ? 0.17 : 0.245) - 0.04 * smoothStep(0.93, 1, at),
  (at) => 0.13 + 0.1 * Math.sin(at * Math.PI * 1.35 + 0.1) ** 2 + 0.03 * (1 - at),
  (at) => 0.42 * Math.sqrt(Math.max(0, 1 - (2 * at - 1) ** 2)),
  (at) => 0.29 - 0.1 * at - 0.02 * smoothStep(0.96, 1, at),
  (at) => (at < 0.62 ? 0.1 + 0.36 * at : at < 0.92 ? 0.035 : 0.2),
];

/** How much of its top is of another colour, by form. */
const CAP_UNTIL: readonly number[] = [0.2, 0.18, 0.04, 0, 0, 0];

/** Where the sleeve with the mark lies, by form. */
const SLEEVE: readonly (readonly [number, number])[] = [
  [0.52, 0.84],
  [0.36, 0.82],
  [0.4, 0.62],
  [0.38, 0.64],
  [0.3, 0.72],
  [0.2, 0.5],
];

/** Draws the shadow, then the product: a turned solid, lit from the upper left, with a mark that shows its turn. */
export function drawProduct(picture: Picture, look: Look, pose: Pose): void {
  drawShadow(picture, pose);
  const { widthPx, heightPx } = picture;
  const top = Math.max(0, Math.floor(pose.footY - pose.heightPx));
  const bottom = Math.min(heightPx - 1, Math.floor(pose.footY));
  const form = FORMS[look.form] ?? FORMS[0];
  for (let row = top; row <= bottom; row += 1) {
    const at = (row + 0.5 - (pose.footY - pose.heightPx)) / pose.heightPx;
    const radius = (form?.(Math.min(1, Math.max(0, at))) ?? 0) * pose.heightPx;
    const left = Math.max(0, Math.floor(pose.x - radius));
    const right = Math.min(widthPx - 1, Math.ceil(pose.x + radius));
    for (let column = left; column <= right; column += 1) {
      const across = column + 0.5 - pose.x;
      const cover = Math.min(1, Math.max(0, radius - Math.abs(across) + 0.5));
      if (cover > 0) drawPixel(picture, look, pose, column, row, at, across / radius, cover);
    }
  }
}

function drawPixel(
  picture: Picture,
  look: Look,
  pose: Pose,
  column: number,
  row: number,
  at: number,
  across: number,
  cover: number,
): void {
  const side = Math.min(1, Math.max(-1, across));
  const facing = Math.sqrt(1 - side * side);
  const paint = paintAt(look, at, Math.asin(side) + pose.turn);
  const lit = 0.42 + 0.62 * Math.max(0, facing * 0.72 - side * 0.55) + 0.1 * smoothStep(0.75, 1, side);
  const glint = 60 * Math.exp(-((side + 0.5) ** 2) * 60) * (1 - 0.5 * at);
  const luma = 16 + (paint.y - 16) * lit * pose.lamp + glint * pose.lamp;
  const index = row * picture.widthPx + column;
  const under = picture.y[index] ?? 16;
  picture.y[index] = under + (Math.min(235, luma) - under) * cover;
  if ((row | column) & 1 || cover < 0.5) return;
  const half = (row >> 1) * (picture.widthPx >> 1) + (column >> 1);
  picture.u[half] = 128 + (paint.u - 128) * Math.min(1, lit);
  picture.v[half] = 128 + (paint.v - 128) * Math.min(1, lit);
}

/** The paint at a height and an angle about the axis. */
function paintAt(look: Look, at: number, angle: number): Colour {
  if (at < (CAP_UNTIL[look.form] ?? 0)) return look.cap;
  const [from, to] = SLEEVE[look.form] ?? [0.4, 0.7];
  if (at < from || at > to) return look.body;
  // The sleeve is the same front and back, so that half a turn leads into the next without a seam.
  const turns = angle / Math.PI + 0.5;
  const around = (turns - Math.floor(turns) - 0.5) * Math.PI;
  const up = (at - (from + to) / 2) / (to - from);
  if (Math.abs(up) > 0.44) return look.mark;
  if (Math.abs(around) > 0.8)
    return Math.floor((Math.abs(around) - 0.8) * 5.2) % 2 === 0 ? look.body : look.sleeve;
  return isEmblem(look.emblem, around, up) ? look.mark : look.sleeve;
}

function isEmblem(emblem: number, around: number, up: number): boolean {
  const x = around / 0.62;
  const y = up * 2.6;
  if (emblem === 0) return Math.abs(Math.hypot(x, y) - 0.6) < 0.2;
  if (emblem === 1) return Math.abs(x) + Math.abs(y) < 0.8;
  return y > -0.7 && y < 0.7 && Math.abs(x) < (y + 0.7) * 0.55;
}

function drawShadow(picture: Picture, pose: Pose): void {
  const reachX = pose.heightPx * 0.42;
  const reachY = pose.heightPx * 0.075;
  const { widthPx, heightPx } = picture;
  const top = Math.max(0, Math.floor(pose.footY - reachY));
  const bottom = Math.min(heightPx - 1, Math.ceil(pose.footY + reachY));
  const left = Math.max(0, Math.floor(pose.x - reachX));
  const right = Math.min(widthPx - 1, Math.ceil(pose.x + reachX));
  for (let row = top; row <= bottom; row += 1) {
    const down = (row - pose.footY) / reachY;
    for (let column = left; column <= right; column += 1) {
      const across = (column - pose.x) / reachX;
      const distance = across * across + down * down;
      if (distance >= 1) continue;
      const index = row * widthPx + column;
      picture.y[index] = (picture.y[index] ?? 0) * (1 - 0.5 * (1 - distance) * (1 - distance));
    }
  }
}

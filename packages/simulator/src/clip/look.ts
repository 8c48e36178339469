import { type Colour, colour } from "./picture.ts";

/** Colours and form of a clip. */
export interface Look {
  readonly wallTop: Colour;
  readonly wallBottom: Colour;
  readonly floor: Colour;
  readonly glow: Colour;
  readonly body: Colour;
  readonly cap: Colour;
  readonly sleeve: Colour;
  readonly mark: Colour;
  /** Which of the forms, from 0. */
  readonly form: number;
  /** Which of the marks on the sleeve, from 0. */
  readonly emblem: number;
  /** Places of the lights on the wall, 0 to 1. */
  readonly lights: readonly { readonly x: number; readonly y: number; readonly size: number }[];
}

/** The look for a number: 16 bits of subject above 8 bits of take; `form` overrides the drawn one. */
export function lookFor(seed: number, form?: number): Look {
  const subject = seed >> 8;
  const take = seed & 255;
  const draw = (salt: number): number => {
    const mixed = Math.imul((subject + 1) ^ (salt * 0x9e3779b1), 0x85ebca6b);
    return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32;
  };
  const hue = draw(1) + (take / 255 - 0.5) * 0.06;
  const accent = hue + 0.38 + draw(2) * 0.24;
  const isDark = draw(3) < 0.35;
  const light = (bright: number, dark: number): number => (isDark ? dark : bright);
  return {
    wallTop: colour(hue, 0.45, light(0.62, 0.13)),
    wallBottom: colour(hue + 0.04, 0.5, light(0.84, 0.3)),
    floor: colour(hue + 0.06, 0.35, light(0.78, 0.2)),
    glow: colour(hue + 0.05, 0.6, light(0.95, 0.55)),
    body: colour(accent, 0.62, 0.4 + draw(4) * 0.14),
    cap: colour(accent + 0.05, 0.3, 0.22),
    sleeve: colour(accent + 0.5, 0.25, 0.9),
    mark: colour(accent, 0.7, 0.3),
    form: form ?? Math.floor(draw(5) * 5),
    emblem: Math.floor(draw(6) * 3),
    lights: [0, 1, 2, 3, 4].map((at) => ({
      x: draw(10 + at) + (take / 255) * 0.1,
      y: 0.08 + draw(20 + at) * 0.45,
      size: 0.05 + draw(30 + at) * 0.09,
    })),
  };
}

/** One picture in planes of 8 bits, colour at half size both ways (I420), BT.601 in the range 16–235. */
export interface Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly y: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
  /** The three planes, one after the other. */
  readonly bytes: Uint8Array;
}

/** A colour as it is stored. */
export interface Colour {
  readonly y: number;
  readonly u: number;
  readonly v: number;
}

/** An empty picture; both sides must be even. */
export function createPicture(widthPx: number, heightPx: number): Picture {
  const area = widthPx * heightPx;
  const bytes = new Uint8Array(area + area / 2);
  return {
    widthPx,
    heightPx,
    bytes,
    y: bytes.subarray(0, area),
    u: bytes.subarray(area, area + area / 4),
    v: bytes.subarray(area + area / 4),
  };
}

/** A colour by hue (turns, any number), saturation and lightness (0 to 1). */
export function colour(hue: number, saturation: number, lightness: number): Colour {
  const chroma = (1 - Math.abs(2 * lightness - 1)) * saturation;
  const channel = (shift: number): number => {
    const at = (((hue + shift) % 1) + 1) % 1;
    const ramp = Math.min(1, Math.max(0, Math.abs(at * 6 - 3) - 1));
    return lightness + chroma * (ramp - 0.5);
  };
  const [red, green, blue] = [channel(0), channel(2 / 3), channel(1 / 3)];
  return {
    y: 16 + 65.5 * red + 128.6 * green + 25 * blue,
    u: 128 - 37.8 * red - 74.2 * green + 112 * blue,
    v: 128 + 112 * red - 93.8 * green - 18.2 * blue,
  };
}

/** A colour between two others; `share` 0 gives the first. */
export function blend(first: Colour, second: Colour, share: number): Colour {
  const mix = (a: number, b: number): number => a + (b - a) * share;
  return { y: mix(first.y, second.y), u: mix(first.u, second.u), v: mix(first.v, second.v) };
}

/** From 0 to 1 as `value` goes from `from` to `to`, flat at both ends. */
export function smoothStep(from: number, to: number, value: number): number {
  const share = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return share * share * (3 - 2 * share);
}

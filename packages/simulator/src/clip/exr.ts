import type { Picture } from "./picture.ts";

/** Rec. 709 luminance is 1 at paper white here; what is brighter in the picture goes beyond. */
const PEAK = 4;

/** A picture as an OpenEXR file: linear light, half floats, channels B, G, R, scan lines without compression. */
export function encodeExr(picture: Picture): Buffer {
  const { widthPx, heightPx } = picture;
  const header = Buffer.concat([
    Buffer.from([0x76, 0x2f, 0x31, 0x01, 2, 0, 0, 0]),
    attribute("channels", "chlist", Buffer.concat([...["B", "G", "R"].map(channel), Buffer.alloc(1)])),
    attribute("compression", "compression", Buffer.from([0])),
    attribute("dataWindow", "box2i", integers(0, 0, widthPx - 1, heightPx - 1)),
    attribute("displayWindow", "box2i", integers(0, 0, widthPx - 1, heightPx - 1)),
    attribute("lineOrder", "lineOrder", Buffer.from([0])),
    attribute("pixelAspectRatio", "float", float(1)),
    attribute("screenWindowCenter", "v2f", Buffer.concat([float(0), float(0)])),
    attribute("screenWindowWidth", "float", float(1)),
    Buffer.alloc(1),
  ]);
  const lineBytes = 8 + widthPx * 6;
  const places = Buffer.alloc(heightPx * 8);
  const lines = Buffer.alloc(heightPx * lineBytes);
  for (let row = 0; row < heightPx; row += 1) {
    const at = row * lineBytes;
    places.writeBigUInt64LE(BigInt(header.length + places.length + at), row * 8);
    lines.writeInt32LE(row, at);
    lines.writeInt32LE(widthPx * 6, at + 4);
    for (let column = 0; column < widthPx; column += 1) {
      linearPixel(picture, column, row).forEach((light, channelAt) => {
        lines.writeUInt16LE(toHalf(light), at + 8 + (channelAt * widthPx + column) * 2);
      });
    }
  }
  return Buffer.concat([header, places, lines]);
}

function attribute(name: string, type: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${name}\0${type}\0`, "latin1"), integers(value.length), value]);
}

/** A channel of half floats for every pixel. */
function channel(name: string): Buffer {
  return Buffer.concat([Buffer.from(`${name}\0`, "latin1"), integers(1, 0, 1, 1)]);
}

function integers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => {
    bytes.writeInt32LE(value, at * 4);
  });
  return bytes;
}

function float(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

/** Blue, green and red of a pixel as linear light. */
function linearPixel({ widthPx, y, u, v }: Picture, column: number, row: number): readonly number[] {
  const half = (row >> 1) * (widthPx >> 1) + (column >> 1);
  const luma = 1.164 * ((y[row * widthPx + column] ?? 16) - 16);
  const blueness = (u[half] ?? 128) - 128;
  const redness = (v[half] ?? 128) - 128;
  return [luma + 2.017 * blueness, luma - 0.392 * blueness - 0.813 * redness, luma + 1.596 * redness].map(
    (value) => PEAK * (Math.min(255, Math.max(0, value)) / 255) ** 2.4,
  );
}

/** The bits of a half float; values are from 0 to `PEAK`, and too small ones are 0. */
function toHalf(value: number): number {
  if (value < 2 ** -14) return 0;
  const exponent = Math.floor(Math.log2(value));
  const fraction = Math.round((value / 2 ** exponent - 1) * 1024);
  return (exponent + 15) * 1024 + fraction;
}

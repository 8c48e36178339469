import type { Picture } from "./picture.ts";

/** Order in which the coefficients of a block are written (ITU-T T.81, figure A.6): place in the block by turn. */
const ZIGZAG: readonly number[] = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63,
];

/** One step for every coefficient but the finest, which matter less: small code, and no table to copy. */
const STEPS: readonly number[] = ZIGZAG.map((_, turn) => 4 + Math.floor(turn / 4));

/** Bit lengths of the codes: every symbol has a code of one length, which baseline decoders take as any other. */
const DC_SYMBOLS: readonly number[] = Array.from({ length: 12 }, (_, size) => size);
const AC_SYMBOLS: readonly number[] = [
  0x00,
  0xf0,
  ...Array.from({ length: 16 }, (_, run) =>
    Array.from({ length: 10 }, (_unused, size) => run * 16 + size + 1),
  ).flat(),
];
const DC_BITS = 4;
const AC_BITS = 8;

/** A picture as a baseline JPEG file with colours at half size (JFIF, ITU-T T.81). */
export function encodeJpeg(picture: Picture): Buffer {
  const bits = createBitWriter();
  const planes = fullRange(picture);
  const before = [0, 0, 0];
  const across = Math.ceil(picture.widthPx / 16);
  const down = Math.ceil(picture.heightPx / 16);
  for (let row = 0; row < down; row += 1) {
    for (let column = 0; column < across; column += 1) {
      planes.forEach((plane, index) => {
        const side = index === 0 ? 2 : 1;
        for (let part = 0; part < side * side; part += 1) {
          const x = (column * side + (part % side)) * 8;
          const y = (row * side + Math.floor(part / side)) * 8;
          before[index] = writeBlock(bits, coefficients(plane, x, y), before[index] ?? 0);
        }
      });
    }
  }
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from("JFIF\0\x01\x01\0\0\x01\0\x01\0\0", "latin1")),
    segment(0xdb, Buffer.from([0, ...STEPS])),
    segment(0xc0, frameHeader(picture)),
    segment(0xc4, codeTable(0x00, DC_BITS, DC_SYMBOLS)),
    segment(0xc4, codeTable(0x10, AC_BITS, AC_SYMBOLS)),
    segment(0xda, Buffer.from([3, 1, 0, 2, 0, 3, 0, 0, 63, 0])),
    bits.end(),
    Buffer.from([0xff, 0xd9]),
  ]);
}

function segment(marker: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

function frameHeader({ widthPx, heightPx }: Picture): Buffer {
  const header = Buffer.from([8, 0, 0, 0, 0, 3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0]);
  header.writeUInt16BE(heightPx, 1);
  header.writeUInt16BE(widthPx, 3);
  return header;
}

function codeTable(id: number, bits: number, symbols: readonly number[]): Buffer {
  const counts = Array.from({ length: 16 }, (_, at) => (at + 1 === bits ? symbols.length : 0));
  return Buffer.from([id, ...counts, ...symbols]);
}

interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8ClampedArray;
}

/** The planes in the full range that JFIF means, instead of 16 to 235 (240 for colours). */
function fullRange({ widthPx, heightPx, y, u, v }: Picture): readonly Plane[] {
  const half = { width: widthPx >> 1, height: heightPx >> 1 };
  const stretched = (from: Uint8Array, zero: number, scale: number): Uint8ClampedArray =>
    Uint8ClampedArray.from(from, (value) => (value - zero) * scale + (zero === 128 ? 128 : 0));
  return [
    { width: widthPx, height: heightPx, values: stretched(y, 16, 255 / 219) },
    { ...half, values: stretched(u, 128, 255 / 224) },
    { ...half, values: stretched(v, 128, 255 / 224) },
  ];
}

const COSINES = Array.from({ length: 64 }, (_, at) => {
  const frequency = at >> 3;
  const weight = frequency === 0 ? Math.SQRT1_2 : 1;
  return (weight / 2) * Math.cos(((2 * (at & 7) + 1) * frequency * Math.PI) / 16);
});

/** The quantised cosine transform of a block of 8 × 8, in the order of writing; edges are drawn out. */
function coefficients(plane: Plane, left: number, top: number): readonly number[] {
  const samples = new Float64Array(64);
  for (let at = 0; at < 64; at += 1) {
    const x = Math.min(plane.width - 1, left + (at & 7));
    const y = Math.min(plane.height - 1, top + (at >> 3));
    samples[at] = (plane.values[y * plane.width + x] ?? 128) - 128;
  }
  const rows = transformed(samples, (line, place) => line * 8 + place);
  const both = transformed(rows, (line, place) => place * 8 + line);
  return ZIGZAG.map((place, turn) => Math.round((both[place] ?? 0) / (STEPS[turn] ?? 1)));
}

function transformed(from: Float64Array, at: (line: number, place: number) => number): Float64Array {
  const to = new Float64Array(64);
  for (let line = 0; line < 8; line += 1) {
    for (let frequency = 0; frequency < 8; frequency += 1) {
      let sum = 0;
      for (let place = 0; place < 8; place += 1)
        sum += (from[at(line, place)] ?? 0) * (COSINES[frequency * 8 + place] ?? 0);
      to[at(line, frequency)] = sum;
    }
  }
  return to;
}

/** Writes a block and returns its mean, which the next block of the plane is told apart from. */
function writeBlock(bits: BitWriter, block: readonly number[], before: number): number {
  const mean = block[0] ?? 0;
  writeValue(bits, mean - before, (size) => bits.write(DC_SYMBOLS.indexOf(size), DC_BITS));
  let zeros = 0;
  const last = block.findLastIndex((value) => value !== 0);
  for (let turn = 1; turn <= last; turn += 1) {
    const value = block[turn] ?? 0;
    if (value === 0) {
      zeros += 1;
      continue;
    }
    for (; zeros > 15; zeros -= 16) bits.write(AC_SYMBOLS.indexOf(0xf0), AC_BITS);
    const run = zeros;
    writeValue(bits, value, (size) => bits.write(2 + run * 10 + size - 1, AC_BITS));
    zeros = 0;
  }
  if (last < 63) bits.write(AC_SYMBOLS.indexOf(0x00), AC_BITS);
  return mean;
}

/** A value as its size and then as many bits; negative ones count from the other end. */
function writeValue(bits: BitWriter, value: number, writeSize: (size: number) => void): void {
  const size = 32 - Math.clz32(Math.abs(value));
  writeSize(size);
  if (size > 0) bits.write(value < 0 ? value + 2 ** size - 1 : value, size);
}

interface BitWriter {
  write(value: number, length: number): void;
  end(): Buffer;
}

function createBitWriter(): BitWriter {
  const bytes: number[] = [];
  let pending = 0;
  let held = 0;
  const write: BitWriter["write"] = (value, length) => {
    for (let at = length - 1; at >= 0; at -= 1) {
      pending = pending * 2 + ((value >> at) & 1);
      held += 1;
      if (held < 8) continue;
      bytes.push(pending);
      // A byte of ones would look like a marker.
      if (pending === 0xff) bytes.push(0);
      pending = 0;
      held = 0;
    }
  };
  return {
    write,
    end: () => {
      if (held > 0) write(2 ** (8 - held) - 1, 8 - held);
      return Buffer.from(bytes);
    },
  };
}

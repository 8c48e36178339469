import { promisify } from "node:util";
import { crc32, deflate } from "node:zlib";
import type { Picture } from "./picture.ts";

/** A picture as a PNG file, 8 bits a channel. */
export async function encodePng(picture: Picture): Promise<Buffer> {
  const { widthPx, heightPx } = picture;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(heightPx, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", await promisify(deflate)(scanLines(picture))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** Rows of RGB, each as differences to the row above (filter 2), which suits soft gradients. */
function scanLines(picture: Picture): Buffer {
  const { widthPx, heightPx, y, u, v } = picture;
  const stride = widthPx * 3;
  const lines = Buffer.alloc((stride + 1) * heightPx);
  let above = new Uint8ClampedArray(stride);
  let current = new Uint8ClampedArray(stride);
  for (let row = 0; row < heightPx; row += 1) {
    for (let column = 0; column < widthPx; column += 1) {
      const luma = 1.164 * ((y[row * widthPx + column] ?? 16) - 16);
      const half = (row >> 1) * (widthPx >> 1) + (column >> 1);
      const blueness = (u[half] ?? 128) - 128;
      const redness = (v[half] ?? 128) - 128;
      current[column * 3] = luma + 1.596 * redness;
      current[column * 3 + 1] = luma - 0.392 * blueness - 0.813 * redness;
      current[column * 3 + 2] = luma + 2.017 * blueness;
    }
    const start = row * (stride + 1);
    lines[start] = 2;
    for (let at = 0; at < stride; at += 1) lines[start + 1 + at] = (current[at] ?? 0) - (above[at] ?? 0);
    [above, current] = [current, above];
  }
  return lines;
}

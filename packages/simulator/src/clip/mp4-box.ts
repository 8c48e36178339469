/** One box of an MP4 file (ISO/IEC 14496-12). */
interface Box {
  readonly type: string;
  /** What follows the header; for a full box this begins with version and flags. */
  readonly body: Buffer;
}

/** The boxes that lie side by side in these bytes. Only 32-bit sizes are read. */
function readBoxes(bytes: Buffer): readonly Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32BE(at);
    if (size < 8 || at + size > bytes.length) break;
    boxes.push({ type: bytes.toString("latin1", at + 4, at + 8), body: bytes.subarray(at + 8, at + size) });
    at += size;
  }
  return boxes;
}

/** The body of the box at the end of a path, such as `moov/trak/mdia`; undefined if there is none. */
export function findBox(bytes: Buffer, path: string): Buffer | undefined {
  let within: Buffer | undefined = bytes;
  for (const type of path.split("/")) {
    within = within && readBoxes(within).find((box) => box.type === type)?.body;
  }
  return within;
}

/** A box. */
export function makeBox(type: string, ...parts: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0), 0);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, ...parts]);
}

/** A full box of version 0 that holds 32-bit numbers. */
export function makeNumbersBox(type: string, flags: number, ...numbers: readonly number[]): Buffer {
  return makeBox(type, words(flags, ...numbers));
}

/** 32-bit numbers, most significant byte first. */
export function words(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4);
  numbers.forEach((number, at) => {
    bytes.writeUInt32BE(number, at * 4);
  });
  return bytes;
}

/** One box of an MP4 file. */
interface Box {
  readonly type: string;
  readonly bytes: Buffer;
}

/**
 * Rearranges an MP4 file for playing while it loads: the index (`moov`) first, the media after it; and puts
 * a note into the index (`udta`/`free`), so that files with equal pictures still differ.
 *
 * @param file - as the encoder writes it: `ftyp`, `free`, `mdat`, `moov`, 32-bit offsets.
 */
export function finishMp4(file: Buffer, note: string): Buffer {
  const boxes = readBoxes(file);
  const find = (type: string): Box => {
    const box = boxes.find((candidate) => candidate.type === type);
    if (box === undefined) throw new Error(`the encoder wrote no ${type} box`);
    return box;
  };
  const ftyp = find("ftyp").bytes;
  const mdat = find("mdat").bytes;
  const notes = makeBox("udta", makeBox("free", Buffer.from(note, "utf8")));
  const moov = makeBox("moov", Buffer.concat([find("moov").bytes.subarray(8), notes]));
  shiftChunkOffsets(moov, ftyp.length + moov.length - mdat.byteOffset + file.byteOffset);
  return Buffer.concat([ftyp, moov, mdat]);
}

function readBoxes(bytes: Buffer): readonly Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const size = bytes.readUInt32BE(at);
    if (size < 8) break;
    boxes.push({ type: bytes.toString("latin1", at + 4, at + 8), bytes: bytes.subarray(at, at + size) });
    at += size;
  }
  return boxes;
}

function makeBox(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, body]);
}

const CONTAINERS: readonly string[] = ["trak", "mdia", "minf", "stbl"];

function shiftChunkOffsets(container: Buffer, by: number): void {
  for (const { type, bytes } of readBoxes(container.subarray(8))) {
    if (CONTAINERS.includes(type)) shiftChunkOffsets(bytes, by);
    if (type !== "stco") continue;
    const count = bytes.readUInt32BE(12);
    for (let entry = 0; entry < count; entry += 1) {
      const at = 16 + entry * 4;
      bytes.writeUInt32BE(bytes.readUInt32BE(at) + by, at);
    }
  }
}

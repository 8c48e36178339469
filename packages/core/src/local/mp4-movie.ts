/** Size and length of a film, or why its description makes no sense. */
export type Movie =
  | { readonly width: number; readonly height: number; readonly durationS: number }
  | { readonly reason: string };

interface Box {
  readonly type: string;
  readonly content: Buffer;
}

class BadBox extends Error {}

/**
 * Reads the content of a `moov` box (ISO/IEC 14496-12, 8.2): the size from the track header of the first
 * video track, the length from the movie header (for a fragmented film from its `mehd`).
 */
export function readMovie(moov: Buffer): Movie {
  try {
    const boxes = boxesIn(moov);
    const picture = boxes
      .filter((box) => box.type === "trak")
      .map(pictureSize)
      .find((size) => size !== undefined);
    if (picture === undefined) return { reason: "it has no video track with a size" };
    const durationS = lengthOf(boxes);
    return durationS > 0 ? { ...picture, durationS } : { reason: "it has no length" };
  } catch (error) {
    // A field beyond the end of its box is a RangeError of Buffer.
    if (error instanceof BadBox || error instanceof RangeError) {
      return { reason: "its moov box is damaged" };
    }
    throw error;
  }
}

function pictureSize(trak: Box): { readonly width: number; readonly height: number } | undefined {
  const boxes = boxesIn(trak.content);
  const media = find(boxes, "mdia");
  const header = find(boxes, "tkhd");
  const handler = media === undefined ? undefined : find(boxesIn(media.content), "hdlr");
  if (header === undefined || handler?.content.toString("latin1", 8, 12) !== "vide") return undefined;
  // Both are 16.16 fixed point, the last two fields of the box in each version.
  const end = header.content.length;
  const width = Math.round(header.content.readUInt32BE(end - 8) / 65_536);
  const height = Math.round(header.content.readUInt32BE(end - 4) / 65_536);
  return width > 0 && height > 0 ? { width, height } : undefined;
}

function lengthOf(boxes: readonly Box[]): number {
  const header = find(boxes, "mvhd")?.content;
  if (header === undefined) return 0;
  const wide = header.readUInt8(0) === 1;
  const timescale = header.readUInt32BE(wide ? 20 : 12);
  const duration = wide ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16);
  return timescale === 0 ? 0 : (duration || fragmentedDuration(boxes)) / timescale;
}

function fragmentedDuration(boxes: readonly Box[]): number {
  const extension = find(boxes, "mvex");
  const header = extension === undefined ? undefined : find(boxesIn(extension.content), "mehd")?.content;
  if (header === undefined) return 0;
  return header.readUInt8(0) === 1 ? Number(header.readBigUInt64BE(4)) : header.readUInt32BE(4);
}

function find(boxes: readonly Box[], type: string): Box | undefined {
  return boxes.find((box) => box.type === type);
}

function boxesIn(content: Buffer): readonly Box[] {
  const boxes: Box[] = [];
  for (let start = 0; start < content.length; ) {
    // QuickTime ends some lists with four zero bytes.
    if (content.length - start < 8) break;
    const bytes = content.readUInt32BE(start) || content.length - start;
    if (bytes < 8 || start + bytes > content.length) throw new BadBox();
    const type = content.toString("latin1", start + 4, start + 8);
    boxes.push({ type, content: content.subarray(start + 8, start + bytes) });
    start += bytes;
  }
  return boxes;
}

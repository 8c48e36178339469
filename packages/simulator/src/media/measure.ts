/** What the bytes of a picture or clip say about it. */
export interface MediaFacts {
  readonly medium: "image" | "video";
  /** Such as `image/png`, by the bytes and not by what was announced. */
  readonly mediaType: string;
  readonly widthPx?: number;
  readonly heightPx?: number;
  /** Of a video. */
  readonly seconds?: number;
}

/** Reads a picture (PNG, JPEG, GIF, WebP) or clip (MP4, MOV); undefined for anything else. */
export function measureMedia(bytes: Buffer): MediaFacts | undefined {
  const head = bytes.toString("latin1", 0, 16);
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return image("image/png", readPair(bytes, 16));
  if (head.startsWith("\xff\xd8\xff")) return image("image/jpeg", jpegSize(bytes));
  if (head.startsWith("GIF8")) return image("image/gif", littlePair(bytes, 6, 0xffff));
  if (/^RIFF.{4}WEBP/s.test(head)) return image("image/webp", webpSize(bytes));
  return /^.{4}ftyp/s.test(head) ? readMp4(bytes) : undefined;
}

type Pair = readonly [number, number] | undefined;

function image(mediaType: string, size: Pair): MediaFacts {
  return { medium: "image", mediaType, ...(size === undefined ? {} : named(size)) };
}

function named([widthPx, heightPx]: readonly [number, number]): { widthPx: number; heightPx: number } {
  return { widthPx, heightPx };
}

function readPair(bytes: Buffer, at: number): Pair {
  return bytes.length < at + 8 ? undefined : [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)];
}

function littlePair(bytes: Buffer, at: number, mask: number): Pair {
  if (bytes.length < at + 4) return undefined;
  return [bytes.readUInt16LE(at) & mask, bytes.readUInt16LE(at + 2) & mask];
}

/** The size in the first frame header of a JPEG; its segments are walked one by one. */
function jpegSize(bytes: Buffer): Pair {
  let at = 2;
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes.readUInt8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

/** The size of a WebP picture, by the kind of its first chunk. */
function webpSize(bytes: Buffer): Pair {
  if (bytes.length < 30) return undefined;
  const kind = bytes.toString("latin1", 12, 16);
  if (kind === "VP8 ") return littlePair(bytes, 26, 0x3fff);
  if (kind === "VP8L") {
    const bits = bytes.readUInt32LE(21);
    return [(bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1];
  }
  return [bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1];
}

/** Length and size of an MP4, from its movie and first sized track header, wherever the index lies. */
function readMp4(bytes: Buffer): MediaFacts {
  const movie = boxes(bytes).find(({ type }) => type === "moov");
  const inner = movie === undefined ? [] : boxes(movie.body);
  const header = inner.find(({ type }) => type === "mvhd")?.body;
  const tracks = inner.filter(({ type }) => type === "trak").flatMap(({ body }) => boxes(body));
  const size = tracks
    .filter(({ type, body }) => type === "tkhd" && body.length >= 8)
    .map(({ body }): readonly [number, number] => [
      body.readUInt32BE(body.length - 8) / 0x10000,
      body.readUInt32BE(body.length - 4) / 0x10000,
    ])
    .find(([width, height]) => width > 0 && height > 0);
  const seconds = header === undefined ? undefined : lengthOf(header);
  return {
    medium: "video",
    mediaType: "video/mp4",
    ...(size === undefined ? {} : named(size)),
    ...(seconds === undefined ? {} : { seconds }),
  };
}

function lengthOf(header: Buffer): number | undefined {
  const isLong = header[0] === 1;
  if (header.length < (isLong ? 32 : 20)) return undefined;
  const scale = header.readUInt32BE(isLong ? 20 : 12);
  const ticks = isLong ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16);
  return scale > 0 ? ticks / scale : undefined;
}

interface Box {
  readonly type: string;
  readonly body: Buffer;
}

function boxes(bytes: Buffer): readonly Box[] {
  const found: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const short = bytes.readUInt32BE(at);
    const isLong = short === 1 && at + 16 <= bytes.length;
    const size = isLong ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? bytes.length - at : short;
    const head = isLong ? 16 : 8;
    if (size < head) break;
    found.push({
      type: bytes.toString("latin1", at + 4, at + 8),
      body: bytes.subarray(at + head, at + size),
    });
    at += size;
  }
  return found;
}

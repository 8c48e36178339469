import type { MediaFacts } from "@shotlist/manifest";
import { readMovie } from "./mp4-movie.ts";

/** Boxes that an ISO or QuickTime file begins with. */
const FIRST_BOXES = new Set(["ftyp", "moov", "mdat", "wide", "free", "skip"]);

/** Pictures that Luma reads, in the words of `image-size`. Source: docs.agents.lumalabs.ai, FAQ. */
const PICTURES: ReadonlySet<string | undefined> = new Set(["jpg", "png", "webp", "gif"]);
/** How such pictures begin, as Latin-1. */
const PICTURE_STARTS = /^(\xff\xd8\xff|\x89PNG|RIFF|GIF8)/;

/**
 * What a local picture or video says of itself: pictures their size in pixels, MP4 and MOV files their length and
 * size. Content of other kinds says that it is that; a broken picture or video says nothing. Never rejects.
 *
 * Lengths are given to a tenth of a second, since Luma's clips are a frame longer than their name.
 */
export async function measureMedia(content: Uint8Array): Promise<MediaFacts> {
  const buffer = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return FIRST_BOXES.has(buffer.toString("latin1", 4, 8)) ? movieFacts(buffer) : await pictureFacts(content);
}

function movieFacts(buffer: Buffer): MediaFacts {
  const moov = topBox(buffer, "moov");
  const movie = moov === undefined ? undefined : readMovie(moov);
  if (movie === undefined || "reason" in movie) return {};
  const { width, height, durationS } = movie;
  return { kind: "video", width, height, seconds: Math.round(durationS * 10) / 10 };
}

/** The content of a box at the top of an ISO file (ISO/IEC 14496-12, 4.2). */
function topBox(buffer: Buffer, wanted: string): Buffer | undefined {
  for (let at = 0; at + 16 <= buffer.length; ) {
    const short = buffer.readUInt32BE(at);
    const headerBytes = short === 1 ? 16 : 8;
    const rest = buffer.length - at;
    const bytes = short === 0 ? rest : short === 1 ? Number(buffer.readBigUInt64BE(at + 8)) : short;
    if (bytes < headerBytes || bytes > rest) return undefined;
    if (buffer.toString("latin1", at + 4, at + 8) === wanted) {
      return buffer.subarray(at + headerBytes, at + bytes);
    }
    at += bytes;
  }
  return undefined;
}

async function pictureFacts(content: Uint8Array): Promise<MediaFacts> {
  const { imageSize } = await import("image-size");
  try {
    const { width, height, type } = imageSize(content);
    if (!PICTURES.has(type)) return { kind: "other" };
    return width > 0 && height > 0 ? { kind: "picture", width, height } : {};
  } catch {
    const start = String.fromCharCode(...content.subarray(0, 4));
    return PICTURE_STARTS.test(start) ? {} : { kind: "other" };
  }
}

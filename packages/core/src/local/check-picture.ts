import { open } from "node:fs/promises";
import { imageSizeFromFile } from "image-size/fromFile";

/** What a picture's file says of itself, or why it is not a whole picture. */
export type PictureCheck =
  | { readonly ok: true; readonly width: number; readonly height: number }
  | { readonly ok: false; readonly reason: string };

/** How much of a file's end is read: JPEG files may carry a little more behind their last marker. */
const TAIL_BYTES = 64 * 1024;

const HEAD_BYTES = 12;

/**
 * Checks that a file is a whole PNG, JPEG or WebP picture, and reads its size in pixels. A file that was cut off
 * is noticed; a wrong byte inside the picture is not. Rejects only when the file cannot be read.
 */
export async function checkPicture(file: string): Promise<PictureCheck> {
  const ends = await readEnds(file);
  const reason = whyNotWhole(ends);
  if (reason !== undefined) return { ok: false, reason };
  try {
    const { width, height } = await imageSizeFromFile(file);
    return width > 0 && height > 0
      ? { ok: true, width, height }
      : { ok: false, reason: "the picture has no size" };
  } catch {
    return { ok: false, reason: "its header cannot be read" };
  }
}

interface Ends {
  readonly head: Buffer;
  readonly tail: Buffer;
  readonly bytes: number;
}

async function readEnds(file: string): Promise<Ends> {
  const handle = await open(file, "r");
  try {
    const bytes = (await handle.stat()).size;
    const head = await handle.read(Buffer.alloc(Math.min(HEAD_BYTES, bytes)), 0, undefined, 0);
    const tailBytes = Math.min(TAIL_BYTES, bytes);
    const tail = await handle.read(Buffer.alloc(tailBytes), 0, tailBytes, bytes - tailBytes);
    return { head: head.buffer, tail: tail.buffer, bytes };
  } finally {
    await handle.close();
  }
}

/** Sources: PNG 3rd edition, 11.2.5 (IEND); ITU T.81, B.1.1.3 (EOI); RFC 9649, 2.4 (RIFF size). */
function whyNotWhole({ head, tail, bytes }: Ends): string | undefined {
  const start = head.toString("latin1");
  if (start.startsWith("\x89PNG\r\n\x1a\n")) {
    return tail.subarray(-8, -4).toString("latin1") === "IEND" ? undefined : "the PNG is cut off";
  }
  if (start.startsWith("\xff\xd8\xff")) {
    return tail.includes(Buffer.from([0xff, 0xd9])) ? undefined : "the JPEG is cut off";
  }
  if (/^RIFF.{4}WEBP/s.test(start)) {
    return head.readUInt32LE(4) + 8 <= bytes ? undefined : "the WebP is cut off";
  }
  return bytes === 0 ? "it is empty" : "it is no picture that is known";
}

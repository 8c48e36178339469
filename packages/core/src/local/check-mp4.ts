import { type FileHandle, open } from "node:fs/promises";
import { readMovie } from "./mp4-movie.ts";

/** What the container says of a clip, or why it is not a whole MP4. */
export type Mp4Check =
  | { readonly ok: true; readonly width: number; readonly height: number; readonly durationS: number }
  | { readonly ok: false; readonly reason: string };

/** A clip's description is a few kilobytes; one larger than this is damage, not a film. */
const MAX_MOOV_BYTES = 64 * 1024 * 1024;

/** More boxes than any film has, so that damage cannot keep us reading. */
const MAX_BOXES = 100_000;

interface TopBox {
  readonly type: string;
  readonly start: number;
  readonly headerBytes: number;
  readonly bytes: number;
}

class NotWhole extends Error {}

/**
 * Checks that a file is a whole MP4 (ISO/IEC 14496-12), and reads size and length from its description.
 *
 * Looks only at the headers of the outermost boxes and at `moov`: `ftyp`, `moov` and `mdat` are there, no box
 * ends beyond the file, nothing is left over, and there is a picture with a size and a length. A wrong byte
 * inside the pictures is not noticed. Rejects only when the file cannot be read.
 */
export async function checkMp4(file: string): Promise<Mp4Check> {
  const handle = await open(file, "r");
  try {
    const boxes = await topBoxes(handle);
    for (const type of ["ftyp", "moov", "mdat"]) {
      if (!boxes.some((box) => box.type === type)) throw new NotWhole(`it has no ${type} box`);
    }
    const movie = readMovie(await readMoov(handle, boxes));
    return "reason" in movie ? { ok: false, reason: movie.reason } : { ok: true, ...movie };
  } catch (error) {
    if (error instanceof NotWhole) return { ok: false, reason: error.message };
    throw error;
  } finally {
    await handle.close();
  }
}

async function topBoxes(handle: FileHandle): Promise<readonly TopBox[]> {
  const fileBytes = (await handle.stat()).size;
  const boxes: TopBox[] = [];
  for (let start = 0; start < fileBytes; ) {
    if (boxes.length === MAX_BOXES) throw new NotWhole("it has too many boxes");
    const box = await readTopBox(handle, start, fileBytes);
    boxes.push(box);
    start += box.bytes;
  }
  if (boxes.length === 0) throw new NotWhole("it is empty");
  return boxes;
}

async function readTopBox(handle: FileHandle, start: number, fileBytes: number): Promise<TopBox> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, start);
  if (bytesRead < 8) throw new NotWhole(`the last box at byte ${start} is cut off`);
  const type = buffer.toString("latin1", 4, 8);
  if (!/^[\x20-\x7e\xa9]{4}$/.test(type)) throw new NotWhole(`there is no box at byte ${start}`);
  const short = buffer.readUInt32BE(0);
  const headerBytes = short === 1 ? 16 : 8;
  if (bytesRead < headerBytes) throw new NotWhole(`the last box at byte ${start} is cut off`);
  // Size 0 means "to the end of the file", 1 that the size follows in 64 bits.
  const bytes = short === 0 ? fileBytes - start : short === 1 ? Number(buffer.readBigUInt64BE(8)) : short;
  if (bytes < headerBytes) throw new NotWhole(`the ${type} box at byte ${start} has an impossible size`);
  if (start + bytes > fileBytes) throw new NotWhole(`the ${type} box at byte ${start} is cut off`);
  return { type, start, headerBytes, bytes };
}

async function readMoov(handle: FileHandle, boxes: readonly TopBox[]): Promise<Buffer> {
  const moov = boxes.find((box) => box.type === "moov");
  const bytes = moov === undefined ? 0 : moov.bytes - moov.headerBytes;
  if (moov === undefined || bytes > MAX_MOOV_BYTES) throw new NotWhole("its moov box is too large");
  const content = Buffer.alloc(bytes);
  await handle.read(content, 0, bytes, moov.start + moov.headerBytes);
  return content;
}

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { drop, type HttpAnswer, type HttpGet } from "./http-get.ts";

/** Far more than a still of any clip; a larger answer is no poster. */
const MAX_POSTER_BYTES = 16 * 1024 * 1024;

/**
 * Fetches a clip's poster to `path`. A poster is only nice to have: whatever goes wrong, there is none.
 *
 * @returns the file ending that fits its content (`jpg`, `png` or `webp`), or undefined without a poster.
 */
export async function fetchPoster(order: {
  readonly url: string;
  readonly path: string;
  readonly get: HttpGet;
  readonly signal: AbortSignal;
}): Promise<string | undefined> {
  try {
    const answer = await order.get({ url: order.url, signal: order.signal });
    if (!("status" in answer)) return undefined;
    const picture = answer.status === 200 ? await readBounded(answer) : undefined;
    if (answer.status !== 200) await drop(answer);
    const ending = picture === undefined ? undefined : pictureEnding(picture);
    if (picture === undefined || ending === undefined) return undefined;
    await mkdir(dirname(order.path), { recursive: true });
    await writeFile(order.path, picture, { flush: true });
    return ending;
  } catch {
    return undefined;
  }
}

/** The ending of a poster that was fetched before, or undefined. */
export async function posterEnding(path: string): Promise<string | undefined> {
  return pictureEnding(await readFile(path).catch(() => Buffer.alloc(0)));
}

async function readBounded(answer: HttpAnswer): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer.body) {
    const piece = chunk as Buffer;
    bytes += piece.length;
    if (bytes > MAX_POSTER_BYTES) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** What a picture is, by its first bytes; the server's content type is not asked. */
function pictureEnding(picture: Buffer): string | undefined {
  const start = picture.toString("latin1", 0, 12);
  if (start.startsWith("\xff\xd8\xff")) return "jpg";
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  return /^RIFF.{4}WEBP/s.test(start) ? "webp" : undefined;
}

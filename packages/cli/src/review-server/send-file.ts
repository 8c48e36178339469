import { constants } from "node:fs";
import { type FileHandle, open, realpath } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, isAbsolute, join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { byteRange } from "./byte-range.ts";

/** Which file is served. */
export interface ServedFile {
  readonly folder: string;
  /** Path inside the folder, with `/`, as the state records it. */
  readonly file: string;
}

const TYPES: Readonly<Record<string, string>> = {
  ".mp4": "video/mp4",
  ".mov": "video/quicktime",
  ".webm": "video/webm",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".png": "image/png",
  ".webp": "image/webp",
  ".gif": "image/gif",
};

/**
 * Sends a file, or the part of it that `Range` asks for.
 *
 * @returns false, with nothing sent, where there is no plain file of a known kind inside the folder: links are
 *   followed only as long as they stay inside.
 */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  { folder, file }: ServedFile,
): Promise<boolean> {
  const type = TYPES[extname(file).toLowerCase()];
  const handle = type === undefined ? undefined : await openInside(folder, file);
  if (type === undefined || handle === undefined) return false;
  try {
    const { size, mtimeMs } = await handle.stat();
    const etag = `"${size.toString(16)}-${Math.trunc(mtimeMs).toString(16)}"`;
    response.setHeader("Content-Type", type);
    response.setHeader("Accept-Ranges", "bytes");
    response.setHeader("ETag", etag);
    response.setHeader("Cache-Control", "private, no-cache");
    if (request.headers["if-none-match"] === etag) {
      response.writeHead(304).end();
      return true;
    }
    const condition = request.headers["if-range"];
    const isFresh = condition === undefined || condition === etag;
    const range = byteRange(isFresh ? request.headers.range : undefined, size);
    if (range === "unsatisfiable") {
      response.writeHead(416, { "Content-Range": `bytes */${size}` }).end();
      return true;
    }
    const { start, end } = range === "whole" ? { start: 0, end: size - 1 } : range;
    response.setHeader("Content-Length", String(end - start + 1));
    if (range !== "whole") response.setHeader("Content-Range", `bytes ${start}-${end}/${size}`);
    response.statusCode = range === "whole" ? 200 : 206;
    if (request.method === "HEAD" || size === 0) response.end();
    else await pipeline(handle.createReadStream({ start, end, autoClose: false }), response);
    return true;
  } finally {
    await handle.close();
  }
}

/** Opens the file that the path really leads to, and looks at what was opened, not at what had the name before. */
async function openInside(folder: string, file: string): Promise<FileHandle | undefined> {
  let handle: FileHandle | undefined;
  try {
    const root = await realpath(folder);
    const path = await realpath(join(root, file));
    const inside = relative(root, path);
    if (inside === "" || inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
      return undefined;
    }
    handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    if ((await handle.stat()).isFile()) return handle;
  } catch {
    // Whatever keeps it from being read, there is nothing to send.
  }
  await handle?.close();
  return undefined;
}

import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";

/** SHA-256 of a file, read in pieces, in hex. Rejects with the system's error. */
export async function sha256OfFile(file: string): Promise<string> {
  return (await hashFile(file)).digest("hex");
}

/** A SHA-256 that has taken in the first `bytes` of a file (all of it by default) and can take in more. */
export async function hashFile(file: string, bytes?: number): Promise<Hash> {
  const hash = createHash("sha256");
  if (bytes === 0) return hash;
  const stream = createReadStream(file, {
    highWaterMark: 1024 * 1024,
    ...(bytes === undefined ? {} : { end: bytes - 1 }),
  });
  for await (const chunk of stream) hash.update(chunk as Buffer);
  return hash;
}

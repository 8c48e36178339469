import type { IncomingMessage } from "node:http";

/** Far more than the decisions on the largest sheet. */
const MOST_BYTES = 64 * 1024 * 1024;

/** The body of a request as text; undefined when it is too long, and then the rest of it is not read. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request) {
    pieces.push(piece as Buffer);
    bytes += (piece as Buffer).length;
    if (bytes > MOST_BYTES) return undefined;
  }
  return Buffer.concat(pieces).toString("utf8");
}

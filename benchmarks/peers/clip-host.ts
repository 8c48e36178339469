import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import { sampleMp4 } from "@shotlist/core/testing";

/*
 * Serves one and the same clip below every path, all answers together at so many bytes a second. Prints its port.
 * A process of its own, so that a client does not share its processor with it.
 */
const { values } = parseArgs({
  options: { bytes: { type: "string", default: "0" }, rate: { type: "string", default: "0" } },
});
const bytesPerSecond = Number(values.rate);
const clip = sampleMp4({ mediaBytes: Number(values.bytes) });

const PIECE_BYTES = 64 * 1024;
const TICK_MS = 5;

/** Answers that can take more, and how far each one is. */
const ready: { readonly response: ServerResponse; sentBytes: number }[] = [];
let lastMs = performance.now();
let budgetBytes = 0;

function pour(): void {
  const nowMs = performance.now();
  budgetBytes += ((nowMs - lastMs) / 1000) * bytesPerSecond;
  lastMs = nowMs;
  if (ready.length === 0) budgetBytes = 0;
  while (budgetBytes > 0) {
    const one = ready.shift();
    if (one === undefined) return;
    const piece = clip.subarray(one.sentBytes, one.sentBytes + PIECE_BYTES);
    one.sentBytes += piece.length;
    budgetBytes -= piece.length;
    const isTaken = one.response.write(piece);
    if (one.sentBytes >= clip.length) one.response.end();
    else if (isTaken) ready.push(one);
    else one.response.once("drain", () => ready.push(one));
  }
}
if (bytesPerSecond > 0) setInterval(pour, TICK_MS);

const server = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "video/mp4", "content-length": clip.length, etag: '"clip"' });
  if (bytesPerSecond > 0) ready.push({ response, sentBytes: 0 });
  else response.end(clip);
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});

import type { ServerResponse } from "node:http";
import type { SimClock } from "../sim-clock.ts";

/** Sends a body, whose head is out already, in sixteen parts over a time; stops when the client leaves. */
export function drip(
  response: ServerResponse,
  bytes: Buffer,
  { overMs, clock }: { readonly overMs: number; readonly clock: SimClock },
): void {
  const parts = 16;
  const size = Math.ceil(bytes.length / parts);
  const next = (at: number): void => {
    if (response.destroyed) return;
    if (at >= bytes.length) {
      response.end();
      return;
    }
    response.write(bytes.subarray(at, at + size));
    clock.later(() => next(at + size), overMs / parts);
  };
  next(0);
}

/** Sends a body of any size as fast as the client reads, without holding it; stops when the client leaves. */
export function flood(
  response: ServerResponse,
  body: {
    readonly head: string;
    readonly filler: string;
    readonly fillerBytes: number;
    readonly tail: string;
  },
): void {
  const chunk = Buffer.alloc(65_536, body.filler);
  let leftBytes = body.fillerBytes;
  const more = (): void => {
    while (leftBytes > 0 && !response.destroyed) {
      const part = chunk.subarray(0, Math.min(leftBytes, chunk.length));
      leftBytes -= part.length;
      if (!response.write(part)) {
        response.once("drain", more);
        return;
      }
    }
    if (!response.destroyed) response.end(body.tail);
  };
  response.write(body.head);
  more();
}

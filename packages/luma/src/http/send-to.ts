import { Client } from "undici";
import { type Exchange, exchange, type RawRequest } from "./exchange.ts";

/** A request to a host that is not the API's: it carries no key but what its own headers say. */
export interface StorageRequest {
  readonly method: "PUT" | "HEAD";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** How far such a request may go. */
export interface StorageBounds {
  /** For the request and its answer beside the body's own time, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Slower than this nothing is uploaded, in bytes a millisecond: 2 Mbit/s. */
const SLOWEST_BYTES_PER_MS = 250;
const LONGEST_CONNECT_MS = 15_000;
/** Storage answers with a few lines of XML at most. */
const MAX_BODY_BYTES = 64 * 1024;

/** Sends one request on a connection of its own, follows no redirect, and closes the connection. Never rejects. */
export async function sendTo(request: StorageRequest, bounds: StorageBounds): Promise<Exchange> {
  const { url, method, headers, body } = request;
  const client = new Client(url.origin, {
    allowH2: false,
    connect: { timeout: Math.min(bounds.timeoutMs, LONGEST_CONNECT_MS) },
  });
  const raw: RawRequest = {
    method,
    path: `${url.pathname}${url.search}`,
    headers,
    ...(body === undefined ? {} : { body }),
  };
  const outcome = await exchange(client, raw, {
    timeoutMs: uploadTimeoutMs(bounds.timeoutMs, body?.byteLength ?? 0),
    maxBodyBytes: MAX_BODY_BYTES,
    signal: bounds.signal,
  });
  client.destroy().catch(() => undefined);
  return outcome;
}

/** The time that a body of this length may take, beside that of the request itself; milliseconds. */
export function uploadTimeoutMs(timeoutMs: number, bytes: number): number {
  return timeoutMs + Math.ceil(bytes / SLOWEST_BYTES_PER_MS);
}

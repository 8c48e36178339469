import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** What a request is answered with when it is turned away. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Whom a server answers. */
export interface GuardOptions {
  readonly port: number;
  /** The unguessable first part of every path. */
  readonly token: string;
}

/** A request that may be answered: its path behind the token, not decoded; empty where not even a slash follows. */
export type GuardedRequest = { readonly path: string } | { readonly refusal: Refusal };

/**
 * Lets only the page itself speak with the server, whatever else the browser has open.
 *
 * A name that an attacker points at this machine is told by `Host` (DNS rebinding); a form or a script of another
 * page by `Origin` and `Sec-Fetch-Site`; another program or user of this machine by the token. A write must
 * come with an `Origin`, which every browser sends along.
 */
export function guardRequest(request: IncomingMessage, { port, token }: GuardOptions): GuardedRequest {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = request.headers;
  if (host === undefined || !hosts.includes(host)) {
    return refuse(421, "foreign-host", "This server answers on 127.0.0.1 only.");
  }
  const site = request.headers["sec-fetch-site"];
  const isForeign = site !== undefined && site !== "same-origin" && site !== "none";
  if (isForeign || (origin !== undefined && origin !== `http://${host}`)) {
    return refuse(403, "foreign-origin", "Only the review page may ask this server.");
  }
  const url = request.url ?? "/";
  const [, first = "", ...rest] = (url.split("?", 1)[0] ?? "").split("/");
  if (!isToken(first, token)) return refuse(404, "not-found", "There is nothing here.");
  const path = rest.length === 0 ? "" : `/${rest.join("/")}`;
  if (request.method === "GET" || request.method === "HEAD") return { path };
  if (request.method !== "POST") return refuse(405, "bad-method", "This server takes GET, HEAD and POST.");
  if (origin === undefined) {
    return refuse(403, "foreign-origin", "A change must come from the review page.");
  }
  if (!/^application\/json\s*(;|$)/i.test(request.headers["content-type"] ?? "")) {
    return refuse(415, "bad-content-type", "Decisions are sent as application/json.");
  }
  return { path };
}

/** Compares in a time that does not tell how much was right. */
function isToken(given: string, token: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function refuse(status: number, code: string, message: string): { readonly refusal: Refusal } {
  return { refusal: { status, code, message } };
}

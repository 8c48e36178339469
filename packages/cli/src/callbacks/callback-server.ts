import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Hints, ShotlistError } from "@shotlist/core";
import { saysItRuns } from "./callback-body.ts";

/** Where callbacks come in. */
export interface CallbackOptions {
  /** The address that the API can reach, which leads to `port` on this machine. */
  readonly publicUrl: string;
  readonly port: number;
}

/** Callbacks as hints for a run, until they are closed. */
export interface CallbackServer extends Hints {
  close(): Promise<void>;
}

/** A generation with its request is a few kilobytes; what is longer is none. */
const MOST_BYTES = 256 * 1024;

/** Luma waits 5 s for an answer; nobody needs longer to say what a callback says. */
const TIMEOUT_MS = 5_000;
const CONNECTIONS = 256;

const REQUEST_ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/**
 * Listens for callbacks of Dream Machine. Each create has an address of its own that ends in its request id, which
 * nobody can guess. Whatever comes to another address, is too long, or is no callback is answered and forgotten;
 * the rest is a hint, whoever sent it.
 *
 * It listens on 127.0.0.1, behind the tunnel or proxy that the public address stands for; only an address that
 * names this very port without one (`http://HOST:PORT`) is listened to on every interface.
 *
 * @throws ShotlistError `port-taken`
 */
export async function startCallbackServer({ publicUrl, port }: CallbackOptions): Promise<CallbackServer> {
  const base = new URL(publicUrl);
  const listeners = new Set<(requestId: string) => void>();
  const server = createServer({
    requestTimeout: TIMEOUT_MS,
    headersTimeout: TIMEOUT_MS,
    keepAliveTimeout: TIMEOUT_MS,
  });
  server.maxConnections = CONNECTIONS;
  server.on("request", (request, response) => {
    receive(request, response, (requestId) => {
      for (const heard of listeners) heard(requestId);
    });
  });
  server.on("clientError", (_error, socket) => void socket.destroy());
  await listen(server, port, isDirect(base, port) ? undefined : "127.0.0.1");
  return {
    callbackUrl: (requestId) => {
      const url = new URL(base);
      url.pathname = `${base.pathname.replace(/\/+$/, "")}/${requestId}`;
      return url.href;
    },
    onHint: (heard) => {
      listeners.add(heard);
      return () => void listeners.delete(heard);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function receive(
  request: IncomingMessage,
  response: ServerResponse,
  hint: (requestId: string) => void,
): void {
  const path = (request.url ?? "").split("?")[0] ?? "";
  const requestId = path.split("/").at(-1)?.toLowerCase() ?? "";
  const refusal = !REQUEST_ID.test(requestId) ? 404 : request.method !== "POST" ? 405 : undefined;
  if (refusal !== undefined) {
    refuse(response, refusal);
    return;
  }
  const pieces: Buffer[] = [];
  let bytes = 0;
  request.on("data", (piece: Buffer) => {
    bytes += piece.length;
    if (bytes <= MOST_BYTES) pieces.push(piece);
    else if (!response.headersSent) refuse(response, 413);
  });
  request.on("error", () => {});
  request.on("end", () => {
    if (response.headersSent) return;
    response.writeHead(200, { "Content-Length": 0 }).end();
    if (!saysItRuns(Buffer.concat(pieces).toString("utf8"))) hint(requestId);
  });
}

/** Nothing more is read from this connection. */
function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { "Content-Length": 0, Connection: "close" });
  response.end(() => void response.req.destroy());
}

/** Whether the API comes to this port itself, with nothing between. */
function isDirect({ protocol, hostname, port: named }: URL, port: number): boolean {
  const isLoopback = hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
  return protocol === "http:" && Number(named === "" ? 80 : named) === port && !isLoopback;
}

function listen(server: Server, port: number, host: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => {
      reject(
        new ShotlistError("port-taken", `Callbacks cannot be received on port ${port}: ${cause.message}`, {
          hint: "Choose another one with --callback-port.",
          standing: "Nothing was sent.",
          cause,
        }),
      );
    });
    server.listen({ port, ...(host === undefined ? {} : { host }) }, resolve);
  });
}

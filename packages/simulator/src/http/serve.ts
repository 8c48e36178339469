import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { SimClock } from "../sim-clock.ts";
import type { Answer } from "./answer.ts";
import { drip, flood } from "./slow-body.ts";

/** A listening server. */
export interface Listener {
  readonly port: number;
  /** Stops listening and breaks every connection. */
  close(): Promise<void>;
}

/**
 * Listens for requests.
 *
 * @param options.port - 0 for any; `fallback` allows any other when this one is taken.
 * @throws Error of node:net (`EADDRINUSE`, `EACCES`) when the port cannot be had.
 */
export async function listen(options: {
  readonly host: string;
  readonly port: number;
  readonly fallback: boolean;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}): Promise<Listener> {
  const server = createServer((request, response) => {
    response.sendDate = false;
    options.handle(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 5_000;
  server.requestTimeout = 0;
  try {
    await listenOn(server, options.host, options.port);
  } catch (error) {
    if (!options.fallback) throw error;
    await listenOn(server, options.host, 0);
  }
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listenOn(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Reads a body of at most `maxBytes`; undefined when it is longer. Rejects when the client leaves. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
  }
  return length > maxBytes ? undefined : Buffer.concat(chunks);
}

/** The headers of every answer: the server's date, and the request id (the client's own, else a new one). */
export function setCommonHeaders(request: IncomingMessage, response: ServerResponse, clock: SimClock): void {
  const requestId = request.headers["x-request-id"];
  response.setHeader("Date", new Date(clock.nowMs()).toUTCString());
  response.setHeader("X-Request-Id", typeof requestId === "string" ? requestId : randomUUID());
}

/** Gives an answer, or misbehaves as it says. */
export function send(response: ServerResponse, answer: Answer, clock: SimClock): void {
  if (response.destroyed) return;
  switch (answer.kind) {
    case "destroy":
      response.destroy();
      return;
    case "hang":
      return;
    case "delayed":
      clock.later(() => send(response, answer.answer, clock), answer.delayMs);
      return;
    case "empty":
      response.writeHead(answer.status).end();
      return;
    case "text":
      response.writeHead(answer.status, { "Content-Type": answer.contentType }).end(answer.body);
      return;
    case "redirect":
      response.writeHead(answer.status, { Location: answer.location }).end();
      return;
    case "huge": {
      response.writeHead(answer.status, { "Content-Type": "application/json" });
      const head = `${JSON.stringify(answer.body).slice(0, -1)},"padding":"`;
      flood(response, { head, filler: " ", fillerBytes: answer.paddingBytes, tail: '"}' });
      return;
    }
    case "drip": {
      const bytes = Buffer.from(JSON.stringify(answer.body));
      response.writeHead(answer.status, {
        "Content-Type": "application/json",
        "Content-Length": bytes.length,
      });
      drip(response, bytes, { overMs: answer.overMs, clock });
      return;
    }
    case "cut": {
      const bytes = Buffer.from(JSON.stringify(answer.body));
      response.writeHead(answer.status, {
        "Content-Type": "application/json",
        "Content-Length": bytes.length,
      });
      response.write(bytes.subarray(0, bytes.length >> 1), () => response.destroy());
      return;
    }
    case "json": {
      const bytes = Buffer.from(JSON.stringify(answer.body));
      response.writeHead(answer.status, {
        "Content-Type": "application/json",
        "Content-Length": bytes.length,
        ...answer.headers,
      });
      response.end(bytes);
      return;
    }
  }
}

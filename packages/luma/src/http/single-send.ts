import type { Socket } from "node:net";
import { Client } from "undici";
import { type Exchange, type ExchangeBounds, exchange, type RawRequest } from "./exchange.ts";

/** A connection that carries exactly one request. */
export interface SingleSend {
  /** Sends once, then closes. A second call sends nothing and says so. */
  send(request: RawRequest, bounds: ExchangeBounds): Promise<Exchange>;
  /** Gives the connection up unused. Harmless after `send`. */
  close(): void;
}

/**
 * Wraps an open socket so that at most one request is ever written, and only to this socket.
 *
 * undici's client repeats requests on a new connection in some cases and opens connections by itself.
 * Here it is handed one socket and refused every other, so whatever it decides, nothing is written twice.
 */
export function singleSend(origin: URL, socket: Socket): SingleSend {
  let used = false;
  return {
    async send(request, bounds) {
      if (used) return unsent("this connection has been used");
      used = true;
      const dead = deadReason(socket);
      if (dead !== undefined) {
        socket.destroy();
        return unsent(dead);
      }
      const client = oneSocketClient(origin, socket);
      // A socket that closes before undici listens to it would leave the request waiting. undici's own
      // listeners go first: they know better what happened to a request that was begun.
      const onClose = (): void => {
        setImmediate(() => client.destroy(new Error("the connection was closed")).catch(() => undefined));
      };
      socket.once("close", onClose);
      const outcome = await exchange(client, request, bounds);
      socket.off("close", onClose);
      client.destroy().catch(() => undefined);
      socket.destroy();
      return outcome;
    },
    close() {
      used = true;
      socket.destroy();
    },
  };
}

function oneSocketClient(origin: URL, socket: Socket): Client {
  let handedOut = false;
  return new Client(origin.origin, {
    pipelining: 1,
    allowH2: false,
    connect: (_options, callback) => {
      const first = !handedOut;
      handedOut = true;
      // undici waits for ever when it is called back before this function returns.
      queueMicrotask(() => {
        if (first) callback(null, socket);
        else callback(new Error("the connection was closed"), null);
      });
    },
  });
}

/** Why an idle socket can no longer be used; what is said here is known before anything is written. */
function deadReason(socket: Socket): string | undefined {
  if (socket.destroyed || socket.readableEnded || !socket.writable) {
    return "the server closed the idle connection";
  }
  if (socket.readableLength > 0) return "the server spoke before it was asked";
  return undefined;
}

function unsent(reason: string): Exchange {
  return { kind: "broken", mayHaveLeft: false, reason };
}

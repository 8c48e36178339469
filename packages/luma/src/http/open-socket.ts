import net from "node:net";
import tls from "node:tls";
import { networkWords } from "./network-words.ts";

/** How opening a socket ended; the reason is for people. */
export type SocketOutcome =
  | { readonly kind: "open"; readonly socket: net.Socket }
  | { readonly kind: "unreachable"; readonly reason: string };

/**
 * Opens a TCP connection to an origin, with TLS done where it is https, HTTP/1.1 only.
 *
 * @param timeoutMs - for look-up, connecting and TLS together, in milliseconds.
 * @returns the socket, ready to be written to, or why not; never rejects. The caller owns the socket.
 */
export function openSocket(origin: URL, timeoutMs: number, signal: AbortSignal): Promise<SocketOutcome> {
  if (signal.aborted) return Promise.resolve({ kind: "unreachable", reason: "the connection was given up" });
  const { promise, resolve } = Promise.withResolvers<SocketOutcome>();
  const secure = origin.protocol === "https:";
  const socket = secure ? tls.connect(tlsOptions(origin)) : net.connect(tcpOptions(origin));
  const giveUp = (reason: string): void => {
    resolve({ kind: "unreachable", reason });
    socket.destroy();
  };
  const timer = setTimeout(() => giveUp(`no connection within ${timeoutMs / 1000} s`), timeoutMs);
  const onAbort = (): void => giveUp("the connection was given up");
  signal.addEventListener("abort", onAbort, { once: true });
  // The listener stays for the socket's life: an error between opening and sending must not crash anyone.
  socket.on("error", (error) => resolve({ kind: "unreachable", reason: networkWords(error) }));
  socket.on("close", () =>
    resolve({ kind: "unreachable", reason: "the connection was closed while it was being opened" }),
  );
  socket.once(secure ? "secureConnect" : "connect", () => {
    socket.setNoDelay(true);
    resolve({ kind: "open", socket });
  });
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  });
}

function tcpOptions(origin: URL): { host: string; port: number } {
  const host = origin.hostname.replace(/^\[|\]$/g, "");
  const standard = origin.protocol === "https:" ? 443 : 80;
  return { host, port: origin.port === "" ? standard : Number(origin.port) };
}

function tlsOptions(origin: URL): tls.ConnectionOptions {
  const { host, port } = tcpOptions(origin);
  // An IP address is no server name; Node warns about one.
  return { host, port, servername: net.isIP(host) === 0 ? host : "", ALPNProtocols: ["http/1.1"] };
}

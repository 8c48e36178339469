import { once } from "node:events";
import net, { type AddressInfo, type Socket } from "node:net";

/** One request as it came over the wire. */
interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** A loopback server below HTTP: it sees every byte that a client writes and may break off anywhere. */
export interface RawServer {
  readonly origin: string;
  /** Every request whose first line came, in order, whether or not it came whole. */
  readonly seen: readonly SeenRequest[];
  readonly connections: () => number;
  close(): Promise<void>;
}

/** What the server does; without `onRequest` it listens and keeps silent. */
export interface RawScript {
  readonly onConnection?: (socket: Socket) => void;
  /** Called as soon as the head of a request is there, before its body. */
  readonly onHead?: (socket: Socket) => void;
  /** Called when a request is there as a whole. */
  readonly onRequest?: (socket: Socket, request: SeenRequest) => void;
}

export async function startRawServer(script: RawScript): Promise<RawServer> {
  const seen: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = net.createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    script.onConnection?.(socket);
    readRequests(socket, script, seen);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    connections: () => connections,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** An answer as bytes. */
export function answerText(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): string {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const all = {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(text)),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Word\r\n${lines.join("")}\r\n${text}`;
}

function readRequests(socket: Socket, script: RawScript, seen: SeenRequest[]): void {
  let buffered = "";
  let begun = false;
  socket.on("data", (chunk) => {
    buffered += chunk.toString("latin1");
    for (;;) {
      const headEnd = buffered.indexOf("\r\n\r\n");
      if (headEnd === -1) return;
      const request = parse(buffered.slice(0, headEnd), buffered.slice(headEnd + 4));
      if (!begun) {
        begun = true;
        seen.push(request);
        script.onHead?.(socket);
      }
      const length = Number(request.headers.get("content-length") ?? 0);
      if (request.body.length < length) return;
      const body = Buffer.from(request.body.slice(0, length), "latin1").toString("utf8");
      const whole = { ...request, body };
      seen[seen.length - 1] = whole;
      buffered = buffered.slice(headEnd + 4 + length);
      begun = false;
      script.onRequest?.(socket, whole);
    }
  });
}

function parse(head: string, body: string): SeenRequest {
  const [first = "", ...lines] = head.split("\r\n");
  const [method = "", path = ""] = first.split(" ");
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  return { method, path, headers, body };
}

import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it came, with its body as bytes. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What a server says to a request. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: object | string;
}

/** A loopback server that keeps what it was sent; for bodies of any size and kind. */
export interface RecordingServer {
  readonly origin: string;
  readonly seen: readonly RecordedRequest[];
  close(): Promise<void>;
}

/** Starts one that answers each request by a function of it. */
export async function startRecordingServer(
  reply: (request: RecordedRequest, origin: string) => Reply,
): Promise<RecordingServer> {
  const seen: RecordedRequest[] = [];
  const server = http.createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const request = {
        method: incoming.method ?? "",
        path: incoming.url ?? "",
        headers: incoming.headers as Readonly<Record<string, string>>,
        body: Buffer.concat(chunks),
      };
      seen.push(request);
      const { status, headers = {}, body = "" } = reply(request, originOf(server));
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const type = typeof body === "string" ? {} : { "content-type": "application/json" };
      outgoing.writeHead(status, { ...type, ...headers }).end(text);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: originOf(server),
    seen,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function originOf(server: http.Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a test decides about one request. */
export type Serve = (request: IncomingMessage, response: ServerResponse) => void;

/** A real HTTP server on the loopback address, for what a download meets. */
export interface ClipServer {
  readonly url: string;
  /** Every request that came, oldest first. */
  readonly requests: readonly IncomingMessage[];
  /** Decides about the requests from now on. */
  serve: Serve;
  /** Breaks every connection. */
  cut(): void;
  close(): Promise<void>;
}

/** Starts a server on a free port. */
export async function startClipServer(serve: Serve): Promise<ClipServer> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    result.serve(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const result: ClipServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    serve,
    cut: () => server.closeAllConnections(),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return result;
}

/** Serves a file as a CDN does: length, ETag, ranges; falls silent after `silentAfter` bytes of a body. */
export function file(
  content: Buffer,
  options: { readonly etag?: string; readonly ranges?: boolean; readonly silentAfter?: number } = {},
): Serve {
  const { etag = '"v1"', ranges = true, silentAfter = Number.POSITIVE_INFINITY } = options;
  return (request, response) => {
    const from = ranges && request.headers["if-range"] === etag ? rangeStart(request) : undefined;
    const body = content.subarray(from ?? 0);
    const headers = {
      ...(etag === "" ? {} : { etag }),
      "content-length": body.length,
      ...(from === undefined
        ? {}
        : { "content-range": `bytes ${from}-${content.length - 1}/${content.length}` }),
    };
    response.writeHead(from === undefined ? 200 : 206, headers);
    if (silentAfter >= body.length) response.end(body);
    else response.write(body.subarray(0, silentAfter));
  };
}

function rangeStart(request: IncomingMessage): number | undefined {
  const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? "");
  return range === null ? undefined : Number(range[1]);
}

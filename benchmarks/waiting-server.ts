import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A Dream Machine API that takes every generation and never ends one. */
export interface WaitingServer {
  /** What a run needs to find it. */
  readonly env: Readonly<Record<string, string>>;
  /** Requests so far. */
  requests(): number;
  /** Waits until so many creates have come in all; gives the time, as `performance.now()`. */
  untilCreates(count: number): Promise<number>;
  /** Waits for the next request, whatever it asks; gives the time, as `performance.now()`. */
  untilRequest(): Promise<number>;
  close(): Promise<void>;
}

interface Awaited {
  readonly isThere: () => boolean;
  readonly resolve: (atMs: number) => void;
}

/** Starts one on loopback. */
export async function startWaitingServer(): Promise<WaitingServer> {
  const generations: object[] = [];
  let requests = 0;
  const awaited = new Set<Awaited>();
  const until = (isThere: () => boolean): Promise<number> =>
    new Promise((resolve) => awaited.add({ isThere, resolve }));
  const server = createServer((request, response) => {
    requests += 1;
    void answer(request, response, generations).then(() => {
      const atMs = performance.now();
      for (const one of awaited) if (one.isThere() && awaited.delete(one)) one.resolve(atMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    env: { LUMA_API_KEY: "luma-bench", LUMAAI_BASE_URL: `http://127.0.0.1:${port}/dream-machine/v1` },
    requests: () => requests,
    untilCreates: (count) => until(() => generations.length >= count),
    untilRequest: () => {
      const before = requests;
      return until(() => requests > before);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  generations: object[],
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const path = new URL(request.url ?? "/", "http://localhost").pathname;
  if (request.method === "POST") {
    const generation = {
      id: `00000000-0000-4000-8000-${String(generations.length).padStart(12, "0")}`,
      generation_type: "video",
      state: "queued",
      failure_reason: null,
      created_at: new Date().toISOString(),
      assets: null,
      request: JSON.parse(Buffer.concat(parts).toString()) as object,
    };
    generations.push(generation);
    send(response, 201, generation);
  } else if (path.endsWith("/generations")) {
    const newest = generations.toReversed();
    send(response, 200, {
      generations: newest,
      count: newest.length,
      has_more: false,
      limit: 100,
      offset: 0,
    });
  } else {
    const id = path.split("/").at(-1);
    const generation = generations.find((one) => "id" in one && one.id === id);
    send(response, generation === undefined ? 404 : 200, generation ?? { detail: "Generation not found" });
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

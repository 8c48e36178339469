import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { sampleMp4 } from "@shotlist/core/testing";

/** A Luma that answers with whatever a wrong proxy, a broken server or an enemy might answer. */
export interface HostileApi extends AsyncDisposable {
  readonly baseUrl: string;
  /** Headers of every request to the place where clips lie, and to where redirects lead. */
  readonly elsewhere: readonly IncomingHttpHeaders[];
  /** Creates that came, by the first word of their prompt. */
  readonly creates: readonly string[];
}

/** Clears the screen, names the window, turns the direction of writing. */
export const ESCAPES = "\u001b[2J\u001b]0;x\u0007\u009b31m\u202e";

/** What a create is answered with, by the first word of its prompt. */
type Reply = (response: ServerResponse, authorization: string, elsewhere: string) => void;

const REPLIES: Readonly<Record<string, Reply>> = {
  echo: (response, authorization) =>
    json(response, 400, {
      detail: `${ESCAPES} you sent Authorization: ${authorization}`,
      headers: { authorization },
    }),
  fields: (response, authorization) =>
    json(response, 422, { detail: [{ loc: ["body", authorization], msg: `${ESCAPES}${authorization}` }] }),
  page: (response, authorization) => {
    response.writeHead(502, { "content-type": `text/${authorization.slice(7)}` });
    response.end(`<html>${ESCAPES}${authorization}</html>`);
  },
  redirect: (response, _, elsewhere) => {
    response.writeHead(307, { location: `${elsewhere}/create` });
    response.end();
  },
  huge: (response) => {
    response.writeHead(201, { "content-type": "application/json" });
    response.end(`{"id":"${"a".repeat(9_000_000)}"}`);
  },
  key: (response, authorization) => json(response, 201, { id: authorization.slice(7), state: "queued" }),
  broken: (response, authorization) => {
    response.writeHead(201, { "content-type": "application/json", "content-length": "500" });
    response.write(`{"id":"${authorization}`);
    setTimeout(() => response.destroy(), 20);
  },
};

/** Starts it, with a second server for clips and redirects. */
export async function startHostileApi(): Promise<HostileApi> {
  const elsewhere: IncomingHttpHeaders[] = [];
  const creates: string[] = [];
  const other = createServer((request, response) => {
    elsewhere.push(request.headers);
    if (request.url?.startsWith("/first")) response.writeHead(302, { location: "/second" }).end();
    else response.writeHead(200, { "content-type": "video/mp4" }).end(sampleMp4());
  });
  const otherOrigin = await listen(other);
  const api = createServer(async (request, response) => {
    const authorization = request.headers.authorization ?? "";
    if (request.method !== "POST") return look(request, response, authorization, otherOrigin);
    const { prompt } = JSON.parse(await textOf(request)) as { prompt: string };
    const word = /^\w+/.exec(prompt)?.[0] ?? "";
    creates.push(word);
    const reply = REPLIES[word];
    if (reply !== undefined) reply(response, authorization, otherOrigin);
    else json(response, 201, { id: `made-${word}`, state: "queued" });
  });
  const origin = await listen(api);
  return {
    baseUrl: `${origin}/dream-machine/v1`,
    elsewhere,
    creates,
    async [Symbol.asyncDispose]() {
      for (const server of [api, other]) {
        server.closeAllConnections();
        server.close();
        await once(server, "close");
      }
    },
  };
}

/** Lists repeat the key in an error; what was made has failed in bad words, or leads elsewhere for its clip. */
function look(
  request: IncomingMessage,
  response: ServerResponse,
  authorization: string,
  elsewhere: string,
): void {
  const id = /made-(\w+)$/.exec(request.url ?? "")?.[1];
  const bad = `${ESCAPES}${authorization}`;
  if (id === "fails") json(response, 200, { id: `made-${id}`, state: "failed", failure_reason: bad });
  else if (id === "leaks") {
    const video = `${elsewhere}/clip.mp4?key=${authorization.slice(7)}`;
    json(response, 200, { id: `made-${id}`, state: "completed", assets: { video } });
  } else if (id !== undefined) {
    json(response, 200, {
      id: `made-${id}`,
      state: "completed",
      assets: { video: `${elsewhere}/first.mp4` },
    });
  } else json(response, 500, { detail: bad });
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

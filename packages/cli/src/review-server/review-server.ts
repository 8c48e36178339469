import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ShotlistError } from "@shotlist/core";
import type { ReadModel } from "@shotlist/core/read-model";
import { policyOf, readDecisions, renderContactSheet } from "@shotlist/reporter";
import { EventStream } from "./event-stream.ts";
import type { Edition, LiveStanding } from "./live-standing.ts";
import { readBody } from "./read-body.ts";
import { guardRequest, type Refusal } from "./request-guard.ts";
import { type ServedFile, sendFile } from "./send-file.ts";

/** What a review server serves. */
export interface ReviewServerOptions {
  readonly live: LiveStanding;
  /** The built page, as the reporter has it. */
  readonly template: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Told of each decision that was stored. */
  readonly onDecisions?: (edition: Edition, shotIds: ReadonlySet<string>) => void;
  /** How often files are looked at for changes while somebody follows. */
  readonly watchMs?: number;
}

/** A review that is being served on this machine. */
export interface ReviewServer {
  /** With the token in it: whoever has it may look and decide. */
  readonly url: string;
  close(): Promise<void>;
}

/** What the browser is told with every answer: no sniffing, no framing, no referrer with the token in it. */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
  "Cache-Control": "no-store",
};

/**
 * Serves the contact sheet as an app, on 127.0.0.1 only, below an unguessable token. It serves the page, the
 * read-model, events, and the files that the state and the manifest name, and nothing else; see `guardRequest`.
 *
 * @throws ShotlistError `port-taken`
 */
export async function startReviewServer(options: ReviewServerOptions): Promise<ReviewServer> {
  const token = randomBytes(24).toString("base64url");
  const events = new EventStream(options.live, options.watchMs);
  const server = createServer();
  const port = await listen(server, options.port);
  const review = new Review(options, events);
  server.on("request", (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    const guarded = guardRequest(request, { port, token });
    if ("refusal" in guarded) refuse(response, guarded.refusal);
    else void review.answer(request, response, guarded.path);
  });
  return {
    url: `http://127.0.0.1:${port}/${token}/`,
    close: async () => {
      events.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Answers requests that the guard let through. */
class Review {
  readonly #options: ReviewServerOptions;
  readonly #events: EventStream;

  constructor(options: ReviewServerOptions, events: EventStream) {
    this.#options = options;
    this.#events = events;
  }

  async answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    try {
      await this.#route(request, response, path);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else refuseError(response, error);
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (request.method === "POST") {
      if (path === "/api/decisions") return this.#decide(request, response);
      return refuse(response, { status: 405, code: "bad-method", message: "This cannot be changed." });
    }
    switch (path) {
      case "":
        // Everything on the page is relative to the folder that the token is.
        response.writeHead(308, { Location: `${request.url?.split("?", 1)[0]}/` }).end();
        return;
      case "/":
        return this.#page(request, response);
      case "/api/read-model":
        return sendModel(request, response, await this.#options.live.current());
      case "/api/events":
        return this.#events.follow(request, response);
      default: {
        const file = servedFile(await this.#options.live.current(), path);
        if (file !== undefined && (await sendFile(request, response, file))) return;
        refuse(response, { status: 404, code: "not-found", message: "There is nothing here." });
      }
    }
  }

  async #page(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const edition = await this.#options.live.current();
    this.#events.served(edition);
    const html = renderContactSheet(edition.model, this.#options.template, { live: true });
    const policy = policyOf(html) ?? "default-src 'none'";
    response.setHeader("Content-Security-Policy", `${policy}; frame-ancestors 'none'`);
    send(request, response, { type: "text/html; charset=utf-8", text: html });
  }

  async #decide(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    if (body === undefined) {
      return refuse(response, {
        status: 413,
        code: "decisions-unreadable",
        message: "Too much was sent at once.",
      });
    }
    const read = readDecisions(parsed(body));
    if ("problem" in read) {
      return refuse(response, { status: 400, code: "decisions-unreadable", message: read.problem });
    }
    const outcome = await this.#options.live.decide(read.decisions);
    if ("reason" in outcome) {
      return refuse(response, {
        status: 409,
        code: "decision-stale",
        message: `${outcome.decision.shotId}: ${outcome.reason}. Nothing was stored.`,
        hint: "Look at the clip that is there now, and decide again.",
      });
    }
    this.#options.onDecisions?.(outcome, new Set(read.decisions.map(({ shotId }) => shotId)));
    this.#events.tell(outcome);
    sendJson(request, response, `{"readModel":${outcome.json}}`);
  }
}

function sendModel(request: IncomingMessage, response: ServerResponse, { json, etag }: Edition): void {
  response.setHeader("ETag", etag);
  response.setHeader("Cache-Control", "private, no-cache");
  if (request.headers["if-none-match"] === etag) response.writeHead(304).end();
  else sendJson(request, response, json);
}

/** Only what the state or the manifest names is a file of the run; a folder is never listed or walked. */
function servedFile({ model, standing }: Edition, path: string): ServedFile | undefined {
  const [, kind, ...segments] = path.split("/");
  const file = decoded(segments.join("/"));
  if (file === undefined || file === "") return undefined;
  if (kind === "clips" && isClip(model, file)) return { folder: standing.paths.clips, file };
  if (kind === "frames" && isFrame(model, file)) return { folder: standing.paths.manifestDir, file };
  return undefined;
}

function isClip({ shots }: ReadModel, file: string): boolean {
  return shots.some(({ takes }) => takes.some(({ clip }) => clip?.file === file || clip?.poster === file));
}

function isFrame({ shots }: ReadModel, file: string): boolean {
  return shots.some(
    ({ startFrameFile, endFrameFile, sourceClipFile, guides }) =>
      file === startFrameFile ||
      file === endFrameFile ||
      file === sourceClipFile ||
      guides?.some((guide) => guide.file === file),
  );
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sendJson(request: IncomingMessage, response: ServerResponse, text: string): void {
  send(request, response, { type: "application/json; charset=utf-8", text });
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { type, text }: { readonly type: string; readonly text: string },
): void {
  const bytes = Buffer.from(text);
  response.setHeader("Content-Type", type);
  response.setHeader("Content-Length", String(bytes.length));
  response.end(request.method === "HEAD" ? undefined : bytes);
}

function refuse(response: ServerResponse, { status, ...error }: Refusal & { readonly hint?: string }): void {
  response.writeHead(status, { "Content-Type": "application/json; charset=utf-8", Connection: "close" });
  response.end(JSON.stringify({ error }));
}

/** What went wrong with the state is told as it is; nothing else of this machine is. */
function refuseError(response: ServerResponse, error: unknown): void {
  if (error instanceof ShotlistError) {
    const { code, message, hint } = error;
    refuse(response, { status: 409, code, message, ...(hint === undefined ? {} : { hint }) });
  } else {
    refuse(response, { status: 500, code: "fault", message: "Something went wrong in shotlist." });
  }
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(cannotListen(port, error)));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, resolve);
  });
  return (server.address() as AddressInfo).port;
}

function cannotListen(port: number, error: NodeJS.ErrnoException): unknown {
  if (error.code !== "EADDRINUSE" && error.code !== "EACCES") return error;
  return new ShotlistError("port-taken", `Port ${port} cannot be used (${error.code}).`, {
    hint: "Leave --port out: a free one is found then.",
    standing: "Nothing was served or changed.",
    cause: error,
  });
}

import { Pool } from "undici";
import { LumaError } from "../luma-error.ts";
import type { Answer } from "./answer.ts";
import { type Exchange, exchange, type RawRequest } from "./exchange.ts";
import { openSocket } from "./open-socket.ts";
import { createRedact, type Redact } from "./redact.ts";
import { uploadTimeoutMs } from "./send-to.ts";
import { singleSend } from "./single-send.ts";

/** Where an API is and how it is spoken to. */
export interface ChannelOptions {
  /** Such as `https://api.lumalabs.ai/dream-machine/v1`; http is taken too, for local servers. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** For one request from its start to the last byte of its answer, in milliseconds. */
  readonly requestTimeoutMs: number;
  /** The longest answer that is read, in bytes; 8 MiB unless said. */
  readonly maxBodyBytes?: number;
}

/** A plain request that may be repeated by whoever asks: it buys nothing. */
export interface PlainRequest {
  readonly method: "GET" | "DELETE" | "POST";
  /** Below the base URL, with its query. */
  readonly path: string;
  /** What is sent, with its media type. */
  readonly content?: { readonly type: string; readonly bytes: string | Uint8Array };
}

/** How a plain request ended: an answer of any status, or none. */
type PlainOutcome =
  | { readonly kind: "answered"; readonly answer: Answer }
  | { readonly kind: "unreachable"; readonly reason: string };

/** What is sent in a create, on a connection of its own. */
interface CreateCall {
  /** Below the base URL. */
  readonly path: string;
  readonly body: string;
  readonly requestId: string;
}

/** An open connection for one create. */
interface CreateChannel {
  send(call: CreateCall): Promise<Exchange>;
  close(): void;
}

/** How opening it ended. */
type CreateChannelOutcome =
  | { readonly kind: "open"; readonly connection: CreateChannel }
  | { readonly kind: "unreachable"; readonly reason: string };

/**
 * One API seen as HTTP: it adds the key, keeps to the API's origin, follows no redirect, retries nothing.
 * The key goes nowhere else, as nothing here can be asked for another origin.
 */
export interface Channel {
  readonly origin: string;
  readonly redact: Redact;
  openCreate(signal: AbortSignal): Promise<CreateChannelOutcome>;
  request(request: PlainRequest, signal: AbortSignal): Promise<PlainOutcome>;
  /** Closes pooled connections; requests under way break off. */
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 8 * 1024 * 1024;
const LONGEST_CONNECT_MS = 15_000;
const POOLED_CONNECTIONS = 8;

/** Opens nothing yet. Fails with `luma-base-url` or `luma-api-key`. */
export function createChannel(options: ChannelOptions): Channel {
  const base = readBaseUrl(options.baseUrl);
  const apiKey = readApiKey(options.apiKey);
  const redact = createRedact(apiKey);
  const bounds = {
    timeoutMs: options.requestTimeoutMs,
    maxBodyBytes: options.maxBodyBytes ?? MAX_BODY_BYTES,
  };
  const connectMs = Math.min(options.requestTimeoutMs, LONGEST_CONNECT_MS);
  const prefix = base.pathname.replace(/\/+$/, "");
  const pool = new Pool(base.origin, {
    allowH2: false,
    connections: POOLED_CONNECTIONS,
    connect: { timeout: connectMs },
  });
  const headers = {
    accept: "application/json",
    "accept-encoding": "identity",
    authorization: `Bearer ${apiKey}`,
    "user-agent": "shotlist",
  };
  const createRequest = (call: CreateCall): RawRequest => ({
    method: "POST",
    path: prefix + call.path,
    headers: { ...headers, "content-type": "application/json", "x-request-id": call.requestId },
    body: call.body,
  });
  return {
    origin: base.origin,
    redact,
    async openCreate(signal) {
      const outcome = await openSocket(base, connectMs, signal);
      if (outcome.kind !== "open") return { ...outcome, reason: redact(outcome.reason) };
      const single = singleSend(base, outcome.socket);
      return {
        kind: "open",
        connection: {
          send: async (call) => cleaned(await single.send(createRequest(call), bounds), redact),
          close: () => single.close(),
        },
      };
    },
    async request({ method, path, content }, signal) {
      const request: RawRequest = {
        method,
        path: prefix + path,
        headers: content === undefined ? headers : { ...headers, "content-type": content.type },
        ...(content === undefined ? {} : { body: content.bytes }),
      };
      const timeoutMs = uploadTimeoutMs(bounds.timeoutMs, content?.bytes.length ?? 0);
      const outcome = await exchange(pool, request, { ...bounds, timeoutMs, signal });
      if (outcome.kind === "answered") return outcome;
      return { kind: "unreachable", reason: redact(outcome.reason) };
    },
    close: () => pool.destroy(),
  };
}

function cleaned(outcome: Exchange, redact: Redact): Exchange {
  return outcome.kind === "broken" ? { ...outcome, reason: redact(outcome.reason) } : outcome;
}

function readBaseUrl(text: string): URL {
  const url = URL.parse(text);
  const plain = url !== null && url.username === "" && url.password === "" && !url.search && !url.hash;
  if (url !== null && plain && (url.protocol === "https:" || url.protocol === "http:")) return url;
  throw new LumaError(
    "luma-base-url",
    "The API's base URL is not an http or https address that can be used.",
    {
      hint: "Write it such as https://api.lumalabs.ai/dream-machine/v1, without user name, query or fragment.",
      standing: "Nothing was sent.",
    },
  );
}

function readApiKey(text: string): string {
  const key = text.trim();
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  const what = key === "" ? "is empty" : "holds characters that no key has, such as a space or a line break";
  throw new LumaError("luma-api-key", `The API key ${what}.`, {
    hint: "Copy the key again, as one line without quotes.",
    standing: "Nothing was sent.",
  });
}

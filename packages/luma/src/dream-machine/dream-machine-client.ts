import { randomUUID } from "node:crypto";
import type { Failure, Throttle } from "@shotlist/core";
import { createOutcome } from "../dialect/create-outcome.ts";
import { detailOf } from "../dialect/error-detail.ts";
import { generationPath } from "../dialect/generation-path.ts";
import type { Answer } from "../http/answer.ts";
import { type Channel, type ChannelOptions, createChannel } from "../http/channel.ts";
import { isJsonObject, type Json } from "../json.ts";
import { LumaError } from "../luma-error.ts";
import { answerReader } from "./answer-reader.ts";
import { VIDEO_PATH } from "./build-request.ts";
import { readThrottle, sortRefusal } from "./errors.ts";
import { listPath } from "./list-path.ts";
import { readBalanceUsdE4, readConcepts, readWireGeneration, readWireList } from "./read-wire.ts";
import type { WireGeneration, WireList, WireVideoRequest } from "./wire.ts";

/** What every call takes. */
export interface CallOptions {
  /** Gives the call up; it then fails with the signal's reason. A create that has begun is not stopped. */
  readonly signal?: AbortSignal;
}

/**
 * Dream Machine as typed calls, for use without the engine.
 *
 * Nothing is ever retried: a caller may repeat everything but `create`. Calls fail with a `LumaError` of
 * code `luma-refused`, `luma-account-refused`, `luma-not-found`, `luma-throttled` or `luma-unreachable`;
 * `create` also with `luma-unanswered` and `luma-accepted-unknown`, after which the list tells whether a
 * generation was made.
 */
export interface DreamMachineClient {
  /** Buys one generation: sends once, on a connection of its own. */
  create(
    request: WireVideoRequest,
    options?: CallOptions & { readonly requestId?: string },
  ): Promise<WireGeneration>;
  get(id: string, options?: CallOptions): Promise<WireGeneration>;
  /** One page of the account's generations; `limit` 100 and `offset` 0 unless said. */
  list(options?: CallOptions & { readonly limit?: number; readonly offset?: number }): Promise<WireList>;
  delete(id: string, options?: CallOptions): Promise<void>;
  /** The balance of the account, in USD × 10⁴. */
  credits(options?: CallOptions): Promise<{ readonly balanceUsdE4: number }>;
  /** Keys of the camera motions that the API knows. */
  concepts(options?: CallOptions): Promise<readonly string[]>;
  /** Whether the API answers and takes the key; its own word. */
  ping(options?: CallOptions): Promise<{ readonly message: string }>;
  close(): Promise<void>;
}

/** A client on connections of its own. Nothing is sent yet. Fails with `luma-base-url` or `luma-api-key`. */
export function createDreamMachineClient(options: ChannelOptions): DreamMachineClient {
  return clientOn(createChannel(options));
}

/** A client on a channel that others use too. */
export function clientOn(channel: Channel): DreamMachineClient {
  const read = async <T>(
    path: string,
    what: string,
    reader: (body: Json) => T | undefined,
    options?: CallOptions,
  ): Promise<T> => {
    const answer = await ask(channel, "GET", path, options);
    const value = answer.body.kind === "json" ? reader(answer.body.value) : undefined;
    if (value !== undefined) return value;
    throw unreachable(`The API's answer is not ${what}.`, answer);
  };
  return {
    create: (request, options) => create(channel, request, options),
    get: (id, options) =>
      read(
        generationPath(id),
        "the generation that was asked for",
        (body) => {
          const generation = readWireGeneration(body);
          return generation?.id === id ? generation : undefined;
        },
        options,
      ),
    list: ({ limit = 100, offset = 0, ...options } = {}) =>
      read(listPath({ limit, offset }), "a list of generations", readWireList, options),
    async delete(id, options) {
      await ask(channel, "DELETE", generationPath(id), options);
    },
    async credits(options) {
      return { balanceUsdE4: await read("/credits", "a balance", readBalanceUsdE4, options) };
    },
    concepts: (options) => read("/generations/concepts/list", "a list of concepts", readConcepts, options),
    async ping(options) {
      return { message: await read("/ping", "a ping's", readMessage, options) };
    },
    close: () => channel.close(),
  };
}

function readMessage(body: Json): string | undefined {
  const message = isJsonObject(body) ? body["message"] : undefined;
  return typeof message === "string" ? message : undefined;
}

async function create(
  channel: Channel,
  request: WireVideoRequest,
  options: CallOptions & { readonly requestId?: string } = {},
): Promise<WireGeneration> {
  options.signal?.throwIfAborted();
  const signal = options.signal ?? new AbortController().signal;
  const requestId = options.requestId ?? randomUUID();
  const opened = await channel.openCreate(signal);
  if (opened.kind === "unreachable") {
    options.signal?.throwIfAborted();
    throw unreachable(`The API cannot be reached: ${opened.reason}.`);
  }
  const exchange = await opened.connection.send({
    path: VIDEO_PATH,
    body: JSON.stringify(request),
    requestId,
  });
  const outcome = createOutcome(exchange, answerReader(channel.redact));
  switch (outcome.kind) {
    case "accepted": {
      const body = exchange.kind === "answered" && exchange.answer.body;
      const wire = body && body.kind === "json" ? readWireGeneration(body.value) : undefined;
      if (wire !== undefined) return wire;
      throw acceptedUnknown("the answer holds no generation", requestId);
    }
    case "accepted-unknown":
      throw acceptedUnknown(outcome.reason, requestId);
    case "refused":
      throw refused(outcome.failure, requestId);
    case "throttled":
      throw throttled(outcome.throttle, requestId);
    case "unsent":
      throw unreachable(`The request was not sent: ${outcome.reason}.`);
    case "unanswered":
      throw new LumaError(
        "luma-unanswered",
        `It is unknown whether a generation was made: ${outcome.reason}.`,
        {
          hint: "Look for it in the list before you create it again.",
          standing: "One generation may have been paid for.",
          requestId,
        },
      );
  }
}

/** A 2xx answer, or the error that any other one stands for. */
async function ask(
  channel: Channel,
  method: "GET" | "DELETE",
  path: string,
  options: CallOptions = {},
): Promise<Answer> {
  options.signal?.throwIfAborted();
  const signal = options.signal ?? new AbortController().signal;
  const outcome = await channel.request({ method, path }, signal);
  if (outcome.kind === "unreachable") {
    options.signal?.throwIfAborted();
    throw unreachable(`The API gave no answer: ${outcome.reason}.`);
  }
  const { answer } = outcome;
  if (answer.status >= 200 && answer.status < 300) return answer;
  const requestId = answer.headers.get("x-request-id");
  if (answer.status === 429) {
    throw throttled(readThrottle(answer, channel.redact, Date.now()), requestId);
  }
  if (answer.status < 400 || answer.status > 499) {
    const words = detailOf(answer, channel.redact)?.message ?? "no usable answer";
    throw unreachable(`The API answered with HTTP status ${answer.status}: ${words}.`, answer);
  }
  throw refused(sortRefusal(answer, channel.redact), requestId);
}

function refused(failure: Failure, requestId: string | undefined): LumaError {
  const code = refusalCode(failure);
  return new LumaError(code, `The API refused: ${failure.message}`, {
    standing: "Nothing was made or charged by this request.",
    apiCode: failure.code,
    ...(failure.status === undefined ? {} : { status: failure.status }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}

function refusalCode(failure: Failure): "luma-not-found" | "luma-account-refused" | "luma-refused" {
  if (failure.status === 404) return "luma-not-found";
  return failure.category === "account" ? "luma-account-refused" : "luma-refused";
}

function throttled(throttle: Throttle, requestId: string | undefined): LumaError {
  return new LumaError("luma-throttled", `The API asks to wait: ${throttle.message}`, {
    standing: "Nothing was made or charged by this request.",
    status: 429,
    ...(throttle.retryAfterMs === undefined ? {} : { retryAfterMs: throttle.retryAfterMs }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}

function acceptedUnknown(reason: string, requestId: string): LumaError {
  return new LumaError("luma-accepted-unknown", `The API said yes, but not what it made: ${reason}.`, {
    hint: "Look for the newest generation in the list; do not create it again.",
    standing: "One generation is very likely being paid for.",
    requestId,
  });
}

function unreachable(message: string, answer?: Answer): LumaError {
  const requestId = answer?.headers.get("x-request-id");
  return new LumaError("luma-unreachable", message, {
    hint: "Try again; this request did nothing that costs money.",
    ...(answer === undefined ? {} : { status: answer.status }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}

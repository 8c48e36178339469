import { randomUUID } from "node:crypto";
import type { Answer } from "../http/answer.ts";
import type { Channel } from "../http/channel.ts";
import type { Json } from "../json.ts";
import type { LumaError } from "../luma-error.ts";
import type { AnswerReader } from "./answer-reader.ts";
import { acceptedUnknown, refused, throttled, unanswered, unreachable } from "./call-errors.ts";
import { createOutcome } from "./create-outcome.ts";
import { detailOf } from "./error-detail.ts";

/** What every call takes. */
export interface CallOptions {
  /** Gives the call up; it then fails with the signal's reason. A create that has begun is not stopped. */
  readonly signal?: AbortSignal;
}

/** What calls that buy something take, too. */
export interface CreateOptions extends CallOptions {
  /** Sent as `X-Request-Id`, to quote to the API's support; made up unless said. */
  readonly requestId?: string;
}

/** One create as a typed call. */
export interface CreateOrder<T> {
  /** Below the base URL. */
  readonly path: string;
  readonly body: object;
  /** Undefined when the answer holds no generation. */
  readonly read: (body: Json) => T | undefined;
  /** What to do when it is unknown what was made, and when something was made but not which. */
  readonly hints: { readonly unanswered: string; readonly acceptedUnknown: string };
}

/** Sends one create and gives what it made, or fails with the `LumaError` that says what is certain. */
export async function createTyped<T>(
  channel: Channel,
  reader: AnswerReader,
  order: CreateOrder<T>,
  options: CreateOptions = {},
): Promise<T> {
  options.signal?.throwIfAborted();
  const signal = options.signal ?? new AbortController().signal;
  const requestId = options.requestId ?? randomUUID();
  const opened = await channel.openCreate(signal);
  if (opened.kind === "unreachable") {
    options.signal?.throwIfAborted();
    throw unreachable(`The API cannot be reached: ${opened.reason}.`);
  }
  const exchange = await opened.connection.send({
    path: order.path,
    body: JSON.stringify(order.body),
    requestId,
  });
  const outcome = createOutcome(exchange, reader);
  switch (outcome.kind) {
    case "accepted": {
      const body = exchange.kind === "answered" && exchange.answer.body;
      const made = body && body.kind === "json" ? order.read(body.value) : undefined;
      if (made !== undefined) return made;
      throw acceptedUnknown("the answer holds no generation", requestId, order.hints.acceptedUnknown);
    }
    case "accepted-unknown":
      throw acceptedUnknown(outcome.reason, requestId, order.hints.acceptedUnknown);
    case "refused":
      throw refused(outcome.failure, requestId);
    case "throttled":
      throw throttled(outcome.throttle, requestId);
    case "unsent":
      throw unreachable(`The request was not sent: ${outcome.reason}.`);
    case "unanswered":
      throw unanswered(outcome.reason, requestId, order.hints.unanswered);
  }
}

/** A GET whose answer must be readable as what was asked for; `what` names it with its article. */
export async function readTyped<T>(
  channel: Channel,
  reader: AnswerReader,
  order: { readonly path: string; readonly what: string; readonly read: (body: Json) => T | undefined },
  options?: CallOptions,
): Promise<T> {
  const answer = await askTyped(channel, reader, { method: "GET", path: order.path }, options);
  const value = answer.body.kind === "json" ? order.read(answer.body.value) : undefined;
  if (value !== undefined) return value;
  throw unreachable(`The API's answer is not ${order.what}.`, answer);
}

/** A 2xx answer, or the error that any other one stands for. */
export async function askTyped(
  channel: Channel,
  reader: AnswerReader,
  request: { readonly method: "GET" | "DELETE"; readonly path: string },
  options: CallOptions = {},
): Promise<Answer> {
  options.signal?.throwIfAborted();
  const signal = options.signal ?? new AbortController().signal;
  const outcome = await channel.request(request, signal);
  if (outcome.kind === "unreachable") {
    options.signal?.throwIfAborted();
    throw unreachable(`The API gave no answer: ${outcome.reason}.`);
  }
  const { answer } = outcome;
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw errorOf(answer, reader, channel);
}

function errorOf(answer: Answer, reader: AnswerReader, channel: Channel): LumaError {
  const requestId = answer.headers.get("x-request-id");
  if (answer.status === 429) return throttled(reader.readThrottle(answer), requestId);
  if (answer.status < 400 || answer.status > 499) {
    const words = detailOf(answer, channel.redact)?.message ?? "no usable answer";
    return unreachable(`The API answered with HTTP status ${answer.status}: ${words}.`, answer);
  }
  return refused(reader.readRefusal(answer), requestId);
}

import type { AcceptRequest, GenerationState, Lane, SimulatedGeneration } from "../book/generation.ts";
import type { Dialect } from "../dialect.ts";
import type { Answer, ApiRequest } from "../http/answer.ts";
import type { JsonObject } from "../json.ts";

/** What a create asks for, once it has passed every rule of its dialect. */
export type Creation = Pick<
  AcceptRequest,
  "kind" | "model" | "request" | "wish" | "priceUsdE4" | "inputFailure"
>;

/** How reading a body ended. */
export type CreateReading =
  | { readonly kind: "refused"; readonly answer: Answer }
  | { readonly kind: "good"; readonly creation: Creation };

/** A dialect's refusals of creates, in its own words. Texts that a fault gives replace the usual ones. */
export interface Refusals {
  invalidJson(error: string): Answer;
  notAnObject(body: unknown): Answer;
  badKey(text: string | undefined): Answer;
  noFunds(): Answer;
  suspended(text: string | undefined): Answer;
  rateLimited(): Answer;
  tooManyAtOnce(): Answer;
  /** A 429 that says neither which limit nor for how long. */
  throttled(): Answer;
  /** A 429 of the ceiling against abuse. */
  abuse(retryAfterS: number): Answer;
  /** A 5xx, or another status that says nothing about the request. */
  serverFault(status: number): Answer;
  ingestionUnavailable(): Answer;
  /** Nothing behind the gateway takes the model; elsewhere a plain 503. */
  noChannel(model: string): Answer;
  /** A status and a text that were asked for. */
  told(status: number, text: string): Answer;
  retired(body: JsonObject): Answer;
}

/** A create endpoint of a dialect. */
export interface CreateEndpoint {
  readonly dialect: Dialect;
  readonly lane: Lane;
  /** The status of a success. */
  readonly status: number;
  readonly refusals: Refusals;
  /** The field of the body that holds the prompt. */
  readonly promptField: "prompt" | "user_prompt";
  read(body: JsonObject): CreateReading;
  /** The generation as the answer shows it, in another state than the present one where one is given. */
  show(generation: SimulatedGeneration, state?: GenerationState): JsonObject;
  /** How long the answer waits for the generation's end; undefined where it does not. */
  waitMs?(generation: SimulatedGeneration): number | undefined;
  /** Headers of a success, asked for once the create counts. */
  headers(): Readonly<Record<string, string>>;
}

/** The `X-Request-Id` of a request, where it has one. */
export function requestIdOf(request: ApiRequest): { readonly requestId?: string } {
  const requestId = request.headers["x-request-id"];
  return typeof requestId === "string" ? { requestId } : {};
}

import type { Account } from "../account.ts";
import type { AcceptRequest } from "../book/generation.ts";
import { type Lane, laneOf, type SimulatedGeneration, stateAt } from "../book/generation.ts";
import { hashRequest } from "../book/generation-book.ts";
import type { FaultHit, FaultSubject } from "../faults/fault-dice.ts";
import { faultsOf } from "../faults/fault-dice.ts";
import { type Answer, type ApiRequest, json, refusal } from "../http/answer.ts";
import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import { presentKeyframes } from "./keyframes.ts";
import type { ParsedRequest, ParseResult } from "./parsed-request.ts";
import { wireGeneration } from "./wire-generation.ts";

const BEFORE = faultsOf("before-accept");
const AFTER = faultsOf("after-accept");

/** Texts of the two limits. Dream Machine documents none; these are the Agents API's. */
const RATE_LIMITED = "Rate limit exceeded";
const TOO_MANY_CONCURRENT = "Too many concurrent jobs";

/** A create endpoint: how its body is read, and the status of a success. */
export interface CreateEndpoint {
  readonly lane: Lane;
  readonly status: number;
  readonly parse: (body: JsonObject) => ParseResult;
}

/**
 * Answers a create: rate, body, faults before accepting, rules, slots, money, acceptance, faults after it.
 *
 * A request that the rate limiter lets through counts in its window, whatever becomes of it then; one that
 * it refuses does not. Nothing is charged unless it is accepted.
 */
export function answerCreate(account: Account, endpoint: CreateEndpoint, request: ApiRequest): Answer {
  const { stats, clock, lanes } = account;
  const ordinal = account.nextCreateOrdinal();
  stats.now.received += 1;
  if (endpoint.lane === "ray") stats.noteCreate();
  const lane = lanes[endpoint.lane];
  const nowMs = clock.nowMs();
  if (lane.window.count(nowMs) >= lane.createsPerMinute) {
    stats.now.rateViolations += 1;
    return refuse(account, throttled(account, RATE_LIMITED));
  }
  lane.window.add(nowMs);

  const body = parseBody(request.body);
  if (body.kind === "answer") return refuse(account, body.answer);
  const subject = subjectOf(body.value, ordinal);
  const early = account.dice.rollFirst(BEFORE, subject);
  if (early !== undefined && early.name !== "late-accept") return answerEarlyFault(account, early);
  const retired = retirement(account, body.value);
  if (retired !== undefined) return refuse(account, retired);

  const parsed = endpoint.parse(body.value);
  if (parsed.kind === "fields") return refuse(account, refusal(422, parsed.problems));
  if (parsed.kind === "rule") return refuse(account, refusal(400, parsed.message));
  const reference = brokenReference(account, parsed.request);
  if (reference !== undefined) return refuse(account, refusal(400, reference));
  const accept = toAccept(account, parsed.request, ordinal);
  if (early !== undefined) {
    const afterMs = clock.durationMs(Number(early.value));
    account.book.acceptLater(accept, afterMs);
    // Any look at the book would accept it as well; this one is for its callbacks.
    clock.later(() => account.book.all(), afterMs);
    return { kind: "destroy" };
  }
  return acceptWithin(account, endpoint, accept, subject);
}

function acceptWithin(
  account: Account,
  endpoint: CreateEndpoint,
  accept: AcceptRequest,
  subject: FaultSubject,
): Answer {
  const { book, stats, lanes } = account;
  if (book.active(endpoint.lane) >= lanes[endpoint.lane].concurrency) {
    stats.now.concurrencyViolations += 1;
    return refuse(account, throttled(account, TOO_MANY_CONCURRENT));
  }
  if (book.money().balanceUsdE4 < accept.priceUsdE4)
    return refuse(account, refusal(402, "Insufficient credits"));
  const generation = book.accept(accept);
  stats.now.accepted += 1;
  const answer = json(endpoint.status, wireGeneration(account, generation));
  const late = account.dice.rollFirst(AFTER, subject);
  return late === undefined ? answer : spoil(account, generation, endpoint.status, late);
}

function answerEarlyFault(account: Account, fault: FaultHit): Answer {
  switch (fault.name) {
    case "refuse-400":
      return refuse(account, refusal(400, fault.value));
    case "401":
      return refuse(account, refusal(401, "Invalid API key is provided"));
    case "402":
      return refuse(account, refusal(402, "Insufficient credits"));
    case "403":
      return refuse(account, refusal(403, "API client is suspended"));
    case "429-rate":
      return refuse(account, throttled(account, RATE_LIMITED));
    case "429-concurrency":
      return refuse(account, throttled(account, TOO_MANY_CONCURRENT));
    case "429-unknown":
      return refuse(account, throttled(account, "Too Many Requests"));
    case "lost-before":
      return { kind: "destroy" };
    case "hang-before":
      return { kind: "hang" };
    default:
      return refuse(account, serverFault(fault.name === "status" ? Number(fault.value) : Number(fault.name)));
  }
}

function spoil(account: Account, generation: SimulatedGeneration, status: number, fault: FaultHit): Answer {
  const body = wireGeneration(account, generation);
  switch (fault.name) {
    case "lost-after":
      return { kind: "destroy" };
    case "hang-after":
      return { kind: "hang" };
    case "truncated-201":
      return { kind: "cut", status, body };
    case "no-id-201":
      return json(status, { ...body, id: null });
    case "slow-answer":
      return {
        kind: "delayed",
        delayMs: account.clock.durationMs(Number(fault.value)),
        answer: json(status, body),
      };
    case "status-after":
      return serverFault(Number(fault.value));
    default:
      return serverFault(Number(fault.name.replace("-after", "")));
  }
}

/** A 5xx as a proxy in front of the API gives it: 502 is HTML, the rest JSON. */
function serverFault(status: number): Answer {
  if (status === 502) {
    const body =
      "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";
    return { kind: "text", status, body, contentType: "text/html" };
  }
  return refusal(status, status === 500 ? "Internal Server Error" : "Service unavailable");
}

function throttled(account: Account, detail: string): Answer {
  const { retryAfterS } = account.dice.spec();
  return refusal(429, detail, retryAfterS === undefined ? undefined : { "Retry-After": String(retryAfterS) });
}

function refuse(account: Account, answer: Answer): Answer {
  account.stats.now.refused += 1;
  return answer;
}

function retirement(account: Account, body: JsonObject): Answer | undefined {
  const { retired } = account.dice.spec();
  if (retired === undefined || retired === false) return undefined;
  if (retired !== true) return refusal(retired.status, retired.detail);
  return refusal(
    400,
    `Model ${String(body["model"])} has been retired. Please use ray-3.2 on the Luma Agents API.`,
  );
}

function parseBody(text: string): { kind: "value"; value: JsonObject } | { kind: "answer"; answer: Answer } {
  let value: unknown;
  try {
    value = JSON.parse(text === "" ? "{}" : text);
  } catch (error) {
    const ctx = { error: error instanceof Error ? error.message : "Expecting value" };
    const problem = { type: "json_invalid", loc: ["body", 0], msg: "JSON decode error", input: {}, ctx };
    return { kind: "answer", answer: refusal(422, [problem]) };
  }
  if (isJsonObject(value)) return { kind: "value", value };
  const msg = "Input should be a valid dictionary or object to extract fields from";
  const problem = { type: "model_attributes_type", loc: ["body"], msg, input: value as Json };
  return { kind: "answer", answer: refusal(422, [problem]) };
}

function subjectOf(body: JsonObject, ordinal: number): FaultSubject {
  const { prompt } = body;
  return {
    key: `create-${ordinal}`,
    target: hashRequest("video", body),
    nth: ordinal,
    ...(typeof prompt === "string" ? { prompt } : {}),
  };
}

function brokenReference(account: Account, request: ParsedRequest): string | undefined {
  for (const frame of presentKeyframes(request.keyframes)) {
    if (frame.type !== "generation") continue;
    const generation = account.book.find(frame.id);
    if (generation === undefined || laneOf(generation.kind) !== "ray")
      return `Generation ${frame.id} not found`;
    if (stateAt(generation, account.clock.nowMs()) !== "completed")
      return `Generation ${frame.id} is not completed`;
  }
  return undefined;
}

function toAccept(account: Account, request: ParsedRequest, createOrdinal: number): AcceptRequest {
  const isUnreadable = request.mediaUrls.some((url) => !account.canFetch(url));
  return {
    kind: request.kind,
    model: request.model,
    request: request.echo,
    createOrdinal,
    foreign: false,
    priceUsdE4: request.priceUsdE4,
    ...(isUnreadable ? { inputFailure: "Failed to read user input frames" } : {}),
  };
}

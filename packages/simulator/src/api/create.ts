import type { Account } from "../account.ts";
import type { AcceptRequest } from "../book/generation.ts";
import { hashRequest } from "../book/generation-book.ts";
import { type FaultHit, type FaultSubject, faultsOf } from "../faults/fault-dice.ts";
import { type Answer, type ApiRequest, json, webPage } from "../http/answer.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import { type CreateEndpoint, requestIdOf } from "./create-rules.ts";
import { spoilCreated } from "./spoil-created.ts";

const BEFORE = faultsOf("before-accept");
const AFTER = faultsOf("after-accept");

/** One create on its way. */
interface Order {
  readonly account: Account;
  readonly endpoint: CreateEndpoint;
  readonly subject: FaultSubject;
  /** The limits do not count it and are not shown: their store is down. */
  readonly isUncounted: boolean;
}

/**
 * Answers a create of any dialect: rate, body, faults before accepting, rules, slots, money, acceptance,
 * faults after it.
 *
 * A request that the rate limiter lets through counts in its window, whatever becomes of it then; one that
 * it refuses does not. Nothing is charged unless it is accepted.
 */
export function answerCreate(account: Account, endpoint: CreateEndpoint, request: ApiRequest): Answer {
  const ordinal = account.nextCreateOrdinal();
  const stats = account.stats.of(endpoint.dialect);
  stats.now.received += 1;
  if (endpoint.lane !== "photon") stats.noteCreate();
  const body = parseBody(endpoint, request.body);
  const subject = subjectOf(endpoint, body.kind === "value" ? body.value : {}, ordinal);
  const isUncounted = account.dice.roll("limiter-down", subject) !== undefined;
  const order: Order = { account, endpoint, subject, isUncounted };

  const lane = account.lanes[endpoint.lane];
  const nowMs = account.clock.nowMs();
  if (!isUncounted && lane.window.count(nowMs) >= lane.createsPerMinute) {
    stats.now.rateViolations += 1;
    return refuse(order, endpoint.refusals.rateLimited());
  }
  lane.window.add(nowMs);
  if (body.kind === "answer") return refuse(order, body.answer);
  return answerCounted(order, body.value, {
    dialect: endpoint.dialect,
    createOrdinal: ordinal,
    foreign: false,
    ...requestIdOf(request),
  });
}

function answerCounted(
  order: Order,
  body: JsonObject,
  about: Pick<AcceptRequest, "dialect" | "createOrdinal" | "foreign" | "requestId">,
): Answer {
  const { account, endpoint, subject } = order;
  const early = account.dice.rollFirst(BEFORE, subject);
  if (early !== undefined && early.name !== "late-accept") return answerEarlyFault(order, early, body);
  const retired = retirement(order, body);
  if (retired !== undefined) return refuse(order, retired);
  const reading = endpoint.read(body);
  if (reading.kind === "refused") return refuse(order, reading.answer);
  const accept: AcceptRequest = { ...about, ...reading.creation };
  if (early !== undefined) {
    const afterMs = account.clock.durationMs(Number(early.value));
    account.book.acceptLater(accept, afterMs);
    // Any look at the book would accept it as well; this one is for its callbacks.
    account.clock.later(() => account.book.all(), afterMs);
    return { kind: "destroy" };
  }
  return acceptWithin(order, accept);
}

function acceptWithin(order: Order, accept: AcceptRequest): Answer {
  const { account, endpoint, subject, isUncounted } = order;
  const { book, lanes } = account;
  const stats = account.stats.of(endpoint.dialect);
  if (!isUncounted && book.active(endpoint.lane) >= lanes[endpoint.lane].concurrency) {
    stats.now.concurrencyViolations += 1;
    return refuse(order, endpoint.refusals.tooManyAtOnce());
  }
  if (book.money(endpoint.dialect).balanceUsdE4 < accept.priceUsdE4)
    return refuse(order, endpoint.refusals.noFunds());
  const generation = book.accept(accept);
  stats.now.accepted += 1;
  if (account.dice.roll("foreign-twin", subject) !== undefined) {
    book.accept({ ...accept, createOrdinal: 0, foreign: true });
  }
  const late = account.dice.rollFirst(AFTER, subject);
  if (late !== undefined) return spoilCreated({ account, endpoint, generation, fault: late });
  const headers = isUncounted ? {} : endpoint.headers();
  const waitMs = endpoint.waitMs?.(generation);
  if (waitMs === undefined) return json(endpoint.status, endpoint.show(generation), headers);
  const ended = json(endpoint.status, endpoint.show(generation, generation.outcome), headers);
  return { kind: "delayed", delayMs: waitMs, answer: ended };
}

function answerEarlyFault(order: Order, fault: FaultHit, body: JsonObject): Answer {
  const { refusals } = order.endpoint;
  switch (fault.name) {
    case "lost-before":
      return { kind: "destroy" };
    case "hang-before":
      return { kind: "hang" };
    case "redirect-before":
      return { kind: "redirect", status: Number(fault.value), location: order.account.elsewhere() };
    case "page-before":
      return webPage(200, "One moment");
    case "refuse-400":
      return refuse(order, refusals.told(400, fault.value));
    case "refuse-422":
      return refuse(order, refusals.told(422, fault.value));
    case "401":
      return refuse(order, refusals.badKey(fault.given));
    case "402":
      return refuse(order, refusals.noFunds());
    case "403":
      return refuse(order, refusals.suspended(fault.given));
    case "429-rate":
      return refuse(order, refusals.rateLimited());
    case "429-concurrency":
      return refuse(order, refusals.tooManyAtOnce());
    case "429-unknown":
      return refuse(order, refusals.throttled());
    case "429-abuse":
      return refuse(order, refusals.abuse(Number(fault.value)));
    case "503-ingestion":
      return refuse(order, refusals.ingestionUnavailable());
    case "503-channel":
      return refuse(order, refusals.noChannel(String(body["model_name"] ?? body["model"])));
    case "status":
      return refuse(order, refusals.serverFault(Number(fault.value)));
    default:
      return refuse(order, refusals.serverFault(Number(fault.name)));
  }
}

function refuse({ account, endpoint }: Order, answer: Answer): Answer {
  account.stats.of(endpoint.dialect).now.refused += 1;
  return answer;
}

function retirement({ account, endpoint }: Order, body: JsonObject): Answer | undefined {
  const { retired } = account.dice.spec();
  if (retired === undefined || retired === false) return undefined;
  const isTold = retired !== true;
  if (endpoint.dialect !== ((isTold ? retired.dialect : undefined) ?? "dream-machine")) return undefined;
  return isTold ? endpoint.refusals.told(retired.status, retired.detail) : endpoint.refusals.retired(body);
}

type Body =
  | { readonly kind: "value"; readonly value: JsonObject }
  | { readonly kind: "answer"; readonly answer: Answer };

function parseBody({ refusals }: CreateEndpoint, text: string): Body {
  let value: unknown;
  try {
    value = JSON.parse(text === "" ? "{}" : text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "Expecting value";
    return { kind: "answer", answer: refusals.invalidJson(reason) };
  }
  if (isJsonObject(value)) return { kind: "value", value };
  return { kind: "answer", answer: refusals.notAnObject(value) };
}

function subjectOf(endpoint: CreateEndpoint, body: JsonObject, ordinal: number): FaultSubject {
  const prompt = body[endpoint.promptField];
  return {
    key: `create-${ordinal}`,
    target: hashRequest(endpoint.dialect, "video", body),
    nth: ordinal,
    ...(typeof prompt === "string" ? { prompt } : {}),
  };
}

import type { Failure, FailureCategory, Throttle } from "@shotlist/core";
import { ACCOUNT_WORDS, RETIRED_WORDS } from "../dialect/account-words.ts";
import { kebab } from "../dialect/error-detail.ts";
import { saidThrottleKind } from "../dialect/throttle-words.ts";
import type { Answer } from "../http/answer.ts";
import { retryAfterMs } from "../http/header-times.ts";
import type { Redact } from "../http/redact.ts";
import { errorWords } from "./error-words.ts";

/** Statuses of the key, the quota and the models that it may use, and of a route that is not there. */
const ACCOUNT_STATUSES = new Set([401, 402, 403, 404, 405, 410]);

/** The gateway found nobody to pass the request on to, so nothing was made (Status codes, 503). */
const NO_CHANNEL_CODES = new Set(["get_channel_failed", "model_not_found"]);

/** A task that the gateway does not have, as New API, which it is built on, says it. */
const NO_TASK = /task.{0,20}(not.{0,3}(found|exist)|no longer)|task_not_exist|not (found|exist).{0,20}task/i;

/** Failure reasons that come back every time, as long as the shot is not changed. */
const PERMANENT_REASONS =
  /blacklisted|moderation|moderated|sensitive|failed to read user input|not supported/i;

/** Whether this is the documented 503 of a gateway without a channel for the model. */
export function isNoChannel(answer: Answer): boolean {
  return answer.status === 503 && NO_CHANNEL_CODES.has(errorWords(answer, asItIs)?.code ?? "");
}

/**
 * Why a request was refused. What the gateway itself refuses it has passed on to nobody; whether it charges for
 * that is not documented, and there is nothing to charge for.
 */
export function sortRefusal(answer: Answer, redact: Redact): Failure {
  const words = errorWords(answer, redact);
  const message = words?.message ?? `HTTP status ${answer.status}`;
  return {
    category: refusalCategory(answer, words?.code ?? "", message),
    code: words?.code ?? `http-${answer.status}`,
    message,
    status: answer.status,
    refund: "refunded",
  };
}

function refusalCategory(answer: Answer, code: string, message: string): FailureCategory {
  if (isNoChannel(answer)) {
    // A model that the gateway has no channel for at all is no shot's fault.
    const isPassing = code === "get_channel_failed" || /temporarily|try again|later/i.test(message);
    return isPassing ? "transient" : "account";
  }
  if (code === "insufficient_quota" || code === "insufficient_user_quota") return "account";
  if (ACCOUNT_STATUSES.has(answer.status) || ACCOUNT_WORDS.test(message)) return "account";
  return RETIRED_WORDS.test(message) ? "account" : "permanent";
}

/** Why a task failed after it was accepted. Whether its money comes back is not documented, so it counts as spent. */
export function sortFailureReason(reason: string | null, redact: Redact): Failure {
  const message = redact(reason ?? "");
  if (message === "") {
    const words = "The gateway gave no reason.";
    return { category: "transient", code: "no-reason-given", message: words, refund: "unknown" };
  }
  return { category: reasonCategory(message), code: kebab(message), message, refund: "unknown" };
}

function reasonCategory(message: string): FailureCategory {
  if (ACCOUNT_WORDS.test(message)) return "account";
  return PERMANENT_REASONS.test(message) ? "permanent" : "transient";
}

/** What a 429 holds back, by its words: the gateway documents only `Rate limit exceeded`. */
export function readThrottle(answer: Answer, redact: Redact, nowMs: number): Throttle {
  const words = errorWords(answer, redact);
  const waitMs = retryAfterMs(answer.headers, nowMs);
  return {
    kind: words === undefined ? "unclassified" : saidThrottleKind(`${words.code} ${words.message}`),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    message: words?.message ?? "Too many requests",
  };
}

/** Whether a 4xx to a look says that there is no such task; a path that is not there says `Invalid URL`. */
export function isNoTask(answer: Answer): boolean {
  if (answer.status !== 404 && answer.status !== 400) return false;
  const words = errorWords(answer, asItIs);
  if (words === undefined || /invalid url/i.test(words.message)) return false;
  if (NO_TASK.test(`${words.code} ${words.message}`)) return true;
  return answer.status === 404 && /\b(task|generation)\b/i.test(words.message);
}

const asItIs: Redact = (text) => text.trim();

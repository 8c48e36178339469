import type { Failure, FailureCategory, Throttle } from "@shotlist/core";
import { ACCOUNT_WORDS, RETIRED_WORDS } from "../dialect/account-words.ts";
import { detailOf, kebab } from "../dialect/error-detail.ts";
import { saidThrottleKind } from "../dialect/throttle-words.ts";
import type { Answer } from "../http/answer.ts";
import { retryAfterMs } from "../http/header-times.ts";
import type { Redact } from "../http/redact.ts";

/** Statuses of the account, and those that say that this API is not (or no longer) there. */
const ACCOUNT_STATUSES = new Set([401, 402, 403, 404, 405, 410]);

/** Failure reasons that come back every time, as long as the shot is not changed. */
const PERMANENT_REASONS = /blacklisted|moderation|moderated|failed to read user input frames|not supported/i;

/**
 * Why a request was refused. Nothing was made, so nothing is charged (the API pre-charges at submission
 * and gives it back when there is no clip: docs.lumalabs.ai FAQ).
 *
 * Code: kebab-case of the message; `http-<status>` without one; `invalid-<field>` for a field's check.
 */
export function sortRefusal(answer: Answer, redact: Redact): Failure {
  const detail = detailOf(answer, redact);
  const message = detail?.message ?? `HTTP status ${answer.status}`;
  return {
    category: refusalCategory(answer.status, message),
    code: detail?.code ?? `http-${answer.status}`,
    message,
    status: answer.status,
    refund: "refunded",
  };
}

function refusalCategory(status: number, message: string): FailureCategory {
  // A 404 may also speak of a generation or a picture that the request refers to.
  if (status === 404 && /generation|key ?frame|image|media/i.test(message)) return "permanent";
  if (ACCOUNT_STATUSES.has(status) || ACCOUNT_WORDS.test(message)) return "account";
  return RETIRED_WORDS.test(message) ? "account" : "permanent";
}

/** Why a generation failed after it was accepted. Dream Machine gives the money back for every failure. */
export function sortFailureReason(reason: string | null, redact: Redact): Failure {
  const message = redact(reason ?? "");
  if (message === "") {
    const words = "The API gave no reason.";
    return { category: "transient", code: "no-reason-given", message: words, refund: "refunded" };
  }
  return { category: reasonCategory(message), code: kebab(message), message, refund: "refunded" };
}

function reasonCategory(message: string): FailureCategory {
  if (ACCOUNT_WORDS.test(message)) return "account";
  return PERMANENT_REASONS.test(message) ? "permanent" : "transient";
}

/** What a 429 holds back. The API documents neither its text nor its headers, so it may stay unclassified. */
export function readThrottle(answer: Answer, redact: Redact, nowMs: number): Throttle {
  const message = detailOf(answer, redact)?.message ?? "Too many requests";
  const waitMs = retryAfterMs(answer.headers, nowMs);
  return {
    kind: answer.body.kind === "json" ? saidThrottleKind(message) : "unclassified",
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    message,
  };
}

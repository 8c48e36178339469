import type { Failure, FailureCategory, Throttle } from "@shotlist/core";
import { ACCOUNT_WORDS, RETIRED_WORDS } from "../dialect/account-words.ts";
import { detailOf, kebab } from "../dialect/error-detail.ts";
import { saidThrottleKind } from "../dialect/throttle-words.ts";
import type { Answer } from "../http/answer.ts";
import { rateResetMs, retryAfterMs } from "../http/header-times.ts";
import type { Redact } from "../http/redact.ts";

/** Statuses of the key, the balance and the client, and those that say that this API is not there. */
const ACCOUNT_STATUSES = new Set([401, 402, 403, 404, 405, 410]);

/** The one 5xx that is documented to come before anything is made (Error handling, synchronous errors). */
const INGESTION_UNAVAILABLE = /^image url ingestion unavailable\.?$/i;

/** A picture's own server had a bad moment: `source: failed to fetch URL (HTTP 503)`. */
const FETCH_HICCUP = /failed to fetch url \(http (408|425|429|5\d\d)\)/i;

/** Whether this is the documented `503 Image URL ingestion unavailable`: nothing was made. */
export function isIngestionUnavailable(answer: Answer): boolean {
  return answer.status === 503 && INGESTION_UNAVAILABLE.test(detailOf(answer, asItIs)?.message ?? "");
}

/**
 * Why a create was refused. Synchronous errors are never charged (docs.agents.lumalabs.ai, FAQ).
 *
 * Code: kebab-case of the message, with what differs from shot to shot left out; `http-<status>` without one.
 */
export function sortRefusal(answer: Answer, redact: Redact): Failure {
  const detail = detailOf(answer, redact);
  const message = detail?.message ?? `HTTP status ${answer.status}`;
  return {
    category: refusalCategory(answer, message),
    code: detail === undefined ? `http-${answer.status}` : general(detail.code),
    message,
    status: answer.status,
    refund: "refunded",
  };
}

function refusalCategory(answer: Answer, message: string): FailureCategory {
  const { status } = answer;
  if (isIngestionUnavailable(answer) || FETCH_HICCUP.test(message)) return "transient";
  // A 404 may also speak of a generation or a file that the request refers to.
  if (status === 404 && /generation|frame|image|media|file/i.test(message)) return "permanent";
  if (ACCOUNT_STATUSES.has(status) || ACCOUNT_WORDS.test(message)) return "account";
  // Also said of a model that exists and that this client has no access to: no shot's fault.
  if (/^unknown model\b/i.test(message)) return "account";
  return RETIRED_WORDS.test(message) ? "account" : "permanent";
}

/** `Invalid aspect_ratio '4:3'. Valid: 1:1, 1:2, …`: the list says nothing about which trouble it is. */
function general(code: string): string {
  return code.replace(/-valid-\d.*$/, "");
}

/** What is known of a failure code. Refunds: only where a page of Luma's documents one. */
const FAILURE_CODES: Readonly<Record<string, Pick<Failure, "category" | "refund">>> = {
  content_moderated: { category: "permanent", refund: "refunded" },
  generation_failed: { category: "transient", refund: "refunded" },
  output_not_found: { category: "transient", refund: "refunded" },
  // A part of it may be charged.
  budget_exhausted: { category: "account", refund: "unknown" },
  image_too_large: { category: "permanent", refund: "unknown" },
  unsupported_format: { category: "permanent", refund: "unknown" },
  corrupt_input: { category: "permanent", refund: "unknown" },
  invalid_request: { category: "permanent", refund: "unknown" },
  rate_limited: { category: "transient", refund: "unknown" },
};

/**
 * Why a generation failed after it was accepted (docs.agents.lumalabs.ai, Error handling and FAQ).
 *
 * A code that we do not know is sorted by the reason's words, and its money counts as spent: no page says
 * that it comes back.
 */
export function sortFailureCode(code: string | null, reason: string | null, redact: Redact): Failure {
  const said = redact(reason ?? "");
  const name = redact(code ?? "");
  const message = said || (name === "" ? "The API gave no reason." : name);
  const known = Object.hasOwn(FAILURE_CODES, name) ? FAILURE_CODES[name] : undefined;
  if (known !== undefined) return { ...known, code: name, message };
  const named = name === "" ? (said === "" ? "no-reason-given" : kebab(said)) : kebab(name);
  return { category: categoryOf(`${name} ${said}`), code: named, message, refund: "unknown" };
}

function categoryOf(words: string): FailureCategory {
  if (ACCOUNT_WORDS.test(words) || RETIRED_WORDS.test(words)) return "account";
  return /moderat|not supported/i.test(words) ? "permanent" : "transient";
}

/**
 * What a 429 holds back (docs.agents.lumalabs.ai, Rate limits):
 *
 * | Limit | Says | `Retry-After` | `X-RateLimit-*` |
 * | --- | --- | --- | --- |
 * | requests in 60 s | `Rate limit exceeded` | until the oldest is 60 s old | yes |
 * | jobs at once | `Too many concurrent jobs` | always 60 | no |
 * | abuse ceiling, any endpoint | not documented | yes | no |
 *
 * Words come first, then the headers that only the first kind has. Other words with a wait are the ceiling,
 * which holds back every request, as the rate does. Without readable words nothing tells the second from the
 * third.
 */
export function readThrottle(answer: Answer, redact: Redact, nowMs: number): Throttle {
  const detail = detailOf(answer, redact);
  const waitMs = retryAfterMs(answer.headers, nowMs) ?? rateResetMs(answer.headers, nowMs);
  return {
    kind: throttleKind(answer, detail?.message, waitMs),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    message: detail?.message ?? "Too many requests",
  };
}

function throttleKind(
  { headers }: Answer,
  words: string | undefined,
  waitMs: number | undefined,
): Throttle["kind"] {
  const said = words === undefined ? "unclassified" : saidThrottleKind(words);
  if (said !== "unclassified") return said;
  if (headers.has("x-ratelimit-limit") || headers.has("x-ratelimit-reset")) return "rate";
  return words !== undefined && waitMs !== undefined ? "rate" : "unclassified";
}

/** Whether a 404 speaks of the generation; a path that is not there says `Not Found`, or nothing as JSON. */
export function isAboutGeneration(answer: Answer): boolean {
  if (answer.status !== 404) return false;
  const words = detailOf(answer, asItIs)?.message;
  return words !== undefined && !/^not found\.?$/i.test(words);
}

const asItIs: Redact = (text) => text.trim();

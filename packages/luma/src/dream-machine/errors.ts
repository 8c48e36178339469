import type { Failure, FailureCategory, Throttle } from "@shotlist/core";
import type { Answer } from "../http/answer.ts";
import { retryAfterMs } from "../http/header-times.ts";
import type { Redact } from "../http/redact.ts";
import { isJsonObject, type Json } from "../json.ts";

/** Messages about money or access: they speak of the account whatever the status or the shot. */
const ACCOUNT_WORDS =
  /\b(insufficient|not enough|out of)\b.{0,20}\b(credits?|funds|balance|quota)\b|\bapi key\b|\bspend(ing)? (cap|limit)\b|\b(suspended|deactivated|unauthori[sz]ed|not authenticated)\b/i;
/** Statuses of the account, and those that say that this API is not (or no longer) there. */
const ACCOUNT_STATUSES = new Set([401, 402, 403, 404, 405, 410]);

/** A model or an API that is gone is gone for every shot, and no shot's fault. */
const RETIRED_WORDS = /\b(retired|discontinued|sunset|no longer available)\b/i;

/** Failure reasons that come back every time, as long as the shot is not changed. */
const PERMANENT_REASONS = /blacklisted|moderation|moderated|failed to read user input frames|not supported/i;

const CONCURRENCY_WORDS =
  /concurren|simultaneous|in parallel|too many (active |running |pending )?(jobs|generations)/i;
const RATE_WORDS = /\brate\b|requests? per|too many requests|per minute/i;

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
    kind: throttleKind(message, answer.body.kind === "json"),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    message,
  };
}

function throttleKind(message: string, said: boolean): Throttle["kind"] {
  if (!said) return "unclassified";
  if (CONCURRENCY_WORDS.test(message)) return "concurrency";
  return RATE_WORDS.test(message) ? "rate" : "unclassified";
}

/** The API's words in an error body, cleaned, with a code made of them; undefined where there are none. */
export function detailOf(
  answer: Answer,
  redact: Redact,
): { readonly message: string; readonly code: string } | undefined {
  if (answer.body.kind !== "json") return undefined;
  const body = answer.body.value;
  const detail = isJsonObject(body) ? (body["detail"] ?? body["message"] ?? body["error"]) : body;
  if (Array.isArray(detail)) return listedDetail(detail, redact);
  const words = redact(wordsOf(detail) ?? "");
  return words === "" ? undefined : { message: words, code: kebab(words) };
}

/** FastAPI's form: a list of `{loc, msg}`, one for each field that is wrong. */
function listedDetail(
  items: readonly Json[],
  redact: Redact,
): { readonly message: string; readonly code: string } | undefined {
  const lines = items.slice(0, 10).map((item) => {
    const field = fieldOf(item);
    const words = wordsOf(item) ?? "not valid";
    return { field, line: field === "" ? words : `${field}: ${words}` };
  });
  const message = redact(lines.map((item) => item.line).join("; "));
  const field = lines.find((item) => item.field !== "")?.field ?? "";
  return message === ""
    ? undefined
    : { message, code: field === "" ? kebab(message) : kebab(`invalid ${field}`) };
}

/** `["body", "keyframes", "frame0", "url"]` as `keyframes.frame0.url`. */
function fieldOf(item: Json): string {
  const loc = isJsonObject(item) ? item["loc"] : undefined;
  if (!Array.isArray(loc)) return "";
  const parts: readonly Json[] = loc;
  return parts
    .filter((part, index) => !(index === 0 && part === "body"))
    .filter((part) => typeof part === "string" || typeof part === "number")
    .join(".");
}

function wordsOf(value: Json | undefined): string | undefined {
  if (typeof value === "string") return value;
  if (!isJsonObject(value)) return undefined;
  const words = value["msg"] ?? value["message"] ?? value["detail"];
  return typeof words === "string" ? words : undefined;
}

/**
 * The first words of a message as a code: `Frame moderation failed` becomes `frame-moderation-failed`.
 * Ids, links and quoted values are left out, so that the same trouble with two shots has one code.
 */
export function kebab(message: string): string {
  const words = message
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|https?:\/\/\S+/gi, "")
    .replace(/(?<![\p{L}\d])(["'])[^"']*\1/gu, "")
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/^\d{3}:\s*/, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  if (words === "") return "unnamed";
  return words.length <= 60 ? words : words.slice(0, 60).replace(/-[^-]*$/, "");
}

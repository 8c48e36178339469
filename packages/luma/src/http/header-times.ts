import type { AnswerHeaders } from "./answer.ts";

/** The longest wait that is believed, in milliseconds: an hour. */
const LONGEST_WAIT_MS = 3_600_000;

/** The server's clock from the `Date` header, in Unix milliseconds; undefined where there is none. */
export function serverTimeMs(headers: AnswerHeaders): number | undefined {
  const timeMs = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

/**
 * The wait that an answer asks for: `retry-after-ms`, or `Retry-After` in seconds or as an HTTP date.
 *
 * A date is compared with the answer's own `Date` where there is one, so that a wrong local clock does
 * not lengthen the wait.
 *
 * @param nowMs - the local time, in Unix milliseconds.
 * @returns milliseconds from 0 to an hour; undefined where nothing readable is asked for.
 */
export function retryAfterMs(headers: AnswerHeaders, nowMs: number): number | undefined {
  const exactMs = number(headers.get("retry-after-ms"));
  if (exactMs !== undefined) return bounded(exactMs);
  const text = headers.get("retry-after")?.trim() ?? "";
  const seconds = number(text);
  if (seconds !== undefined) return bounded(seconds * 1000);
  // Every HTTP date has letters in it; `Date.parse` would also take a bare or negative number for one.
  const untilMs = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(untilMs) ? undefined : bounded(untilMs - (serverTimeMs(headers) ?? nowMs));
}

/**
 * The wait until a rate limit begins anew, from `X-RateLimit-Reset` in Unix seconds.
 *
 * @param nowMs - the local time, in Unix milliseconds; the answer's own `Date` is preferred.
 * @returns milliseconds from 0 to an hour; undefined where nothing readable is said.
 */
export function rateResetMs(headers: AnswerHeaders, nowMs: number): number | undefined {
  const text = headers.get("x-ratelimit-reset")?.trim() ?? "";
  if (!/^\d{9,11}$/.test(text)) return undefined;
  return bounded(Number(text) * 1000 - (serverTimeMs(headers) ?? nowMs));
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

function bounded(ms: number): number {
  return Math.round(Math.min(Math.max(ms, 0), LONGEST_WAIT_MS));
}

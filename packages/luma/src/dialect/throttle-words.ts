import type { Throttle } from "@shotlist/core";

const CONCURRENCY_WORDS =
  /concurren|simultaneous|in parallel|too many (active |running |pending )?(jobs|generations)/i;
const RATE_WORDS = /\brate\b|requests? per|too many requests|per minute/i;

/** What kind of limit the words of a 429 speak of. */
export function saidThrottleKind(message: string): Throttle["kind"] {
  if (CONCURRENCY_WORDS.test(message)) return "concurrency";
  return RATE_WORDS.test(message) ? "rate" : "unclassified";
}

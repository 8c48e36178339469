import type { Answer } from "../http/answer.ts";
import { serverTimeMs } from "../http/header-times.ts";

/** The answer's own time as an optional field. */
export function serverTime(answer: Answer): { readonly serverTimeMs?: number } {
  const timeMs = serverTimeMs(answer.headers);
  return timeMs === undefined ? {} : { serverTimeMs: timeMs };
}

/** When an answer was made: by its own clock, or else by ours, as it has just come. Unix milliseconds. */
export function answeredAtMs(answer: Answer): number {
  return serverTimeMs(answer.headers) ?? Date.now();
}

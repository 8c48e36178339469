import type { CreateOutcome, Failure, Generation, Throttle } from "@shotlist/core";
import type { Json } from "../json.ts";
import type { Answer } from "./answer.ts";
import type { Exchange } from "./exchange.ts";
import { serverTimeMs } from "./header-times.ts";

/** How a dialect reads the answers to a create. */
export interface CreateDialect {
  /** The generation in a 2xx body; undefined when it has no usable id. */
  readGeneration(body: Json): Generation | undefined;
  readRefusal(answer: Answer): Failure;
  readThrottle(answer: Answer): Throttle;
  /** Whether the dialect documents this very 2xx or 5xx answer as "not made"; without it none is. */
  readonly isDocumentedRefusal?: (answer: Answer) => boolean;
}

/** 4xx that proxies and overloaded servers give about a request whose work may have been done. */
const DOUBTFUL = new Set([408, 409, 425, 499]);

/**
 * Sorts the end of a create by what is certain of it. Only a refusal and an unwritten request are certain
 * not to have made anything:
 *
 * | What came | Outcome |
 * | --- | --- |
 * | 2xx with an id | accepted |
 * | 2xx without one, unreadable or cut | accepted-unknown |
 * | 4xx, but 408, 409, 425, 499 | refused; 429 throttled, unless it speaks of the account |
 * | 1xx, 3xx, 5xx, 408, 409, 425, 499 | unanswered |
 * | no status, something may have been written | unanswered |
 * | no status, proven that nothing was written | unsent |
 */
export function createOutcome(exchange: Exchange, dialect: CreateDialect): CreateOutcome {
  if (exchange.kind === "broken") {
    return { kind: exchange.mayHaveLeft ? "unanswered" : "unsent", reason: exchange.reason };
  }
  const { answer } = exchange;
  const { status } = answer;
  if (dialect.isDocumentedRefusal?.(answer)) return refused(answer, dialect);
  if (status >= 200 && status < 300) return accepted(answer, dialect);
  if (status >= 400 && status < 500 && !DOUBTFUL.has(status)) return refused(answer, dialect);
  return { kind: "unanswered", reason: `the API answered with HTTP status ${status}` };
}

function accepted(answer: Answer, dialect: CreateDialect): CreateOutcome {
  if (answer.body.kind === "unreadable") return { kind: "accepted-unknown", reason: answer.body.reason };
  const generation = answer.body.kind === "json" ? dialect.readGeneration(answer.body.value) : undefined;
  if (generation === undefined) {
    return { kind: "accepted-unknown", reason: `the API answered ${answer.status} without a usable id` };
  }
  return { kind: "accepted", generation, ...serverTime(answer) };
}

function refused(answer: Answer, dialect: CreateDialect): CreateOutcome {
  const failure = dialect.readRefusal(answer);
  if (answer.status === 429 && failure.category !== "account") {
    return { kind: "throttled", throttle: dialect.readThrottle(answer), ...serverTime(answer) };
  }
  return { kind: "refused", failure, ...serverTime(answer) };
}

/** The answer's own time as an optional field. */
export function serverTime(answer: Answer): { readonly serverTimeMs?: number } {
  const timeMs = serverTimeMs(answer.headers);
  return timeMs === undefined ? {} : { serverTimeMs: timeMs };
}

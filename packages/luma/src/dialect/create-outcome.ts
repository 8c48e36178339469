import type { CreateOutcome } from "@shotlist/core";
import type { Answer } from "../http/answer.ts";
import type { Exchange } from "../http/exchange.ts";
import type { AnswerReader } from "./answer-reader.ts";
import { answeredAtMs, serverTime } from "./server-time.ts";

/** 4xx that proxies and overloaded servers give about a request whose work may have been done. */
const DOUBTFUL = new Set([408, 409, 425, 499]);

/**
 * Sorts the end of a create by what is certain of it. Only a refusal and an unwritten request are certain
 * not to have made anything:
 *
 * | What came | Outcome |
 * | --- | --- |
 * | what the dialect documents as "not made" | refused |
 * | 2xx with an id | accepted |
 * | 2xx without one, unreadable or cut | accepted-unknown |
 * | 4xx, but 408, 409, 425, 499 | refused; 429 throttled, unless it speaks of the account |
 * | 1xx, 3xx, 5xx, 408, 409, 425, 499 | unanswered |
 * | no status, something may have been written | unanswered |
 * | no status, proven that nothing was written | unsent |
 */
export function createOutcome(exchange: Exchange, reader: AnswerReader): CreateOutcome {
  if (exchange.kind === "broken") {
    return { kind: exchange.mayHaveLeft ? "unanswered" : "unsent", reason: exchange.reason };
  }
  const { answer } = exchange;
  const { status } = answer;
  if (reader.isDocumentedRefusal?.(answer)) return refused(answer, reader);
  if (status >= 200 && status < 300) return accepted(answer, reader);
  if (status >= 400 && status < 500 && !DOUBTFUL.has(status)) return refused(answer, reader);
  return { kind: "unanswered", reason: `the API answered with HTTP status ${status}` };
}

function accepted(answer: Answer, reader: AnswerReader): CreateOutcome {
  if (answer.body.kind === "unreadable") return { kind: "accepted-unknown", reason: answer.body.reason };
  const generation =
    answer.body.kind === "json" ? reader.readGeneration(answer.body.value, answeredAtMs(answer)) : undefined;
  if (generation === undefined) {
    return { kind: "accepted-unknown", reason: `the API answered ${answer.status} without a usable id` };
  }
  return { kind: "accepted", generation, ...serverTime(answer) };
}

function refused(answer: Answer, reader: AnswerReader): CreateOutcome {
  const failure = reader.readRefusal(answer);
  if (answer.status === 429 && failure.category !== "account") {
    return { kind: "throttled", throttle: reader.readThrottle(answer), ...serverTime(answer) };
  }
  return { kind: "refused", failure, ...serverTime(answer) };
}

import type { LookOutcome } from "@shotlist/core";
import type { Answer } from "../http/answer.ts";
import type { Redact } from "../http/redact.ts";
import type { Json } from "../json.ts";
import type { AnswerReader } from "./answer-reader.ts";
import { detailOf } from "./error-detail.ts";

/** What answers to repeatable requests that were not the wanted one have in common. */
type OtherOutcome = Exclude<LookOutcome, { kind: "found" } | { kind: "not-found" }>;

/** The JSON of a 2xx, or what any other answer means for a request that may be repeated. */
export function readJson(
  answer: Answer,
  reader: AnswerReader,
  redact: Redact,
): { readonly kind: "json"; readonly value: Json } | OtherOutcome {
  const { status, body } = answer;
  if (status === 429) return { kind: "throttled", throttle: reader.readThrottle(answer) };
  if (status === 401 || status === 402 || status === 403) {
    return { kind: "refused", failure: reader.readRefusal(answer) };
  }
  if (status < 200 || status > 299) {
    const words = detailOf(answer, redact)?.message;
    const said = words === undefined ? "" : `: ${words}`;
    return { kind: "unreachable", reason: `the API answered with HTTP status ${status}${said}` };
  }
  const type = answer.headers.get("content-type");
  if (type !== undefined && !/\bjson\b/i.test(type)) {
    return { kind: "unreachable", reason: `the answer is not JSON but ${redact(type)}` };
  }
  if (body.kind === "json") return body;
  return {
    kind: "unreachable",
    reason: body.kind === "empty" ? "the answer is empty" : redact(body.reason),
  };
}

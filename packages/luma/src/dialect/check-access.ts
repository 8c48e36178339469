import type { LookOutcome } from "@shotlist/core";
import type { Answer } from "../http/answer.ts";
import type { Channel } from "../http/channel.ts";
import type { AnswerReader } from "./answer-reader.ts";
import { readJson } from "./read-json.ts";
import { serverTime } from "./server-time.ts";

/** Whether an API is there and takes the key; nothing is bought to find out. */
export type AccessOutcome =
  /** `serverTimeMs`: the API's clock, Unix milliseconds. */
  | { readonly kind: "usable"; readonly serverTimeMs?: number }
  | Exclude<LookOutcome, { kind: "found" } | { kind: "not-found" }>;

/** What is asked to find out. */
export interface AccessQuestion {
  /** Below the base URL; costs nothing and changes nothing. */
  readonly path: string;
  /** Whether an answer that is no 2xx proves the same, as it speaks of what the key may see. */
  readonly provesAccess?: (answer: Answer) => boolean;
}

/** Asks once. Never rejects. */
export async function checkAccess(
  channel: Channel,
  reader: AnswerReader,
  { path, provesAccess }: AccessQuestion,
  signal: AbortSignal,
): Promise<AccessOutcome> {
  const outcome = await channel.request({ method: "GET", path }, signal);
  if (outcome.kind === "unreachable") return outcome;
  const { answer } = outcome;
  if (provesAccess?.(answer) === true) return { kind: "usable", ...serverTime(answer) };
  const body = readJson(answer, reader, channel.redact);
  return body.kind === "json" ? { kind: "usable", ...serverTime(answer) } : body;
}

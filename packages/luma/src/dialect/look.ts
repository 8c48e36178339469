import type { LookOutcome } from "@shotlist/core";
import type { Channel } from "../http/channel.ts";
import type { AnswerReader } from "./answer-reader.ts";
import { generationPath } from "./generation-path.ts";
import { readJson } from "./read-json.ts";
import { answeredAtMs, serverTime } from "./server-time.ts";

/** Asks for one generation. An answer about another one proves nothing. Never rejects. */
export async function look(
  channel: Channel,
  reader: AnswerReader,
  id: string,
  signal: AbortSignal,
): Promise<LookOutcome> {
  const path = (reader.generationPath ?? generationPath)(id);
  const outcome = await channel.request({ method: "GET", path }, signal);
  if (outcome.kind === "unreachable") return outcome;
  const { answer } = outcome;
  if (reader.isAboutGeneration?.(answer) ?? answer.status === 404) return { kind: "not-found" };
  const body = readJson(answer, reader, channel.redact);
  if (body.kind !== "json") return body;
  const generation = reader.readGeneration(body.value, answeredAtMs(answer));
  if (generation === undefined) return { kind: "unreachable", reason: "the answer is not a generation" };
  if (generation.id !== id) return { kind: "unreachable", reason: "the answer is about another generation" };
  return { kind: "found", generation, ...serverTime(answer) };
}

import type { Failure, UploadOutcome } from "@shotlist/core";
import type { AnswerReader } from "../dialect/answer-reader.ts";
import { readJson } from "../dialect/read-json.ts";
import { answeredAtMs } from "../dialect/server-time.ts";
import type { Channel, PlainRequest } from "../http/channel.ts";
import type { Json } from "../json.ts";
import { readWireFile } from "./read-file.ts";
import type { WireAgentsFile } from "./wire.ts";

/** How long a file is waited for; times in milliseconds. */
export interface FileWaits {
  /** Before the first look; each further wait is twice as long. */
  readonly firstMs: number;
  readonly longestMs: number;
  /** All waits together. */
  readonly totalMs: number;
}

/** What giving a file to the API needs. */
export interface UploadContext {
  readonly channel: Channel;
  readonly reader: AnswerReader;
  readonly requestTimeoutMs: number;
  readonly waits: FileWaits;
}

/** A file's record with the time of the answer that it came in (the server's clock), or why there is none. */
export type FileAnswer =
  | {
      readonly kind: "file";
      readonly file: WireAgentsFile;
      readonly value: Json;
      readonly answeredAtMs: number;
    }
  | Exclude<UploadOutcome, { kind: "ready" }>;

/** 4xx that say nothing about the file: the account's limits, and what proxies give. */
const REPEATABLE = new Set([408, 409, 425, 429, 499]);

/** Asks the Files API for something whose answer is a file's record. Never rejects. */
export async function askFile(
  { channel, reader }: UploadContext,
  request: PlainRequest,
  signal: AbortSignal,
): Promise<FileAnswer> {
  const outcome = await channel.request(request, signal);
  if (outcome.kind === "unreachable") return outcome;
  const { answer } = outcome;
  if (answer.status >= 400 && answer.status < 500 && !REPEATABLE.has(answer.status)) {
    return { kind: "refused", failure: fileFailure(reader.readRefusal(answer)) };
  }
  const body = readJson(answer, reader, channel.redact);
  if (body.kind !== "json") return body;
  const file = readWireFile(body.value);
  if (file === undefined || channel.redact.holdsKey?.(file.id)) {
    return { kind: "unreachable", reason: "the answer is not a file's record" };
  }
  return { kind: "file", file, value: body.value, answeredAtMs: answeredAtMs(answer) };
}

/** A 404 here speaks of the Files API or of one file, which other shots do not need. */
function fileFailure(failure: Failure): Failure {
  return failure.status === 404 ? { ...failure, category: "permanent" } : failure;
}

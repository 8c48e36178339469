import { setTimeout as sleep } from "node:timers/promises";
import type { UploadOutcome } from "@shotlist/core";
import { kebab } from "../dialect/error-detail.ts";
import { askFile, type FileAnswer, type UploadContext } from "./ask-file.ts";
import { filePath } from "./read-file.ts";

/**
 * Looks at a file until the API says that it can be used in a request, which it checks first. A look that
 * brings nothing is made again within the same bounds, so that one hiccup does not upload the file twice.
 */
export async function awaitReady(
  context: UploadContext,
  sent: Extract<FileAnswer, { kind: "file" }>,
  signal: AbortSignal,
): Promise<UploadOutcome> {
  const { waits } = context;
  const path = filePath(sent.file.id);
  let last: FileAnswer = sent;
  let waitMs = waits.firstMs;
  let leftMs = waits.totalMs;
  for (;;) {
    const ended = endOf(last, sent.file.id, context);
    if (ended !== undefined) return ended;
    const askedMs = last.kind === "throttled" ? (last.throttle.retryAfterMs ?? 0) : 0;
    const pauseMs = Math.max(waitMs, askedMs);
    if (pauseMs > leftMs) break;
    if (!(await pause(pauseMs, signal))) return { kind: "unreachable", reason: "the upload was given up" };
    leftMs -= pauseMs;
    waitMs = Math.min(2 * waitMs, waits.longestMs);
    last = await askFile(context, { method: "GET", path }, signal);
  }
  if (last.kind === "throttled" || last.kind === "unreachable") return last;
  return { kind: "unreachable", reason: `the file was not ready within ${waits.totalMs / 1000} s` };
}

/**
 * Looks once whether a file of an earlier upload can still be used.
 *
 * @returns undefined where it cannot: then the file is uploaded anew.
 */
export async function knownFile(
  context: UploadContext,
  id: string,
  signal: AbortSignal,
): Promise<UploadOutcome | undefined> {
  const found = await askFile(context, { method: "GET", path: filePath(id) }, signal);
  if (found.kind === "throttled" || found.kind === "unreachable") return found;
  if (found.kind === "refused") return found.failure.category === "account" ? found : undefined;
  const ended = endOf(found, id, context);
  return ended?.kind === "ready" ? ended : undefined;
}

/** How the upload has ended; undefined while there is something to wait for. */
function endOf(last: FileAnswer, id: string, { channel }: UploadContext): UploadOutcome | undefined {
  if (last.kind === "refused") return last;
  if (last.kind !== "file" || last.file.id !== id) return undefined;
  const { state, expires_at: expiresAt, failure_reason: reason } = last.file;
  if (state === "ready") {
    const leftMs = Date.parse(expiresAt ?? "") - last.answeredAtMs;
    const expires = Number.isNaN(leftMs) ? {} : { expiresAtMs: Date.now() + leftMs };
    return { kind: "ready", ref: { kind: "id", id }, ...expires };
  }
  if (state !== "failed" && state !== "deleted") return undefined;
  const message = channel.redact(reason ?? "") || `The API says that the file is ${state}.`;
  const code = reason === null ? `file-${state}` : kebab(message);
  return { kind: "refused", failure: { category: "permanent", code, message, refund: "refunded" } };
}

async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(ms, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}

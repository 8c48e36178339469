import type { GenerationApi, LocalMedia, UploadOutcome } from "@shotlist/core";
import { AwsV4Signer } from "aws4fetch";
import type { Exchange } from "../http/exchange.ts";
import { createRedact } from "../http/redact.ts";
import { sendTo } from "../http/send-to.ts";
import { checkMedia, type MediaLimits } from "../media/check-media.ts";
import { EXTENSIONS } from "../media/media-kind.ts";
import { readStorageAnswer } from "./storage-answer.ts";
import { objectAddresses, type UploadTarget } from "./upload-target.ts";

/** Gives a local file to whom it may concern; the `upload` of the engine's port. */
export type Uploads = NonNullable<GenerationApi["upload"]>;

/** How uploads are made. */
export interface UploadsOptions extends UploadTarget {
  /** For one request beside the time that its bytes take, in milliseconds; 60,000 unless said. */
  readonly requestTimeoutMs?: number;
}

const MIB = 1024 * 1024;
/** Dream Machine's own bound for clips that it reframes or modifies (docs.lumalabs.ai). */
const LIMITS: MediaLimits = { imageBytes: 50 * MIB, videoBytes: 100 * MIB };
const REQUEST_TIMEOUT_MS = 60_000;

/**
 * Uploads to S3-compatible storage, for APIs that read public URLs only. Nothing is sent yet.
 *
 * An object is named by its content, so the same file is one object for every shot, run and account, and one
 * that is there already is not sent again. Never rejects and repeats nothing. What is put there is left there.
 *
 * Fails with `luma-upload-target` when it is made.
 */
export function createUploads(options: UploadsOptions): Uploads {
  const addressOf = objectAddresses(options);
  const requestTimeoutMs = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
  const redact = createRedact(options.secretAccessKey);
  const ask = (order: ObjectRequest, signal: AbortSignal): Promise<Exchange> =>
    sendSigned(options, order, { timeoutMs: requestTimeoutMs, signal });
  return async (file: LocalMedia, signal: AbortSignal): Promise<UploadOutcome> => {
    const check = checkMedia(file, LIMITS);
    if (check.kind === "unfit") return { kind: "refused", failure: check.failure };
    const { mediaType } = check;
    const { writeUrl: url, publicUrl } = addressOf(`${file.sha256.toLowerCase()}${EXTENSIONS[mediaType]}`);
    const ready: UploadOutcome = { kind: "ready", ref: { kind: "url", url: publicUrl } };
    const there = await ask({ method: "HEAD", url }, signal);
    if (isWhole(there, file.content.byteLength)) return ready;
    // Storage that may not be listed says 403 of what is not there; whether it may be written to, only a PUT tells.
    const isOpen =
      there.kind === "answered" && (there.answer.status < 300 || MISSING.has(there.answer.status));
    if (!isOpen) return readStorageAnswer(there, redact);
    const put = await ask({ method: "PUT", url, file, mediaType }, signal);
    const done = put.kind === "answered" && put.answer.status >= 200 && put.answer.status < 300;
    return done ? ready : readStorageAnswer(put, redact);
  };
}

/** What a HEAD says of an object that is not there, or that only its writer may see. */
const MISSING = new Set([403, 404]);

/** One request about one object. */
type ObjectRequest =
  | { readonly method: "HEAD"; readonly url: URL }
  | { readonly method: "PUT"; readonly url: URL; readonly file: LocalMedia; readonly mediaType: string };

/** An object of another length was cut by a server that does not write all or nothing. */
function isWhole(outcome: Exchange, bytes: number): boolean {
  if (outcome.kind !== "answered" || outcome.answer.status !== 200) return false;
  const length = outcome.answer.headers.get("content-length");
  return length === undefined || Number(length) === bytes;
}

async function sendSigned(
  target: UploadTarget,
  order: ObjectRequest,
  bounds: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<Exchange> {
  const { accessKeyId, secretAccessKey, sessionToken, region } = target;
  const { method, url } = order;
  const content =
    order.method === "HEAD"
      ? { "x-amz-content-sha256": EMPTY_SHA256 }
      : { "x-amz-content-sha256": order.file.sha256.toLowerCase(), "content-type": order.mediaType };
  const signed = await new AwsV4Signer({
    ...{ method, url: url.href, headers: content, service: "s3", region, accessKeyId, secretAccessKey },
    ...(sessionToken === undefined ? {} : { sessionToken }),
  }).sign();
  return sendTo(
    {
      method,
      url,
      headers: Object.fromEntries(signed.headers),
      ...(order.method === "PUT" ? { body: order.file.content } : {}),
    },
    bounds,
  );
}

/** Of no bytes at all. */
const EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Account } from "../../account.ts";
import { EXPIRED, FORGED, NO_SUCH_KEY, type StorageError, sendError } from "../../cdn/storage-error.ts";
import { type FaultHit, faultsOf } from "../../faults/fault-dice.ts";
import { measureMedia } from "../../media/measure.ts";
import type { StoredFile } from "./stored-file.ts";

const PUT_FAULTS = faultsOf("upload");

/** So much of an upload is looked into; of what is longer only the length and fingerprint are kept. */
const LOOKED_INTO_BYTES = 250_000_000;

/** The id in the path of a presigned upload; undefined for other paths. */
export function uploadIdOf(path: string): string | undefined {
  return /^\/uploads\/([0-9a-f-]{36})$/.exec(path)?.[1];
}

/** One upload on its way. */
interface Upload {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Of the file, as the path says it. */
  readonly id: string;
  readonly url: URL;
}

/**
 * Takes a presigned PUT on the storage host, in the manner of S3: the signature and its life, the signed content
 * type, a known length, and no other kind of authorization.
 */
export async function receiveUpload(account: Account, upload: Upload): Promise<void> {
  const { request, response, id } = upload;
  const file = account.files.find(id);
  const refused = refusalOf(account, upload, file);
  const fault = refused === undefined && file !== undefined ? roll(account, file) : undefined;
  if (fault?.name === "put-lost") {
    response.destroy();
    return;
  }
  const content = await readContent(request);
  const error = refused ?? (fault === undefined ? undefined : errorOf(fault));
  if (error !== undefined) return sendError(response, error);
  if (fault?.name === "put-hang") return;
  account.files.receive(id, content);
  if (fault?.name === "put-lost-after") {
    response.destroy();
    return;
  }
  response.writeHead(200, { ETag: `"${content.sha256.slice(0, 32)}"`, "Content-Length": 0 }).end();
}

function refusalOf(
  account: Account,
  { request, url }: Upload,
  file: StoredFile | undefined,
): StorageError | undefined {
  const { authorization, "content-type": type, "content-length": length } = request.headers;
  if (authorization !== undefined) return TWO_WAYS;
  const link = account.links.check(url.pathname, url.searchParams);
  if (link === "forged") return FORGED;
  if (link === "expired") return EXPIRED;
  if (file === undefined) return NO_SUCH_KEY;
  // The content type is part of what was signed.
  if (type !== file.mimeType) return FORGED;
  return length === undefined ? NO_LENGTH : undefined;
}

function roll(account: Account, file: StoredFile): FaultHit | undefined {
  const key = `put-${file.id}-${account.nextReadOrdinal()}`;
  return account.dice.rollFirst(PUT_FAULTS, account.files.subjectFor(file, key));
}

function errorOf(fault: FaultHit): StorageError | undefined {
  if (fault.name === "put-403") return FORGED;
  if (fault.name !== "put-500") return undefined;
  const message = "We encountered an internal error. Please try again.";
  return { status: Number(fault.value), code: "InternalError", message };
}

async function readContent(request: IncomingMessage): Promise<NonNullable<StoredFile["content"]>> {
  const hash = createHash("sha256");
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    hash.update(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes <= LOOKED_INTO_BYTES) chunks.push(chunk);
  }
  return { sha256: hash.digest("hex"), sizeBytes, facts: measureMedia(Buffer.concat(chunks)) ?? null };
}

const TWO_WAYS: StorageError = {
  status: 400,
  code: "InvalidArgument",
  message: "Only one auth mechanism allowed",
};
const NO_LENGTH: StorageError = {
  status: 411,
  code: "MissingContentLength",
  message: "You must provide the Content-Length HTTP header.",
};

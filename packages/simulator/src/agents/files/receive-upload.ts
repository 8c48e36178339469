import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Account } from "../../account.ts";
import { EXPIRED, FORGED, NO_SUCH_KEY, type StorageError, sendError } from "../../cdn/storage-error.ts";
import { faultsOf } from "../../faults/fault-dice.ts";
import { type MediaFacts, measureMedia } from "../../media/measure.ts";

const PUT_FAULTS = faultsOf("upload");

/** So much of an upload is looked into; of what is longer only the length and fingerprint are kept. */
const LOOKED_INTO_BYTES = 250_000_000;

/** The id in the path of a presigned upload; undefined for other paths. */
export function uploadIdOf(path: string): string | undefined {
  return /^\/uploads\/([0-9a-f-]{36})$/.exec(path)?.[1];
}

/**
 * Takes a presigned PUT on the storage host, in the manner of S3: the signature and its life, the signed content
 * type, a known length, and no other kind of authorization.
 */
export async function receiveUpload(
  account: Account,
  {
    request,
    response,
    id,
    url,
  }: {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly id: string;
    readonly url: URL;
  },
): Promise<void> {
  const file = account.files.find(id);
  const link = account.links.check(url.pathname, url.searchParams);
  const type = request.headers["content-type"];
  const refused =
    request.headers.authorization !== undefined
      ? TWO_WAYS
      : link === "forged" || (file !== undefined && type !== file.mimeType)
        ? FORGED
        : link === "expired"
          ? EXPIRED
          : file === undefined
            ? NO_SUCH_KEY
            : request.headers["content-length"] === undefined
              ? NO_LENGTH
              : undefined;
  const subject = file === undefined ? undefined : account.files.subjectFor(file, `put-${id}`);
  const fault =
    refused === undefined && subject !== undefined
      ? account.dice.rollFirst(PUT_FAULTS, { ...subject, key: `put-${id}-${account.nextReadOrdinal()}` })
      : undefined;
  if (fault?.name === "put-lost") {
    response.destroy();
    return;
  }
  const content = await readContent(request);
  if (refused !== undefined) return sendError(response, refused);
  if (fault?.name === "put-403") return sendError(response, FORGED);
  if (fault?.name === "put-500")
    return sendError(response, {
      status: Number(fault.value),
      code: "InternalError",
      message: "We encountered an internal error. Please try again.",
    });
  if (fault?.name === "put-hang") return;
  account.files.receive(id, content);
  if (fault?.name === "put-lost-after") {
    response.destroy();
    return;
  }
  response.writeHead(200, { ETag: `"${content.sha256.slice(0, 32)}"`, "Content-Length": 0 }).end();
}

async function readContent(request: IncomingMessage): Promise<{
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly facts: MediaFacts | null;
}> {
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

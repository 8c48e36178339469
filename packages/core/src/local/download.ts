import type { Hash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { BlockWriter } from "./block-writer.ts";
import { type DiskOutcome, diskOutcome } from "./disk-error.ts";
import { hashFile } from "./hash-file.ts";
import { drop, type HttpAnswer, type HttpGet, type NoAnswer, networkReason } from "./http-get.ts";
import type { PartFile, RemoteFile } from "./part-file.ts";

/** What to download, and into which part file. */
export interface DownloadOrder {
  readonly url: string;
  readonly part: PartFile;
  readonly get: HttpGet;
  readonly signal: AbortSignal;
  /** Bytes on disk so far, and of how many where the server says so. */
  readonly onBytes?: ((bytes: number, total: number | undefined) => void) | undefined;
}

/** How a download ended. Only `whole` has every byte, synced; other parts are kept for the next try. */
export type DownloadOutcome =
  | { readonly kind: "whole"; readonly bytes: number; readonly sha256: string }
  | { readonly kind: "link-expired"; readonly reason: string }
  | { readonly kind: "corrupt"; readonly reason: string }
  | { readonly kind: "unreachable"; readonly reason: string }
  | DiskOutcome;

type Half = { readonly bytes: number; readonly remote: RemoteFile };

/** Where an answer's bytes go on, and how many there will be in all. */
interface Reception {
  readonly answer: HttpAnswer;
  readonly startBytes: number;
  readonly totalBytes: number | undefined;
}

class DiskFailure extends Error {}

/**
 * Downloads into the part file. A half one is resumed only when the server says by its ETag and length that
 * it still serves the same file; otherwise it begins anew. A whole one is not asked for again.
 */
export async function download(order: DownloadOrder): Promise<DownloadOutcome> {
  const half = await order.part.resumable();
  if (half !== undefined && half.bytes === half.remote.totalBytes) return finished(order, half.bytes);
  const reception = await ask(order, half);
  return "kind" in reception ? reception : receive(order, reception);
}

async function finished(order: DownloadOrder, bytes: number): Promise<DownloadOutcome> {
  try {
    const sha256 = (await hashFile(order.part.path)).digest("hex");
    order.onBytes?.(bytes, bytes);
    return { kind: "whole", bytes, sha256 };
  } catch (error) {
    return diskOutcome(error);
  }
}

async function ask(order: DownloadOrder, half: Half | undefined): Promise<Reception | DownloadOutcome> {
  const { url, signal, part } = order;
  if (half !== undefined && half.bytes > 0) {
    const headers = { range: `bytes=${half.bytes}-`, "if-range": half.remote.etag };
    const answer = await order.get({ url, signal, headers });
    if (!("status" in answer)) return noAnswer(answer);
    if (answer.status === 206 && continues(answer, half)) {
      return { answer, startBytes: half.bytes, totalBytes: half.remote.totalBytes };
    }
    if (answer.status !== 206 && answer.status !== 416) return fromStart(answer, part);
    await drop(answer);
  }
  const answer = await order.get({ url, signal });
  return "status" in answer ? fromStart(answer, part) : noAnswer(answer);
}

async function fromStart(answer: HttpAnswer, part: PartFile): Promise<Reception | DownloadOutcome> {
  if (answer.status !== 200) {
    await drop(answer);
    return refusal(answer.status);
  }
  const totalBytes = wholeNumber(answer.header("content-length"));
  const etag = answer.header("etag");
  // A weak ETag does not promise the same bytes, so nothing may be resumed by it (RFC 9110, 8.8.1).
  const resumable = etag?.startsWith('"') === true && totalBytes !== undefined;
  try {
    await part.restart(resumable ? { etag, totalBytes } : undefined);
  } catch (error) {
    await drop(answer);
    return diskOutcome(error);
  }
  return { answer, startBytes: 0, totalBytes };
}

/** Only a new link can help against a 4xx, which stores answer in many ways (S3 says 400 to an old token). */
function refusal(status: number): DownloadOutcome {
  const passing = status < 400 || status >= 500 || status === 408 || status === 425 || status === 429;
  return { kind: passing ? "unreachable" : "link-expired", reason: `the link answered ${status}` };
}

function noAnswer(answer: NoAnswer): DownloadOutcome {
  return { kind: answer.kind === "bad-link" ? "link-expired" : "unreachable", reason: answer.reason };
}

function continues(answer: HttpAnswer, half: Half): boolean {
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(answer.header("content-range") ?? "");
  const etag = answer.header("etag");
  return (
    Number(range?.[1]) === half.bytes &&
    Number(range?.[2]) === half.remote.totalBytes &&
    (etag === undefined || etag === half.remote.etag)
  );
}

async function receive(order: DownloadOrder, reception: Reception): Promise<DownloadOutcome> {
  const { answer, startBytes, totalBytes } = reception;
  let handle: FileHandle | undefined;
  try {
    const hash = await orDiskFailure(hashFile(order.part.path, startBytes));
    handle = await orDiskFailure(open(order.part.path, "r+"));
    const bytes = await pour(order, reception, handle, hash);
    await orDiskFailure(handle.sync());
    if (totalBytes !== undefined && bytes > totalBytes) {
      return { kind: "corrupt", reason: `${bytes} bytes came where ${totalBytes} were announced` };
    }
    if (totalBytes !== undefined && bytes < totalBytes) {
      return { kind: "unreachable", reason: `the connection ended after ${bytes} of ${totalBytes} bytes` };
    }
    return { kind: "whole", bytes, sha256: hash.digest("hex") };
  } catch (error) {
    answer.body.on("error", () => undefined).destroy();
    if (error instanceof DiskFailure) return diskOutcome(error.cause);
    return { kind: "unreachable", reason: networkReason(error, order.signal) };
  } finally {
    await handle?.close();
  }
}

function pour(
  order: DownloadOrder,
  { answer, startBytes, totalBytes }: Reception,
  handle: FileHandle,
  hash: Hash,
): Promise<number> {
  const writer = new BlockWriter({
    write: (block, position) => orDiskFailure(writeAll(handle, block, position)),
    startBytes,
  });
  let bytes = startBytes;
  const { body } = answer;
  return new Promise((resolve, reject) => {
    // Events instead of an iterator, which joins waiting pieces into new ones, and copies all of them once more.
    body.on("data", (piece: Buffer) => {
      hash.update(piece);
      bytes += piece.length;
      order.onBytes?.(bytes, totalBytes);
      if (writer.take(piece)) return;
      body.pause();
      writer.ready().then(() => body.resume(), reject);
    });
    body.on("end", () => void writer.finish().then(() => resolve(bytes), reject));
    // What has come is kept, so that a line that often breaks still gets further each time.
    body.on("error", (error) => void writer.finish().then(() => reject(error), reject));
  });
}

async function writeAll(handle: FileHandle, piece: Buffer, position: number): Promise<void> {
  for (let done = 0; done < piece.length; ) {
    const { bytesWritten } = await handle.write(piece, done, piece.length - done, position + done);
    done += bytesWritten;
  }
}

/** Network and disk can fail with equal codes (`EIO`, `ENOSPC`), so each write says whose error it was. */
async function orDiskFailure<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new DiskFailure("the disk failed", { cause: error });
  }
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

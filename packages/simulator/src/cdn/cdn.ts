import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Account } from "../account.ts";
import { receiveUpload, uploadIdOf } from "../agents/files/receive-upload.ts";
import { subjectFor } from "../book/fault-subject.ts";
import { type SimulatedGeneration, stateAt } from "../book/generation.ts";
import type { ClipMaker } from "../clip/clip-maker.ts";
import type { FaultHit } from "../faults/fault-dice.ts";
import { faultsOf } from "../faults/fault-dice.ts";
import { drip, flood } from "../http/slow-body.ts";
import { assetOf } from "./asset-path.ts";
import { readRange } from "./byte-range.ts";
import { EXPIRED, FORGED, METHOD_NOT_ALLOWED, NO_SUCH_KEY, sendError } from "./storage-error.ts";

const DOWNLOAD_FAULTS = faultsOf("download");
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  mp4: "video/mp4",
  png: "image/png",
  jpg: "image/jpeg",
  zip: "application/zip",
};

/** Handles the requests of the storage host: it serves what was made, and takes uploads. */
export function createCdn(
  account: Account,
  clips: ClipMaker,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const attempts = new Map<string, number>();

  return async (request, response) => {
    const { stats, clock } = account;
    const url = new URL(request.url ?? "/", "http://cdn.invalid");
    if (request.headers.authorization !== undefined) stats.now.authorizationHeadersOnCdn += 1;
    response.setHeader("Date", new Date(clock.nowMs()).toUTCString());
    const uploadId = request.method === "PUT" ? uploadIdOf(url.pathname) : undefined;
    if (uploadId !== undefined) return receiveUpload(account, { request, response, id: uploadId, url });
    stats.now.downloadRequests += 1;
    if (request.method !== "GET" && request.method !== "HEAD") return sendError(response, METHOD_NOT_ALLOWED);

    const asset = assetOf(url.pathname);
    const generation = asset === undefined ? undefined : account.book.find(asset.id);
    const link = account.links.check(url.pathname, url.searchParams);
    if (link === "forged") return sendError(response, FORGED);
    if (
      asset === undefined ||
      generation === undefined ||
      stateAt(generation, clock.nowMs()) !== "completed"
    ) {
      return sendError(response, NO_SUCH_KEY);
    }
    const isMeant = asset.name !== "thumbnail.png" && request.method === "GET";
    const fault = isMeant ? roll(account, generation, attempts) : undefined;
    if (link === "expired" || fault?.name === "download-expired") return sendError(response, EXPIRED);
    if (fault?.name === "download-redirect") {
      const location = account.links.mint(generation, asset.name);
      response.writeHead(Number(fault.value), { Location: location }).end();
      return;
    }
    if (fault !== undefined && answerWithoutBytes(response, fault)) return;
    const bytes = await clips.asset(generation, asset.name);
    sendBytes({ account, request, response, bytes, generation, asset: asset.name, fault });
  };
}

function roll(
  account: Account,
  generation: SimulatedGeneration,
  attempts: Map<string, number>,
): FaultHit | undefined {
  const attempt = (attempts.get(generation.id) ?? 0) + 1;
  attempts.set(generation.id, attempt);
  return account.dice.rollFirst(
    DOWNLOAD_FAULTS,
    subjectFor(generation, `download-${generation.id}-${attempt}`),
  );
}

/** Answers the faults for which no clip has to be made. */
function answerWithoutBytes(response: ServerResponse, fault: FaultHit): boolean {
  if (fault.name === "download-lost") {
    response.destroy();
    return true;
  }
  if (fault.name === "download-hang") return true;
  if (fault.name === "download-endless") {
    response.writeHead(200, { "Content-Type": "video/mp4" });
    flood(response, { head: "", filler: "\0", fillerBytes: Number(fault.value) * 1e6, tail: "" });
    return true;
  }
  if (fault.name === "download-500") {
    sendError(response, { status: Number(fault.value), code: "InternalError", message: "Please try again." });
    return true;
  }
  if (fault.name === "download-html") {
    response.writeHead(200, { "Content-Type": "text/html" });
    response.end("<!doctype html><title>One moment</title><p>Checking your browser.</p>");
    return true;
  }
  return false;
}

interface Delivery {
  readonly account: Account;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly bytes: Buffer;
  readonly generation: SimulatedGeneration;
  readonly asset: string;
  readonly fault: FaultHit | undefined;
}

function sendBytes(delivery: Delivery): void {
  const { request, response, bytes } = delivery;
  const etag = `"${createHash("md5").update(bytes).digest("hex")}"`;
  response.setHeader("ETag", etag);
  response.setHeader("Accept-Ranges", "bytes");
  response.setHeader("Last-Modified", new Date(delivery.generation.endsAtMs ?? 0).toUTCString());
  if (request.headers["if-none-match"] === etag) {
    response.writeHead(304).end();
    return;
  }
  response.setHeader("Content-Type", MEDIA_TYPES[delivery.asset.split(".").at(-1) ?? ""] ?? "");
  const ifRange = request.headers["if-range"];
  const isRangeCurrent = ifRange === undefined || ifRange === etag;
  const range = readRange(isRangeCurrent ? request.headers.range : undefined, bytes.length);
  if (range === "unsatisfiable") {
    response.setHeader("Content-Range", `bytes */${bytes.length}`);
    sendError(response, {
      status: 416,
      code: "InvalidRange",
      message: "The requested range is not satisfiable",
    });
    return;
  }
  if (range !== "whole") {
    response.setHeader("Content-Range", `bytes ${range.start}-${range.end - 1}/${bytes.length}`);
  }
  const part = range === "whole" ? bytes : bytes.subarray(range.start, range.end);
  response.statusCode = range === "whole" ? 200 : 206;
  if (request.method === "HEAD") {
    response.setHeader("Content-Length", part.length).end();
    return;
  }
  deliver(delivery, part, range === "whole");
}

function deliver(delivery: Delivery, part: Buffer, isWhole: boolean): void {
  const { account, response, fault } = delivery;
  const half = part.subarray(0, part.length >> 1);
  const count = (bytes: Buffer): Buffer => {
    account.stats.now.downloadBytes += bytes.length;
    return bytes;
  };
  switch (fault?.name) {
    case "download-truncated":
      response.setHeader("Content-Length", part.length);
      response.write(count(half), () => response.destroy());
      return;
    case "download-short":
      response.setHeader("Content-Length", half.length).end(count(half));
      return;
    case "download-slow":
      response.setHeader("Content-Length", part.length);
      drip(response, count(part), {
        overMs: account.clock.durationMs(Number(fault.value)),
        clock: account.clock,
      });
      return;
    case "download-corrupt": {
      // A damaged tail would pass every check that a client can make without a checksum.
      const damaged = Buffer.from(part);
      if (isWhole) damaged.fill(0, 0, 64);
      response.setHeader("Content-Length", damaged.length).end(count(damaged));
      return;
    }
    default:
      response.setHeader("Content-Length", part.length).end(count(part));
  }
}

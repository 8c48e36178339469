import { createHash } from "node:crypto";
import type { Account } from "../../account.ts";
import { type FaultHit, faultsOf } from "../../faults/fault-dice.ts";
import type { FaultName } from "../../faults/fault-spec.ts";
import { type Answer, type ApiRequest, json, refusal } from "../../http/answer.ts";
import { isJsonObject, type Json, type JsonObject } from "../../json.ts";
import { measureMedia } from "../../media/measure.ts";
import { type FileRequest, readFileRequest } from "./file-request.ts";
import { answerFileList } from "./list-files.ts";
import type { StoredFile } from "./stored-file.ts";
import { isoSeconds, wireFile } from "./wire-file.ts";

/** Largest file in one multipart request. The cap is not published. */
const MAX_MULTIPART_BYTES = 10_000_000;

const NO_FILE: Answer = refusal(404, "File not found");
const CALL_FAULTS = faultsOf("file-call");

/**
 * Answers the Files API: `POST /files` (multipart, or JSON for a presigned PUT to the storage host),
 * `POST /files/{id}/complete`, `GET /files/{id}`, `GET /files`, `DELETE /files/{id}`. Undefined for other paths.
 */
export function answerFiles(account: Account, request: ApiRequest): Answer | undefined {
  const match = /^\/files(?:\/([^/]+))?(?:\/(complete))?$/.exec(request.path);
  if (match === null) return undefined;
  const [, id, verb] = match;
  const { method } = request;
  if (id === undefined) {
    if (method === "POST") return struck(account, create(account, request));
    return method === "GET" ? answerFileList(account, request.query) : NOT_ALLOWED;
  }
  const file = account.files.find(id);
  if (verb === "complete" && method === "POST") return struck(account, complete(account, file));
  if (verb !== undefined || (method !== "GET" && method !== "DELETE")) return NOT_ALLOWED;
  if (file === undefined) return NO_FILE;
  if (method === "GET")
    return struck(account, { answer: json(200, wireFile(file, account.clock.nowMs())), file, call: "get" });
  return account.files.remove(id) ? { kind: "empty", status: 204 } : NO_FILE;
}

const NOT_ALLOWED: Answer = refusal(405, "Method Not Allowed");

/** An answer and the file that it is about, for faults. */
interface Answered {
  readonly answer: Answer;
  readonly file?: StoredFile | undefined;
  readonly call: "create" | "complete" | "get";
}

/** The faults of each call; those of `create` and `complete` strike after the work is done. */
const FAULTS_OF_CALL: Readonly<Record<Answered["call"], readonly FaultName[]>> = {
  create: CALL_FAULTS.filter((name) => name.startsWith("file-create-")),
  complete: CALL_FAULTS.filter((name) => name.startsWith("file-complete-")),
  get: CALL_FAULTS.filter((name) => name.startsWith("file-get-")),
};

function struck(account: Account, { answer, file, call }: Answered): Answer {
  if (file === undefined) return answer;
  const subject = account.files.subjectFor(file, `file-${call}-${file.id}-${account.nextReadOrdinal()}`);
  const fault: FaultHit | undefined = account.dice.rollFirst(FAULTS_OF_CALL[call], subject);
  if (fault === undefined) return answer;
  if (fault.name.endsWith("-lost")) return { kind: "destroy" };
  if (fault.name.endsWith("-hang")) return { kind: "hang" };
  const status = Number(fault.value);
  const headers = status === 429 ? { "Retry-After": "1" } : undefined;
  return refusal(status, status === 429 ? "Rate limit exceeded" : "Internal Server Error", headers);
}

function create(account: Account, request: ApiRequest): Answered {
  const nowMs = account.clock.nowMs();
  if (request.part !== undefined) return createWhole(account, request.part, nowMs);
  const body = parse(request.body);
  if (body === undefined) return { answer: refusal(400, "Request body must be an object"), call: "create" };
  const read = readFileRequest(body, nowMs);
  if ("detail" in read) return { answer: refusal(read.status, read.detail), call: "create" };
  const file = account.files.create(read);
  const link = account.links.mintUpload(`/uploads/${file.id}`);
  const upload = {
    method: "PUT",
    url: link.url,
    headers: { "content-type": file.mimeType },
    expires_at: isoSeconds(link.expiresAtMs),
  };
  return { answer: json(201, whole(file, nowMs, upload)), file, call: "create" };
}

/** A small file with its bytes: ready in the answer. */
function createWhole(account: Account, part: NonNullable<ApiRequest["part"]>, nowMs: number): Answered {
  const about = { ...part.fields, mime_type: part.mimeType, size_bytes: part.bytes.length };
  const named = part.filename === null ? about : { filename: part.filename, ...about };
  const read: FileRequest | { status: number; detail: string } =
    part.bytes.length > MAX_MULTIPART_BYTES
      ? { status: 413, detail: "File exceeds 10 MB; use a presigned upload" }
      : readFileRequest(named, nowMs);
  if ("detail" in read) return { answer: refusal(read.status, read.detail), call: "create" };
  const { id } = account.files.create(read);
  account.files.receive(id, contentOf(part.bytes));
  const file = account.files.complete(id, "now");
  return { answer: json(201, whole(file, nowMs, null)), file, call: "create" };
}

function whole(file: StoredFile, nowMs: number, upload: Json): JsonObject {
  const shown = wireFile(file, nowMs);
  return { id: file.id, state: shown["state"] ?? null, file: shown, upload };
}

function complete(account: Account, file: StoredFile | undefined): Answered {
  if (file === undefined) return { answer: NO_FILE, call: "complete" };
  if (file.content === undefined)
    return { answer: refusal(409, "File has not been uploaded"), file, call: "complete" };
  const settled = account.files.complete(file.id, "later");
  return { answer: json(200, wireFile(settled, account.clock.nowMs())), file, call: "complete" };
}

/** What is kept of bytes. */
function contentOf(bytes: Buffer): NonNullable<StoredFile["content"]> {
  return {
    sha256: createHash("sha256").update(bytes).digest("hex"),
    sizeBytes: bytes.length,
    facts: measureMedia(bytes) ?? null,
  };
}

function parse(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

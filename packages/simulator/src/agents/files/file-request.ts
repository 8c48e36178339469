import type { Json, JsonObject } from "../../json.ts";
import { notOneOf, type Problem, problem } from "../problem.ts";
import { PURPOSES } from "./stored-file.ts";

/** Largest file; the SDK's description of the field. */
const MAX_BYTES = 5 * 1024 ** 3;

/** Media that a file may hold. */
const MIME_TYPES: readonly string[] = [
  "image/gif",
  "image/jpeg",
  "image/png",
  "image/webp",
  "video/mp4",
  "video/quicktime",
  "video/webm",
];

/** What is told about a file before its bytes. */
export interface FileRequest {
  readonly mimeType: string;
  readonly sizeBytes: number;
  readonly purpose: string;
  readonly filename: string | null;
  readonly userId: string | null;
  readonly expiresAtMs: number | null;
}

/** Reads the body of `POST /files`; the first problem where there is one. Which texts Luma has is not published. */
export function readFileRequest(body: JsonObject, nowMs: number): FileRequest | Problem {
  const {
    mime_type: mimeType,
    size_bytes: sizeBytes,
    filename,
    purpose,
    expires_at: end,
    user_id: user,
  } = body;
  if (typeof mimeType !== "string") return problem(400, "mime_type is required");
  if (!MIME_TYPES.includes(mimeType)) return notOneOf("mime_type", mimeType, MIME_TYPES);
  if (typeof sizeBytes !== "number" || !Number.isInteger(sizeBytes) || sizeBytes < 1)
    return problem(400, "size_bytes must be a positive integer");
  if (sizeBytes > MAX_BYTES) return problem(413, "File exceeds 5 GiB size limit");
  for (const [name, value] of Object.entries({ filename, user_id: user })) {
    if (!isAbsent(value) && typeof value !== "string") return problem(400, `${name} must be a string`);
  }
  if (!isAbsent(purpose) && !PURPOSES.includes(String(purpose)))
    return notOneOf("purpose", purpose, PURPOSES);
  const expiresAtMs = isAbsent(end) ? null : Date.parse(String(end));
  if (expiresAtMs !== null && !(expiresAtMs > nowMs))
    return problem(400, "expires_at must lie in the future");
  return {
    mimeType,
    sizeBytes,
    purpose: typeof purpose === "string" ? purpose : "input",
    filename: typeof filename === "string" ? filename : null,
    userId: typeof user === "string" ? user : null,
    expiresAtMs,
  };
}

function isAbsent(value: Json | undefined): value is null | undefined {
  return value === undefined || value === null;
}

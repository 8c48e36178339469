import type { JsonObject } from "../../json.ts";
import { fileStateAt, type StoredFile } from "./stored-file.ts";

/** A file as the Files API shows it at a moment. */
export function wireFile(file: StoredFile, nowMs: number): JsonObject {
  return {
    id: file.id,
    created_at: isoSeconds(file.createdAtMs),
    mime_type: file.mimeType,
    purpose: file.purpose,
    size_bytes: file.sizeBytes,
    state: fileStateAt(file, nowMs),
    filename: file.filename,
    expires_at: file.expiresAtMs === null ? null : isoSeconds(file.expiresAtMs),
  };
}

/** ISO 8601 in whole seconds. */
export function isoSeconds(atMs: number): string {
  return new Date(Math.floor(atMs)).toISOString().replace(/\.\d+Z$/, "Z");
}

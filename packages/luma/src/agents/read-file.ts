import { usableId } from "../dialect/wire-fields.ts";
import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import type { WireAgentsFile, WireAgentsFileList, WireAgentsUpload } from "./wire.ts";

/** The path of one file, below the base URL. */
export function filePath(id: string): string {
  return `/files/${encodeURIComponent(id)}`;
}

/** Reads a file's record; undefined when it has no usable id. */
export function readWireFile(value: Json): WireAgentsFile | undefined {
  if (!isJsonObject(value)) return undefined;
  const record = isJsonObject(value["file"]) ? value["file"] : value;
  const id = usableId(value) ?? usableId(record);
  if (id === undefined) return undefined;
  return {
    id,
    created_at: text(record, "created_at") ?? null,
    filename: text(record, "filename") ?? null,
    mime_type: text(record, "mime_type") ?? null,
    size_bytes: typeof record["size_bytes"] === "number" ? record["size_bytes"] : null,
    state: text(value, "state") ?? text(record, "state") ?? "unknown",
    expires_at: text(record, "expires_at") ?? null,
    failure_reason: text(record, "failure_reason") ?? null,
  };
}

/** Reads a page of files; undefined when it is none, or when one of them cannot be read. */
export function readWireFileList(value: Json): WireAgentsFileList | undefined {
  if (!isJsonObject(value) || !Array.isArray(value["data"])) return undefined;
  const items: readonly Json[] = value["data"];
  const data = items.map(readWireFile).filter((item) => item !== undefined);
  if (data.length !== items.length) return undefined;
  return {
    data,
    has_more: value["has_more"] === true,
    next_cursor: text(value, "next_cursor") ?? null,
  };
}

/** Reads where the bytes of a file are to be put; undefined where the answer does not say. */
export function readWireUpload(value: Json): WireAgentsUpload | undefined {
  const upload = isJsonObject(value) ? value["upload"] : undefined;
  const url = isJsonObject(upload) ? upload["url"] : undefined;
  if (!isJsonObject(upload) || typeof url !== "string") return undefined;
  const headers = isJsonObject(upload["headers"]) ? upload["headers"] : {};
  return {
    url,
    headers: Object.fromEntries(
      Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    ),
  };
}

function text(value: JsonObject, field: string): string | undefined {
  const found = value[field];
  return typeof found === "string" ? found : undefined;
}

import { textField, usableId } from "../dialect/wire-fields.ts";
import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import type { WireGatewayTask } from "./wire.ts";

/** Reads a task; fields of an unexpected type count as absent. Undefined when it has no usable id. */
export function readWireTask(value: Json): WireGatewayTask | undefined {
  if (!isJsonObject(value)) return undefined;
  const id = usableId(value);
  if (id === undefined) return undefined;
  const video = value["video"];
  return {
    id,
    state: textField(value, "state") ?? "unknown",
    created_at: textField(value, "created_at"),
    video: isJsonObject(video)
      ? { url: textField(video, "url"), download_url: textField(video, "download_url") }
      : null,
    failure_reason: failureReason(value),
  };
}

/** Where a failure says why is not documented: these are the names of Luma's own answer and of the errors. */
function failureReason(value: JsonObject): string | null {
  const { error } = value;
  return (
    textField(value, "failure_reason") ??
    textField(value, "fail_reason") ??
    (isJsonObject(error) ? textField(error, "message") : textField(value, "error"))
  );
}

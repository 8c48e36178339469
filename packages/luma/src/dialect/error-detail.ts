import type { Answer } from "../http/answer.ts";
import type { Redact } from "../http/redact.ts";
import { isJsonObject, type Json } from "../json.ts";

/** What an error body says: its words, cleaned, and a code made of them. */
export interface ErrorDetail {
  readonly message: string;
  /** Kebab-case of the message; `invalid-<field>` for a field's check. */
  readonly code: string;
}

/** The API's words in an error body; undefined where there are none. */
export function detailOf(answer: Answer, redact: Redact): ErrorDetail | undefined {
  if (answer.body.kind !== "json") return undefined;
  const body = answer.body.value;
  const detail = isJsonObject(body) ? (body["detail"] ?? body["message"] ?? body["error"]) : body;
  if (Array.isArray(detail)) return listedDetail(detail, redact);
  const words = redact(wordsOf(detail) ?? "");
  return words === "" ? undefined : { message: words, code: kebab(words) };
}

/** FastAPI's form: a list of `{loc, msg}`, one for each field that is wrong. */
function listedDetail(items: readonly Json[], redact: Redact): ErrorDetail | undefined {
  const lines = items.slice(0, 10).map((item) => {
    const field = fieldOf(item);
    const words = wordsOf(item) ?? "not valid";
    return { field, line: field === "" ? words : `${field}: ${words}` };
  });
  const message = redact(lines.map((item) => item.line).join("; "));
  const field = lines.find((item) => item.field !== "")?.field ?? "";
  return message === ""
    ? undefined
    : { message, code: field === "" ? kebab(message) : kebab(`invalid ${field}`) };
}

/** `["body", "keyframes", "frame0", "url"]` as `keyframes.frame0.url`. */
function fieldOf(item: Json): string {
  const loc = isJsonObject(item) ? item["loc"] : undefined;
  if (!Array.isArray(loc)) return "";
  const parts: readonly Json[] = loc;
  return parts
    .filter((part, index) => !(index === 0 && part === "body"))
    .filter((part) => typeof part === "string" || typeof part === "number")
    .join(".");
}

function wordsOf(value: Json | undefined): string | undefined {
  if (typeof value === "string") return value;
  if (!isJsonObject(value)) return undefined;
  const words = value["msg"] ?? value["message"] ?? value["detail"];
  return typeof words === "string" ? words : undefined;
}

/**
 * The first words of a message as a code: `Frame moderation failed` becomes `frame-moderation-failed`.
 * Ids, links and quoted values are left out, so that the same trouble with two shots has one code.
 */
export function kebab(message: string): string {
  const words = message
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|https?:\/\/\S+/gi, "")
    .replace(/(?<![\p{L}\d])(["'])[^"']*\1/gu, "")
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/^\d{3}:\s*/, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  if (words === "") return "unnamed";
  return words.length <= 60 ? words : words.slice(0, 60).replace(/-[^-]*$/, "");
}

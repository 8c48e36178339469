import { detailOf } from "../dialect/error-detail.ts";
import type { Answer } from "../http/answer.ts";
import type { Redact } from "../http/redact.ts";
import { isJsonObject } from "../json.ts";

/** What an error body of the gateway says. */
export interface ErrorWords {
  /** Cleaned. */
  readonly message: string;
  /** The gateway's own code, or kebab-case of the message. */
  readonly code: string;
}

/**
 * Reads both shapes of the gateway's errors, `{"error": {message, type, code}}` and `{code, message, data}`.
 *
 * @returns undefined where the body says nothing.
 */
export function errorWords(answer: Answer, redact: Redact): ErrorWords | undefined {
  const detail = detailOf(answer, redact);
  const code = ownCode(answer, redact);
  if (detail === undefined) return code === undefined ? undefined : { message: code, code };
  return { message: detail.message, code: code ?? detail.code };
}

/** Codes stand for a kind of trouble, so anything that is no plain word, or has to be cleaned, is none. */
function ownCode({ body }: Answer, redact: Redact): string | undefined {
  if (body.kind !== "json" || !isJsonObject(body.value)) return undefined;
  const { error } = body.value;
  const shapes = isJsonObject(error) ? [error["code"], error["type"]] : [body.value["code"]];
  return shapes
    .filter((value) => typeof value === "string")
    .find((code) => /^[a-z][a-z0-9_.-]{1,63}$/.test(code) && redact(code) === code);
}

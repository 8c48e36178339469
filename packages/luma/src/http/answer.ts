import type { Dispatcher } from "undici";
import type { Json } from "../json.ts";

/**
 * The body of an answer: JSON, nothing at all, or something else with the reason why it cannot be used. `text` is
 * what came, where it came whole: it may hold anything and is never passed on as it is.
 */
export type AnswerBody =
  | { readonly kind: "json"; readonly value: Json }
  | { readonly kind: "empty" }
  | { readonly kind: "unreadable"; readonly reason: string; readonly text?: string };

/** An HTTP answer whose status and headers arrived; its body may still be unreadable. */
export interface Answer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly body: AnswerBody;
}

/** Header values by lower-case name; the first one where a header came several times. */
export type AnswerHeaders = ReadonlyMap<string, string>;

/** Headers as undici gives them. */
export type RawHeaders = Parameters<NonNullable<Dispatcher.DispatchHandler["onResponseStart"]>>[2];

/** Takes headers as undici gives them. */
export function toAnswerHeaders(raw: RawHeaders): AnswerHeaders {
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(raw)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) headers.set(name.toLowerCase(), first);
  }
  return headers;
}

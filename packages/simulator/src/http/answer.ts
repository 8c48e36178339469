import type { Json } from "../json.ts";

/** How a request is answered, misbehaviour included. */
export type Answer =
  | {
      readonly kind: "json";
      readonly status: number;
      readonly body: Json;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: "empty"; readonly status: number }
  | { readonly kind: "text"; readonly status: number; readonly body: string; readonly contentType: string }
  /** The head and half of the body, then the connection breaks. */
  | { readonly kind: "cut"; readonly status: number; readonly body: Json }
  /** The connection breaks without an answer. */
  | { readonly kind: "destroy" }
  /** Nothing is sent until the client gives up. */
  | { readonly kind: "hang" }
  | { readonly kind: "delayed"; readonly delayMs: number; readonly answer: Answer };

/** A request as the dialects see it. */
export interface ApiRequest {
  readonly method: string;
  /** The path below the dialect's base, without the query; begins with a slash. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** An answer that carries JSON. */
export function json(status: number, body: Json, headers?: Readonly<Record<string, string>>): Answer {
  return { kind: "json", status, body, ...(headers === undefined ? {} : { headers }) };
}

/** An error of either API: `{"detail": …}`. */
export function refusal(status: number, detail: Json, headers?: Readonly<Record<string, string>>): Answer {
  return json(status, { detail }, headers);
}

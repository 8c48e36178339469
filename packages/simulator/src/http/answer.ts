import type { Json, JsonObject } from "../json.ts";

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
  /** Another place to go to, another origin as a rule. */
  | { readonly kind: "redirect"; readonly status: number; readonly location: string }
  /** The body is a JSON object with `paddingBytes` of padding as its last field, of no announced length. */
  | {
      readonly kind: "huge";
      readonly status: number;
      readonly body: JsonObject;
      readonly paddingBytes: number;
    }
  /** The head at once, the body in small parts over `overMs`. */
  | { readonly kind: "drip"; readonly status: number; readonly body: Json; readonly overMs: number }
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
  /** The part `file` of a multipart body, and its other fields. */
  readonly part?: FilePart;
}

/** A file in a multipart body. */
export interface FilePart {
  readonly filename: string | null;
  readonly mimeType: string;
  readonly bytes: Buffer;
  readonly fields: Readonly<Record<string, string>>;
}

/** An answer that carries JSON. */
export function json(status: number, body: Json, headers?: Readonly<Record<string, string>>): Answer {
  return { kind: "json", status, body, ...(headers === undefined ? {} : { headers }) };
}

/** An error of either API: `{"detail": …}`. */
export function refusal(status: number, detail: Json, headers?: Readonly<Record<string, string>>): Answer {
  return json(status, { detail }, headers);
}

/** A web page where JSON was expected, as proxies and portals show it. */
export function webPage(status: number, title: string): Answer {
  const body = `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return { kind: "text", status, body, contentType: "text/html" };
}

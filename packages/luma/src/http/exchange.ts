import type { Dispatcher } from "undici";
import { type Answer, type AnswerHeaders, type RawHeaders, toAnswerHeaders } from "./answer.ts";
import { BodyCollector } from "./body-collector.ts";
import { networkWords } from "./network-words.ts";

/** A request below an origin, with its body already as text or bytes. */
export interface RawRequest {
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "DELETE";
  /** Path and query, beginning with `/`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** How far an exchange may go. */
export interface ExchangeBounds {
  /** From the call to the last byte of the answer, in milliseconds. */
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly signal?: AbortSignal;
}

/**
 * How one request and its answer went; never an exception.
 *
 * `answered` needs the status line and the headers only: a body that broke off is `unreadable` in it.
 */
export type Exchange =
  | { readonly kind: "answered"; readonly answer: Answer }
  /** `mayHaveLeft` is false only when it is proven that not a byte of the request was written. */
  | { readonly kind: "broken"; readonly mayHaveLeft: boolean; readonly reason: string };

/** Sends one request through a dispatcher, follows no redirect, and waits for its bounded answer. */
export function exchange(
  dispatcher: Dispatcher,
  request: RawRequest,
  bounds: ExchangeBounds,
): Promise<Exchange> {
  const { promise, resolve } = Promise.withResolvers<Exchange>();
  const reader = new AnswerReader(bounds.maxBodyBytes, resolve);
  const timer = setTimeout(
    () => reader.cut(`no answer within ${bounds.timeoutMs / 1000} s`),
    bounds.timeoutMs,
  );
  const onAbort = (): void => reader.cut("the request was given up");
  bounds.signal?.addEventListener("abort", onAbort, { once: true });
  if (bounds.signal?.aborted) onAbort();
  else start(dispatcher, request, reader);
  return promise.finally(() => {
    clearTimeout(timer);
    bounds.signal?.removeEventListener("abort", onAbort);
  });
}

function start(dispatcher: Dispatcher, request: RawRequest, reader: AnswerReader): void {
  try {
    dispatcher.dispatch(
      {
        method: request.method,
        path: request.path,
        headers: { ...request.headers },
        body: request.body ?? null,
        // One timer above bounds the whole exchange; undici's own two would only blur it.
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      reader,
    );
  } catch (error) {
    reader.fail(error);
  }
}

/** Listens to one exchange on undici's lowest level, the only one that says whether a request was begun. */
class AnswerReader implements Dispatcher.DispatchHandler {
  readonly #body: BodyCollector;
  readonly #resolve: (exchange: Exchange) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #status: number | undefined;
  #headers: AnswerHeaders = new Map();
  #cut = false;

  constructor(maxBodyBytes: number, resolve: (exchange: Exchange) => void) {
    this.#body = new BodyCollector(maxBodyBytes);
    this.#resolve = resolve;
  }

  /** undici calls this right before it writes the first byte; aborting here still writes none. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#cut) controller.abort(new Error("given up before it was sent"));
    else this.#controller = controller;
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: RawHeaders): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = toAnswerHeaders(headers);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#body.add(chunk)) return;
    this.#finish();
    controller.abort(new Error("the answer is too long"));
  }

  onResponseEnd(): void {
    this.#finish();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }

  /** The exchange failed below us. Harmless once it has ended. */
  fail(error: unknown): void {
    this.#end(networkWords(error));
  }

  /** Ends the exchange from our side. Harmless once it has ended. */
  cut(reason: string): void {
    this.#cut = true;
    this.#end(reason);
    this.#controller?.abort(new Error(reason));
  }

  #end(reason: string): void {
    if (this.#status === undefined) {
      this.#resolve({ kind: "broken", mayHaveLeft: this.#controller !== undefined, reason });
      return;
    }
    const body = { kind: "unreadable", reason: `the answer broke off: ${reason}` } as const;
    this.#resolve({ kind: "answered", answer: { status: this.#status, headers: this.#headers, body } });
  }

  #finish(): void {
    if (this.#status === undefined) return;
    const body = this.#body.read(this.#headers);
    this.#resolve({ kind: "answered", answer: { status: this.#status, headers: this.#headers, body } });
  }
}

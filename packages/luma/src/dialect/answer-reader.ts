import type { Failure, Generation, Throttle } from "@shotlist/core";
import type { Answer } from "../http/answer.ts";
import type { Json } from "../json.ts";

/** How a dialect reads the API's answers, to creates and to looks alike. Every word that it gives is cleaned. */
export interface AnswerReader {
  /**
   * The generation in a 2xx body; undefined when it has no usable id.
   *
   * @param answeredAtMs - when the answer was made, by the server's clock where it says so; Unix milliseconds.
   */
  readGeneration(body: Json, answeredAtMs: number): Generation | undefined;
  readRefusal(answer: Answer): Failure;
  readThrottle(answer: Answer): Throttle;
  /** Whether the dialect documents this very 2xx or 5xx answer to a create as "not made"; without it none is. */
  readonly isDocumentedRefusal?: (answer: Answer) => boolean;
  /** Whether a 4xx says that the generation that was looked for is not there; without it every 404 does. */
  readonly isAboutGeneration?: (answer: Answer) => boolean;
  /** The path of one generation below the base URL; without it, that of both of Luma's APIs. */
  readonly generationPath?: (id: string) => string;
}

import { ShotlistError, type ShotlistErrorOptions } from "@shotlist/core";

/** What the API answered, for an error that came from an answer. */
export interface LumaErrorOptions extends ShotlistErrorOptions {
  /** HTTP status of the answer, where there was one. */
  readonly status?: number;
  /** The `X-Request-Id` of the answer or of our request, to quote to the API's support. */
  readonly requestId?: string;
  /** The API's own code, or our kebab-case name for its message. */
  readonly apiCode?: string;
  /** How long the API asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
}

/**
 * An error of the standalone clients. Recognise it by `code`, one of the keys of `LUMA_ERROR_CODES`;
 * messages are free of keys and control characters.
 */
export class LumaError extends ShotlistError {
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly apiCode: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: LumaErrorCode, message: string, options: LumaErrorOptions = {}) {
    super(code, message, options);
    this.status = options.status;
    this.requestId = options.requestId;
    this.apiCode = options.apiCode;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** The permanent codes of this package. */
export type LumaErrorCode =
  | "luma-base-url"
  | "luma-api-key"
  | "luma-keyframe-file"
  | "luma-link-missing"
  | "luma-upload-target"
  | "luma-upstream-missing"
  | "luma-refused"
  | "luma-account-refused"
  | "luma-not-found"
  | "luma-throttled"
  | "luma-unreachable"
  | "luma-unanswered"
  | "luma-accepted-unknown";

/** Every code that this package throws, with its title and what it means for the user. */
export const LUMA_ERROR_CODES: Readonly<
  Record<LumaErrorCode, { readonly title: string; readonly explain: string }>
> = {
  "luma-base-url": {
    title: "The API's base URL cannot be used",
    explain:
      "A base URL is an http or https address without user name, query or fragment, such as https://api.lumalabs.ai/dream-machine/v1. Nothing was sent.",
  },
  "luma-api-key": {
    title: "The API key cannot be sent",
    explain:
      "The key is empty or holds characters that an HTTP header cannot carry, such as a line break from copying. Nothing was sent.",
  },
  "luma-keyframe-file": {
    title: "A local file has not been given to the API",
    explain:
      "A shot is made from a file on this machine. The Agents API takes such files; Dream Machine and the gateway read public URLs only, so they need an upload target, or the file put where it has a public https URL. Nothing was sent.",
  },
  "luma-link-missing": {
    title: "A shot's request needs a link to what it is made from",
    explain:
      "The API fetches this clip or picture itself, by a fresh link to another shot's take or a public URL, and no link was there when the request was built. Nothing was sent.",
  },
  "luma-upload-target": {
    title: "The upload target cannot be used",
    explain:
      "Local files are put into S3-compatible storage, which needs an endpoint, a bucket, a region and a pair of keys. Nothing was sent.",
  },
  "luma-upstream-missing": {
    title: "A shot's request needs another shot's generation",
    explain:
      "A shot is made from another shot, and no generation of that shot was given when the request was built. Nothing was sent.",
  },
  "luma-refused": {
    title: "The API refused the request",
    explain:
      "The API said what is wrong with it; sending the same again gives the same answer. A refused creation is not charged.",
  },
  "luma-account-refused": {
    title: "The API refused the key or the account",
    explain:
      "The key is wrong, revoked or of another API, the balance is used up, or the account is suspended. Nothing was made.",
  },
  "luma-not-found": {
    title: "The API does not know this generation",
    explain:
      "The id is wrong, was deleted, or belongs to another account: ids are only visible to the account that made them.",
  },
  "luma-throttled": {
    title: "The API asks to wait",
    explain:
      "Too many requests in a minute or too many generations at once. Nothing was made; try again after the time that the error carries.",
  },
  "luma-unreachable": {
    title: "The API gave no usable answer",
    explain:
      "The network, a time-out, a server error, or an answer that cannot be read. A creation that fails with this code certainly never left this machine.",
  },
  "luma-unanswered": {
    title: "It is unknown whether the generation was made",
    explain:
      "The request may have reached the API and no usable answer came back. Look for the generation before sending it again, in the API's list or, where there is none, in the account's usage: sending blindly can pay twice.",
  },
  "luma-accepted-unknown": {
    title: "The API said yes, but its answer cannot be read",
    explain:
      "A generation was very likely made and is being paid for, but its id did not arrive whole. Look for it in the API's list, where there is one; do not send it again.",
  },
};

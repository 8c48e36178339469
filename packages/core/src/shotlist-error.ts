/** What an error can say beside its message. */
export interface ShotlistErrorOptions {
  /** What to do about it, in one sentence. */
  readonly hint?: string;
  /** What state the user's files and money are in, in one sentence. */
  readonly standing?: string;
  readonly cause?: unknown;
}

/**
 * An error that a user can act on. Recognise it by `code`, never by its class or message: codes are
 * permanent and listed in `error-codes.ts`.
 */
export class ShotlistError extends Error {
  override readonly name = "ShotlistError";
  readonly code: string;
  readonly hint: string | undefined;
  readonly standing: string | undefined;

  constructor(code: string, message: string, options: ShotlistErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.standing = options.standing;
  }
}

/** Whether a caught value carries one of our codes, whichever package's copy of the class made it. */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}

/** Where something stands in a file that the user wrote. */
export interface Place {
  /** The file as the user named it, or relative to the manifest's folder. */
  readonly file: string;
  /** Line, counted from 1. */
  readonly line: number;
  /** Column in characters as an editor shows them (Unicode code points), counted from 1. */
  readonly column: number;
  /** How many characters are meant, at least 1. */
  readonly length: number;
}

/** An error stops everything that would cost money; a warning only speaks. */
export type Severity = "error" | "warning";

/**
 * Something in the user's files that is wrong (error) or unwise (warning).
 *
 * Problems are data: they are collected in one pass and drawn once, at the edge.
 */
export interface Problem {
  /** A permanent code in kebab-case, listed in `problem-codes.ts` and `docs/errors.md`. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence: what is wrong, with the offending text quoted. */
  readonly message: string;
  readonly place: Place;
  /** What to do, in one sentence, where there is something to say. */
  readonly hint?: string;
  /** Other places that belong to it, each with a few words, such as the first of two equal ids. */
  readonly related?: readonly { readonly place: Place; readonly message: string }[];
}

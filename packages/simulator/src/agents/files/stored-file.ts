import type { MediaFacts } from "../../media/measure.ts";

/** What a file may be for. */
export const PURPOSES: readonly string[] = ["input", "reference"];

/** Where a file stands; a deleted or expired one is found no more. */
export type FileState = "pending" | "ready" | "failed";

/** A file of the account. What will become of it is decided step by step, so that its state follows from the clock. */
export interface StoredFile {
  /** Place in the order of creation, from 0. */
  readonly index: number;
  readonly id: string;
  readonly createdAtMs: number;
  readonly mimeType: string;
  readonly purpose: string;
  /** As announced. */
  readonly sizeBytes: number;
  readonly filename: string | null;
  readonly userId: string | null;
  /** When it is found no more; null if never. */
  readonly expiresAtMs: number | null;
  /** What was uploaded; the bytes themselves are not kept. */
  readonly content?: {
    readonly sha256: string;
    readonly sizeBytes: number;
    readonly facts: MediaFacts | null;
  };
  /** When it is pending no longer; null is never. Absent until its upload is complete. */
  readonly settledAtMs?: number | null;
  readonly outcome?: "ready" | "failed";
}

/** The state of a file at a moment. */
export function fileStateAt(file: StoredFile, atMs: number): FileState {
  const { settledAtMs, outcome = "failed" } = file;
  return settledAtMs === undefined || settledAtMs === null || atMs < settledAtMs ? "pending" : outcome;
}

import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { StoredFile } from "../agents/files/stored-file.ts";
import type { Dialect } from "../dialect.ts";
import type { AcceptRequest, SimulatedGeneration } from "./generation.ts";

/** What stays the same for the life of a book. */
export interface BookHeader {
  readonly seed: number;
  /** The balance of each account at the start, USD × 10⁴. */
  readonly balanceUsdE4: Readonly<Record<Dialect, number>>;
}

/** A create that is accepted later, after its client has left. */
export interface LateCreate {
  readonly key: string;
  readonly dueAtMs: number;
  /** How long after its create was received. */
  readonly afterMs: number;
  readonly request: AcceptRequest;
}

/** One thing that happened to a book. */
type BookEntry =
  | { readonly type: "book"; readonly version: 3; readonly header: BookHeader }
  | { readonly type: "ports"; readonly api: number; readonly cdn: number }
  | { readonly type: "accepted"; readonly generation: SimulatedGeneration; readonly lateKey?: string }
  | { readonly type: "late"; readonly late: LateCreate }
  | { readonly type: "deleted"; readonly id: string; readonly atMs: number }
  | { readonly type: "fault"; readonly key: string }
  | { readonly type: "file"; readonly file: StoredFile }
  | { readonly type: "file-deleted"; readonly id: string }
  | { readonly type: "skipped"; readonly totalMs: number };

/** Keeps a book's entries, in order. */
export interface BookJournal {
  /** What was kept before. */
  readonly entries: readonly BookEntry[];
  append(entry: BookEntry): void;
}

/** Thrown when a book cannot be read. */
export class BookError extends Error {
  readonly code = "simulator-book-unreadable";
  readonly hint = "Delete the file to start a new simulated account, or name another one.";
}

/** A journal that forgets everything with the process. */
export function memoryJournal(): BookJournal {
  return { entries: [], append: () => {} };
}

/**
 * A journal in a file: one JSON line an entry, written before the answer that it belongs to leaves.
 *
 * A killed process leaves whole lines in the page cache, so nothing is synced: only a power cut can lose
 * entries, and then the client's files are gone too. A torn last line is cut off.
 *
 * @throws BookError when the file holds something else.
 */
export function fileJournal(path: string): BookJournal {
  mkdirSync(dirname(path), { recursive: true });
  const entries = existsSync(path) ? readEntries(path) : [];
  if (entries.length === 0) writeFileSync(path, "");
  return { entries, append: (entry) => appendFileSync(path, `${JSON.stringify(entry)}\n`) };
}

function readEntries(path: string): readonly BookEntry[] {
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end < bytes.length) truncateSync(path, end);
  const lines = bytes.subarray(0, end).toString("utf8").split("\n").slice(0, -1);
  const entries = lines.map((line, at) => parseEntry(line, at, path));
  const [first] = entries;
  if (first !== undefined && (first.type !== "book" || first.version !== 3)) {
    throw new BookError(`${path} is not the book of a simulated Luma of this version`);
  }
  return entries;
}

function parseEntry(line: string, at: number, path: string): BookEntry {
  try {
    return JSON.parse(line) as BookEntry;
  } catch (cause) {
    throw new BookError(`line ${at + 1} of ${path} cannot be read`, { cause });
  }
}

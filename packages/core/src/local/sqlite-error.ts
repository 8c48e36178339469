import { ShotlistError } from "../shotlist-error.ts";

/** SQLite's primary result codes, https://sqlite.org/rescode.html. */
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const PROTOCOL = 15;
const NOTADB = 26;

/** SQLite's word for a UNIQUE or PRIMARY KEY rule that was broken, with the extended part. */
const CONSTRAINT_UNIQUE = 2067;
const CONSTRAINT_PRIMARYKEY = 1555;

/**
 * Turns an error of SQLite or of the file system into one that a user can act on: `state-disk-full`,
 * `state-damaged`, `state-busy` or `state-unwritable`. Every other value is handed back as it is.
 *
 * @param file - the state's path, for the message.
 */
export function stateError(error: unknown, file: string): unknown {
  if (error instanceof ShotlistError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  const systemCode = systemErrorCode(error);
  if (systemCode === "ENOSPC" || systemCode === "EDQUOT") return diskFull(file, error);
  if (systemCode !== undefined) return unwritable(file, detail, error);
  const code = primaryCode(error);
  if (code === FULL) return diskFull(file, error);
  if (code === CORRUPT || code === NOTADB) return damaged(file, detail, error);
  if (code === BUSY || code === LOCKED || code === PROTOCOL) {
    return new ShotlistError("state-busy", `The state ${file} stayed locked by another program.`, {
      hint: "End the program that holds the file open, or try again.",
      standing: "This change was not stored; everything stored before it is safe.",
      cause: error,
    });
  }
  return code === READONLY || code === IOERR || code === CANTOPEN ? unwritable(file, detail, error) : error;
}

/** The state cannot be read as what it should be. Nothing of it is changed. */
export function damaged(file: string, detail: string, cause?: unknown): ShotlistError {
  return new ShotlistError("state-damaged", `The state ${file} is damaged: ${detail}.`, {
    hint: "Put back a copy of the file, or move it away and rebuild it from the clips' sidecar files.",
    standing: "The file was left as it is, and nothing was sent to the API.",
    cause,
  });
}

function unwritable(file: string, detail: string, cause: unknown): ShotlistError {
  return new ShotlistError("state-unwritable", `The state ${file} cannot be used: ${detail}.`, {
    hint: "Check that the file and its folder may be written and that the disk is healthy.",
    standing: "This change was not stored; everything stored before it is safe.",
    cause,
  });
}

/** The disk has no room for a change of the state. */
function diskFull(file: string, cause?: unknown): ShotlistError {
  return new ShotlistError("state-disk-full", `No space is left on the disk of the state ${file}.`, {
    hint: "Free some space on that disk, then run the same command again.",
    standing: "This change was not stored; everything stored before it is safe.",
    cause,
  });
}

/** Whether SQLite said that a write found no room, in either of its ways of saying so. */
export function isDiskFull(error: unknown): boolean {
  const code = primaryCode(error);
  // A quota that is used up, and a shared-memory file that cannot grow, come as plain I/O errors.
  return code === FULL || (code === IOERR && !isRead(error));
}

/** Whether a rule of uniqueness was broken. */
export function isNotUnique(error: unknown): boolean {
  const code = extendedCode(error);
  return code === CONSTRAINT_UNIQUE || code === CONSTRAINT_PRIMARYKEY;
}

/** Whether a reader came upon a change that was cut off, which only a writer can undo. */
export function isCutOff(error: unknown): boolean {
  const READONLY_ROLLBACK = 776;
  const READONLY_RECOVERY = 264;
  const code = extendedCode(error);
  return code === READONLY_ROLLBACK || code === READONLY_RECOVERY;
}

/** Whether another connection held the lock for longer than we waited. */
export function isBusy(error: unknown): boolean {
  return primaryCode(error) === BUSY;
}

/** The code of an error of a system call, such as `ENOSPC`. */
function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

function isRead(error: unknown): boolean {
  const IOERR_READ = 266;
  const IOERR_SHORT_READ = 522;
  const code = extendedCode(error);
  return code === IOERR_READ || code === IOERR_SHORT_READ;
}

function primaryCode(error: unknown): number | undefined {
  const code = extendedCode(error);
  return code === undefined ? undefined : code & 0xff;
}

function extendedCode(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  if ("errcode" in error && typeof error.errcode === "number") return error.errcode;
  return "cause" in error ? extendedCode(error.cause) : undefined;
}

/** A port's answer when the disk is full, read-only or broken. */
export interface DiskOutcome {
  readonly kind: "disk";
  /** The system's code, such as `ENOSPC`, `EROFS` or `EACCES`. */
  readonly code: string;
  readonly reason: string;
}

/** The system's code of an error such as `ENOENT`, or undefined for any other value. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** Turns an error of the file system into an outcome; throws every other value on. */
export function diskOutcome(error: unknown): DiskOutcome {
  const code = errorCode(error);
  if (code === undefined || !(error instanceof Error) || !("syscall" in error)) throw error;
  return { kind: "disk", code, reason: error.message };
}

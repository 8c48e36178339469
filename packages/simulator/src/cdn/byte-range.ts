/** A part of a file: first byte and the byte after the last. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a `Range` header for a file of `length` bytes (RFC 9110, section 14).
 *
 * @returns the part; `whole` where there is no range, or one that servers may pass over (several parts,
 * another unit, bad syntax); `unsatisfiable` for a range beyond the end.
 */
export function readRange(header: string | undefined, length: number): ByteRange | "whole" | "unsatisfiable" {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  const [, first = "", last = ""] = match ?? [];
  if (match === null || (first === "" && last === "")) return "whole";
  if (first === "") {
    const suffix = Math.min(Number(last), length);
    return suffix === 0 ? "unsatisfiable" : { start: length - suffix, end: length };
  }
  const start = Number(first);
  const end = last === "" ? length : Math.min(Number(last) + 1, length);
  if (last !== "" && Number(last) < start) return "whole";
  return start >= length ? "unsatisfiable" : { start, end };
}

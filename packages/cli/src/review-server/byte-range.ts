/** The bytes that are asked for, both ends included; `whole` without a range; `unsatisfiable` beyond the end. */
export type ByteRange = { readonly start: number; readonly end: number } | "whole" | "unsatisfiable";

/**
 * Reads a `Range` header (RFC 9110, 14.1.2) for a file of `size` bytes. Several ranges, other units and what cannot
 * be read are answered with the whole file, as the RFC allows.
 */
export function byteRange(header: string | undefined, size: number): ByteRange {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "");
  if (match === null) return "whole";
  const [, first = "", last = ""] = match;
  if (first === "" && last === "") return "whole";
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0 ? "unsatisfiable" : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < start) return "whole";
  return start >= size ? "unsatisfiable" : { start, end };
}

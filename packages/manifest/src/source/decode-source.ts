import { isUtf8 } from "node:buffer";
import type { ProblemList } from "../problem-list.ts";
import { SourceText } from "./source-text.ts";

/**
 * Turns a file's bytes into text: UTF-8, with or without a byte order mark.
 *
 * Reports `encoding-utf16`, `encoding-not-utf8` (with the place of the first bad byte) and
 * `nul-character`; the text is given all the same, with bad bytes as U+FFFD, so that everything else in
 * the file can still be reported.
 */
export function decodeSource(file: string, bytes: Uint8Array, problems: ProblemList): SourceText {
  const utf16 = utf16Kind(bytes);
  if (utf16 !== undefined) {
    const source = new SourceText(file, withoutMark(new TextDecoder(utf16).decode(bytes)));
    problems.add("encoding-utf16", source.place(0, 1), `${file} is saved as UTF-16.`);
    return source;
  }
  const source = new SourceText(
    file,
    withoutMark(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)),
  );
  if (!isUtf8(bytes)) reportBadBytes(source, bytes, problems);
  const nul = source.text.indexOf("\0");
  if (nul >= 0) {
    problems.add(
      "nul-character",
      source.place(nul, nul + 1),
      "The file has a NUL character, which no text has.",
    );
  }
  return source;
}

function utf16Kind(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const head = bytes.subarray(0, 64);
  if (head.length < 4) return undefined;
  const zeros = { even: 0, odd: 0 };
  for (const [index, byte] of head.entries()) if (byte === 0) zeros[index % 2 === 0 ? "even" : "odd"] += 1;
  const many = head.length / 3;
  if (zeros.odd >= many && zeros.even === 0) return "utf-16le";
  return zeros.even >= many && zeros.odd === 0 ? "utf-16be" : undefined;
}

function reportBadBytes(source: SourceText, bytes: Uint8Array, problems: ProblemList): void {
  const offset = firstBadOffset(source.text, bytes);
  const place = source.place(offset, offset + 1);
  problems.add(
    "encoding-not-utf8",
    place,
    `${source.file} is not UTF-8: this character's bytes cannot be read.`,
  );
}

/** A U+FFFD that the file itself holds is no fault: compare with what its bytes would be. */
function firstBadOffset(text: string, bytes: Uint8Array): number {
  const encoder = new TextEncoder();
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let from = 0;
  let byteOffset = mark;
  for (let at = text.indexOf("\uFFFD"); at >= 0; at = text.indexOf("\uFFFD", at + 1)) {
    byteOffset += encoder.encode(text.slice(from, at)).length;
    const isReal =
      bytes[byteOffset] === 0xef && bytes[byteOffset + 1] === 0xbf && bytes[byteOffset + 2] === 0xbd;
    if (!isReal) return at;
    byteOffset += 3;
    from = at + 1;
  }
  return 0;
}

function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

import type { Place } from "../problem.ts";
import type { Span } from "./source-text.ts";

/**
 * How a scalar is written: YAML's plain, quoted and block forms, a CSV cell with or without quotes, or
 * a value that was made from the text and has no inner places.
 */
export type ScalarStyle = "plain" | "single" | "double" | "block" | "cell" | "quoted-cell" | "derived";

interface WrittenText {
  readonly span: Span;
  readonly value: string;
  readonly style: ScalarStyle;
}

/**
 * Finds a part of a text's value in the file.
 *
 * @param offset - UTF-16 index into the value.
 * @param length - UTF-16 units, at least 0.
 * @returns its place; for a derived value the place of the whole.
 */
export function placeInText(text: WrittenText, offset: number, length: number): Place {
  const { source, start, end } = text.span;
  if (text.style === "derived") return source.place(start, end);
  const offsets = knownOffsets(text);
  const from = offsets[Math.min(offset, offsets.length - 1)] ?? 0;
  const last = offsets[Math.min(offset + Math.max(length, 1) - 1, offsets.length - 1)] ?? from;
  return source.place(start + from, start + Math.max(last, from) + 1);
}

/** A long text may have thousands of problems; its offsets are found once. */
const known = new WeakMap<Span, readonly number[]>();

function knownOffsets({ span, value, style }: WrittenText): readonly number[] {
  const before = known.get(span);
  if (before?.length === value.length) return before;
  const offsets = rawOffsets(span.source.text.slice(span.start, span.end), value, style);
  known.set(span, offsets);
  return offsets;
}

/** The offset in `raw` of each UTF-16 unit of `value`. */
export function rawOffsets(raw: string, value: string, style: ScalarStyle): number[] {
  const indent = style === "block" ? blockIndent(raw, value) : 0;
  let at = firstOffset(raw, style, indent);
  const offsets: number[] = [];
  for (let index = 0; index < value.length; index += 1) {
    at = skipLineContinuation(raw, at, style);
    const width = escapeWidth(raw, at, style);
    if (width > 0) {
      offsets.push(at);
      const isPair = /[\uD800-\uDBFF]/.test(value[index] ?? "") && raw[at + 1] === "U";
      if (isPair) {
        offsets.push(at);
        index += 1;
      }
      at += width;
      continue;
    }
    const unit = value[index] ?? "";
    if (isBreak(unit) || (unit === " " && isFold(raw, at, style))) {
      offsets.push(at);
      at = afterBreak(raw, at, { unit, style, indent });
      continue;
    }
    if (raw[at] !== unit) {
      const next = raw.indexOf(unit, at);
      if (next >= 0) at = next;
    }
    offsets.push(at);
    at += 1;
  }
  return offsets;
}

function firstOffset(raw: string, style: ScalarStyle, indent: number): number {
  if (style === "single" || style === "double" || style === "quoted-cell") return 1;
  if (style !== "block") return 0;
  const headerEnd = raw.indexOf("\n");
  return headerEnd < 0 ? raw.length : skipSpaces(raw, headerEnd + 1, indent);
}

/** What the block's first line with text has more in the file than in the value. */
function blockIndent(raw: string, value: string): number {
  const isText = (line: string): boolean => /[^ \r]/.test(line);
  const inFile = raw.split("\n").slice(1).find(isText) ?? "";
  const inValue = value.split("\n").find(isText) ?? "";
  return Math.max(0, inFile.search(/[^ ]/) - inValue.search(/[^ ]/));
}

function escapeWidth(raw: string, at: number, style: ScalarStyle): number {
  if (style === "single") return raw.startsWith("''", at) ? 2 : 0;
  if (style === "quoted-cell") return raw.startsWith('""', at) ? 2 : 0;
  if (style !== "double" || raw[at] !== "\\") return 0;
  const kind = raw[at + 1];
  if (kind === "x") return 4;
  if (kind === "u") return 6;
  return kind === "U" ? 10 : 2;
}

function skipLineContinuation(raw: string, at: number, style: ScalarStyle): number {
  const match = style === "double" ? /^\\\r?\n[ \t]*/.exec(raw.slice(at, at + 200)) : null;
  return match ? at + match[0].length : at;
}

function isBreak(unit: string): boolean {
  return unit === "\n" || unit === "\r";
}

/** A single space of the value may stand for a line break of the file. */
function isFold(raw: string, at: number, style: ScalarStyle): boolean {
  // In a block white space at the end of a line belongs to the text; elsewhere it goes with the break.
  if (style === "block") return /^\r?\n/.test(raw.slice(at, at + 2));
  return /^[ \t]*\r?\n/.test(raw.slice(at, at + 200));
}

function afterBreak(
  raw: string,
  at: number,
  how: { readonly unit: string; readonly style: ScalarStyle; readonly indent: number },
): number {
  if (how.style === "cell" || how.style === "quoted-cell") return raw[at] === how.unit ? at + 1 : at + 2;
  const lineEnd = raw.indexOf("\n", at);
  if (lineEnd < 0) return at + 1;
  if (how.style === "block") return skipSpaces(raw, lineEnd + 1, how.indent);
  // Plain and quoted texts fold: blank lines are breaks of their own, other white space goes.
  const next = skipSpaces(raw, lineEnd + 1, Number.POSITIVE_INFINITY);
  if (how.unit === " " || !/^\r?\n/.test(raw.slice(next))) return next;
  const following = /^(?:\r?\n[ \t]*)(?=\S)/.exec(raw.slice(next));
  return following ? next + following[0].length : next;
}

function skipSpaces(raw: string, from: number, most: number): number {
  let at = from;
  while (at - from < most && (raw[at] === " " || raw[at] === "\t")) at += 1;
  return at;
}

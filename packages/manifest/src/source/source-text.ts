import type { Place } from "../problem.ts";

/** A stretch of a source, in UTF-16 offsets into its text; `end` is the first offset after it. */
export interface Span {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

/**
 * The text of one file, able to say where an offset stands as an editor shows it.
 *
 * The line index is built when the first place is asked for: a file without problems never pays for it.
 */
export class SourceText {
  /** The name that places carry. */
  readonly file: string;
  /** The text without a byte order mark, otherwise as it stands in the file. */
  readonly text: string;
  #lineStarts: readonly number[] | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  /** The place of a stretch; a stretch that runs over the end of its line is cut there. */
  place(start: number, end: number): Place {
    const from = Math.max(0, Math.min(start, this.text.length));
    const line = this.#lineAt(from);
    const lineStart = this.#starts()[line] ?? 0;
    const nextStart = this.#starts()[line + 1] ?? this.text.length;
    const lineEnd = this.text.slice(lineStart, nextStart).replace(/[\r\n]+$/, "").length + lineStart;
    const until = Math.min(Math.max(end, from), Math.max(lineEnd, from));
    return {
      file: this.file,
      line: line + 1,
      column: codePoints(this.text, lineStart, from) + 1,
      length: Math.max(1, codePoints(this.text, from, until)),
    };
  }

  #lineAt(offset: number): number {
    const starts = this.#starts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #starts(): readonly number[] {
    if (this.#lineStarts === undefined) {
      const starts = [0];
      for (const match of this.text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
      this.#lineStarts = starts;
    }
    return this.#lineStarts;
  }
}

function codePoints(text: string, start: number, end: number): number {
  let count = 0;
  for (let offset = start; offset < end; offset += 1) {
    const unit = text.charCodeAt(offset);
    const isSecondHalf = unit >= 0xdc00 && unit <= 0xdfff && offset > start;
    if (!isSecondHalf) count += 1;
  }
  return count;
}

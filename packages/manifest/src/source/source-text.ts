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
  /** Characters before each block of the text, as far as they were asked for. */
  readonly #blocks: number[] = [0];

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
  }

  /** The place of a stretch; a stretch that runs over the end of its line is cut there. */
  place(start: number, end: number): Place {
    const within = Math.max(0, Math.min(start, this.text.length));
    const line = this.#lineAt(within);
    // A line break has no columns of its own, though it may be two characters long.
    const from = Math.min(within, this.#lineEnd(line));
    const until = Math.min(Math.max(end, from), this.#lineEnd(line));
    const before = this.#codePoints(from);
    return {
      file: this.file,
      line: line + 1,
      column: before - this.#codePoints(this.#starts()[line] ?? 0) + 1,
      length: Math.max(1, this.#codePoints(until) - before),
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

  /** Where a line's text ends, before its line break. */
  #lineEnd(line: number): number {
    let end = this.#starts()[line + 1] ?? this.text.length;
    while (end > 0 && /[\r\n]/.test(this.text[end - 1] ?? "")) end -= 1;
    return Math.max(end, this.#starts()[line] ?? 0);
  }

  #starts(): readonly number[] {
    if (this.#lineStarts === undefined) {
      const breaks = this.text.includes("\r") ? /\r\n|\n|\r/g : /\n/g;
      const starts = [0];
      while (breaks.test(this.text)) starts.push(breaks.lastIndex);
      this.#lineStarts = starts;
    }
    return this.#lineStarts;
  }

  /** The characters before an offset; counted in blocks, as thousands of problems may stand on one long line. */
  #codePoints(offset: number): number {
    const block = Math.floor(offset / BLOCK);
    const blocks = this.#blocks;
    for (let start = (blocks.length - 1) * BLOCK; blocks.length <= block; start += BLOCK)
      blocks.push((blocks.at(-1) ?? 0) + codePoints(this.text, start, start + BLOCK));
    return (blocks[block] ?? 0) + codePoints(this.text, block * BLOCK, offset);
  }
}

const BLOCK = 1024;

/** The second half of a pair is counted with its first. */
function codePoints(text: string, start: number, end: number): number {
  let count = 0;
  for (let offset = start; offset < end; offset += 1) {
    const unit = text.charCodeAt(offset);
    if (unit < 0xdc00 || unit > 0xdfff) count += 1;
  }
  return count;
}

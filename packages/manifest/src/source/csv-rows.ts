const QUOTE = 34;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * Finds the cells of CSV text row by row, after RFC 4180: a cell that begins with a quote ends with one, and what
 * stands between may hold delimiters, line breaks and doubled quotes. Any of CRLF, LF and CR ends a row.
 *
 * Only offsets are found, so that a large table costs little until its cells are asked for.
 */
export class CsvRows {
  readonly text: string;
  readonly delimiter: string;
  /** Of the row that was read last: where each cell begins and ends, quotes included, one after the other. */
  readonly bounds: number[] = [];
  /** Of the row that was read last: where its quote stands that is never closed; else -1. */
  openQuote = -1;

  constructor(text: string, delimiter: string) {
    this.text = text;
    this.delimiter = delimiter;
  }

  /** Reads the row that begins at `start`. @returns where its text ends: at a line break, or the end of the file. */
  read(start: number): number {
    const { text, bounds } = this;
    const delimiter = this.delimiter.charCodeAt(0);
    bounds.length = 0;
    this.openQuote = -1;
    for (let at = start; ; at += 1) {
      const cell = at;
      if (text.charCodeAt(at) === QUOTE) {
        at = closingQuote(text, at + 1) + 1;
        if (at === 0) {
          this.openQuote = cell;
          return text.length;
        }
      }
      let unit = text.charCodeAt(at);
      while (unit !== delimiter && unit !== LINE_FEED && unit !== CARRIAGE_RETURN && at < text.length) {
        at += 1;
        unit = text.charCodeAt(at);
      }
      bounds.push(cell, at);
      if (unit !== delimiter) return at;
    }
  }

  /** Where the row after one that ends at `end` begins. */
  after(end: number): number {
    const isPair =
      this.text.charCodeAt(end) === CARRIAGE_RETURN && this.text.charCodeAt(end + 1) === LINE_FEED;
    return end + (isPair ? 2 : 1);
  }

  /** The value of a cell, trimmed, without its quotes. One with text after its closing quote keeps them. */
  value(start: number, end: number): string {
    const { text } = this;
    if (text.charCodeAt(start) !== QUOTE) return text.slice(start, end).trim();
    const close = closingQuote(text, start + 1);
    const inner = text.slice(start + 1, close);
    const value = inner.includes('"') ? inner.replaceAll('""', '"') : inner;
    return close + 1 === end ? value.trim() : `"${value}${text.slice(close, end)}`.trim();
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text.charCodeAt(at + 1) !== QUOTE) return at;
  }
  return -1;
}

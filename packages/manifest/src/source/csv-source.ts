import type { ProblemList } from "../problem-list.ts";
import { CsvRows } from "./csv-rows.ts";
import { decodeSource } from "./decode-source.ts";
import type { LocatedScalar } from "./located.ts";
import type { SourceText, Span } from "./source-text.ts";

const SPACE = 32;
const QUOTE = 34;

/** One row of a table, found again in the text when its cells are asked for; blank rows are left out. */
export class TableRow {
  readonly #file: CsvFile;
  readonly start: number;
  readonly end: number;

  constructor(file: CsvFile, start: number, end: number) {
    this.#file = file;
    this.start = start;
    this.end = end;
  }

  /** From the row's first character to its last. */
  get span(): Span {
    return { source: this.#file.source, start: this.start, end: this.end };
  }

  get cells(): readonly LocatedScalar[] {
    const { bounds } = this.#file.rows;
    this.#file.rows.read(this.start);
    const cells: LocatedScalar[] = [];
    for (let at = 0; at < bounds.length; at += 2) {
      cells.push(cellAt(this.#file, bounds[at] ?? 0, bounds[at + 1] ?? 0));
    }
    return cells;
  }

  /** Writes the values of the first cells into `values`; empty where the row is shorter. */
  readValues(values: string[]): void {
    const { rows } = this.#file;
    rows.read(this.start);
    const { bounds } = rows;
    for (let index = 0; index < values.length; index += 1) {
      const start = bounds[index * 2];
      values[index] = start === undefined ? "" : rows.value(start, bounds[index * 2 + 1] ?? start);
    }
  }
}

/** A CSV file: its header row and what follows. */
export interface Table {
  readonly source: SourceText;
  readonly headers: readonly LocatedScalar[];
  readonly rows: readonly TableRow[];
}

interface CsvFile {
  readonly source: SourceText;
  readonly rows: CsvRows;
}

/**
 * Reads a CSV or TSV file into cells that remember their places, also after quoted line breaks.
 *
 * The delimiter is the one of comma, semicolon and tab that the header row has most of (a first line
 * `sep=;` decides). Cells are trimmed. Reports `csv-empty`, `csv-quote` (a quote that is never closed, or
 * stands where none can) and `csv-ragged-row` (cells beyond the headers).
 */
export function readCsv(file: string, bytes: Uint8Array, problems: ProblemList): Table | undefined {
  const source = decodeSource(file, bytes, problems);
  const { text } = source;
  const declared = /^sep=([,;\t])\r?\n/.exec(text);
  const delimiter = declared?.[1] ?? detectDelimiter(text);
  const csv: CsvFile = { source, rows: new CsvRows(text, delimiter) };
  const [header, ...body] = findRows(csv, declared?.[0].length ?? 0, problems);
  if (header === undefined) {
    problems.add("csv-empty", source.place(0, 1), `${file} has no rows; its first row names the columns.`);
    return undefined;
  }
  return { source, headers: header.cells, rows: body };
}

function detectDelimiter(text: string): string {
  const header = /^(?:[ \t]*\r?\n)*((?:"(?:[^"]|"")*"|[^"\r\n])*)/.exec(text)?.[1] ?? "";
  const bare = header.replace(/"(?:[^"]|"")*"/g, "");
  const counts = [",", ";", "\t"].map((mark) => ({ mark, count: bare.split(mark).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}

/** All rows that are not blank; a row with a quote that is never closed, which swallows the rest, is left out. */
function findRows(file: CsvFile, bodyStart: number, problems: ProblemList): readonly TableRow[] {
  const { source, rows } = file;
  const found: TableRow[] = [];
  let columns: number | undefined;
  let quote = source.text.indexOf('"');
  let end = 0;
  for (let start = bodyStart; start < source.text.length; start = rows.after(end)) {
    end = rows.read(start);
    if (rows.openQuote >= 0) {
      const message = "This quote is never closed, so it swallows the rest of the file.";
      problems.add("csv-quote", source.place(rows.openQuote, rows.openQuote + 1), message);
      break;
    }
    if (isBlank(rows)) continue;
    if (quote >= 0 && quote < start) quote = source.text.indexOf('"', start);
    if (quote >= 0 && quote < end) reportStrayQuotes(file, problems);
    columns ??= rows.bounds.length / 2;
    if (rows.bounds.length / 2 > columns) reportRagged(file, columns, problems);
    found.push(new TableRow(file, start, end));
  }
  return found;
}

function isBlank(rows: CsvRows): boolean {
  const { text, bounds } = rows;
  for (let at = 0; at < bounds.length; at += 2) {
    const [start = 0, end = 0] = [bounds[at], bounds[at + 1]];
    if (start === end) continue;
    // Most rows show with their first letter that they are not blank.
    const first = text.charCodeAt(start);
    if ((first > SPACE && first !== QUOTE) || rows.value(start, end) !== "") return false;
  }
  return true;
}

function cellAt({ source, rows }: CsvFile, from: number, to: number): LocatedScalar {
  const value = rows.value(from, to);
  const written = source.text.slice(from, to);
  const isQuoted = isQuotedCell(written);
  const inner = isQuoted ? written.slice(1, -1) : written;
  const left = inner.length - inner.trimStart().length;
  if (!isQuoted) {
    const start = from + (value === "" ? 0 : left);
    return {
      kind: "scalar",
      value,
      span: { source, start, end: start + inner.trim().length },
      style: "cell",
    };
  }
  // White space inside the quotes is trimmed off the value; the place still begins at the quote's side.
  return { kind: "scalar", value, span: { source, start: from + left, end: to }, style: "quoted-cell" };
}

function isQuotedCell(written: string): boolean {
  return written.length > 1 && written.startsWith('"') && written.endsWith('"');
}

function reportStrayQuotes({ source, rows }: CsvFile, problems: ProblemList): void {
  const { bounds } = rows;
  for (let at = 0; at < bounds.length; at += 2) {
    const [start = 0, end = 0] = [bounds[at], bounds[at + 1]];
    const written = source.text.slice(start, end);
    if (!written.includes('"') || isQuotedCell(written)) continue;
    const quote = start + Math.max(written.indexOf('"', written.startsWith('"') ? 1 : 0), 0);
    const message = written.startsWith('"')
      ? "Text follows the quote that closes this cell."
      : "A quote stands inside a cell that does not begin with one.";
    problems.add("csv-quote", source.place(quote, quote + 1), message);
  }
}

function reportRagged(file: CsvFile, columns: number, problems: ProblemList): void {
  const { source, rows } = file;
  const { bounds } = rows;
  for (let at = columns * 2; at < bounds.length; at += 2) {
    const { value, span } = cellAt(file, bounds[at] ?? 0, bounds[at + 1] ?? 0);
    if (value === "") continue;
    const message = `This row has ${bounds.length / 2} cells, but only ${columns} columns have a name.`;
    problems.add("csv-ragged-row", source.place(span.start, span.end), message);
    return;
  }
}

import { CsvError, parse } from "csv-parse/sync";
import type { ProblemList } from "../problem-list.ts";
import { decodeSource } from "./decode-source.ts";
import type { LocatedScalar } from "./located.ts";
import type { SourceText, Span } from "./source-text.ts";

/** One row of a table; blank rows are left out. */
export interface TableRow {
  readonly cells: readonly LocatedScalar[];
  /** From the row's first character to its last. */
  readonly span: Span;
}

/** A CSV file: its header row and what follows. */
export interface Table {
  readonly source: SourceText;
  readonly headers: readonly LocatedScalar[];
  readonly rows: readonly TableRow[];
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
  const bodyStart = declared?.[0].length ?? 0;
  const delimiter = declared?.[1] ?? detectDelimiter(text);
  const unclosed = findUnclosedQuote(text, bodyStart, delimiter);
  if (unclosed !== undefined) {
    const message = "This quote is never closed, so it swallows the rest of the file.";
    problems.add("csv-quote", source.place(unclosed.quote, unclosed.quote + 1), message);
  }
  const records = parseRecords(text.slice(bodyStart, unclosed?.recordStart ?? text.length), delimiter);
  const rows = locateRecords(records, { source, bodyStart, delimiter, problems });
  const [header, ...body] = rows;
  if (header === undefined) {
    problems.add("csv-empty", source.place(0, 1), `${file} has no rows; its first row names the columns.`);
    return undefined;
  }
  for (const row of body) reportRagged(row, header.cells.length, problems);
  return { source, headers: header.cells, rows: body };
}

function detectDelimiter(text: string): string {
  const header = /^(?:[ \t]*\r?\n)*((?:"(?:[^"]|"")*"|[^"\r\n])*)/.exec(text)?.[1] ?? "";
  const bare = header.replace(/"(?:[^"]|"")*"/g, "");
  const counts = [",", ";", "\t"].map((mark) => ({ mark, count: bare.split(mark).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}

/** The row's text with its line end, and its values as the CSV library understands them. */
interface CsvRecord {
  readonly record: readonly string[];
  readonly raw: string;
}

function parseRecords(text: string, delimiter: string): readonly CsvRecord[] {
  const options = { delimiter, raw: true, relax_column_count: true, relax_quotes: true } as const;
  try {
    return parse(text, options) as unknown as readonly CsvRecord[];
  } catch (error) {
    // Relaxed as it is, only an unclosed quote is left to fail, and that was cut off and reported.
    if (error instanceof CsvError) return [];
    throw error;
  }
}

interface LocateContext {
  readonly source: SourceText;
  readonly bodyStart: number;
  readonly delimiter: string;
  readonly problems: ProblemList;
}

function locateRecords(records: readonly CsvRecord[], context: LocateContext): readonly TableRow[] {
  const rows: TableRow[] = [];
  let start = context.bodyStart;
  for (const { record, raw } of records) {
    const line = raw.replace(/\r?\n$|\r$/, "");
    if (record.some((value) => value.trim() !== "")) {
      const spans = cellSpans(line, context.delimiter);
      const cells = record.map((value, index) =>
        locateCell(value, spans[index] ?? [line.length, line.length], start, context),
      );
      rows.push({ cells, span: { source: context.source, start, end: start + line.length } });
    }
    // The library's raw text of a row does not always hold the whole line end.
    start += line.length;
    start += /^(?:\r\n|\n|\r)/.exec(context.source.text.slice(start, start + 2))?.[0].length ?? 0;
  }
  return rows;
}

function locateCell(
  value: string,
  [from, to]: readonly [number, number],
  rowStart: number,
  { source, problems }: LocateContext,
): LocatedScalar {
  const written = source.text.slice(rowStart + from, rowStart + to);
  const isQuoted = written.startsWith('"') && written.endsWith('"') && written.length > 1;
  if (!isQuoted && written.includes('"')) reportStrayQuote(source, rowStart + from, written, problems);
  const inner = isQuoted ? written.slice(1, -1) : written;
  const left = inner.length - inner.trimStart().length;
  const trimmed = value.trim();
  if (!isQuoted) {
    const start = rowStart + from + (trimmed === "" ? 0 : left);
    return {
      kind: "scalar",
      value: trimmed,
      span: { source, start, end: start + inner.trim().length },
      style: "cell",
    };
  }
  // White space inside the quotes is trimmed off the value; the place still begins at the quote's side.
  const span = { source, start: rowStart + from + left, end: rowStart + to };
  return { kind: "scalar", value: trimmed, span, style: "quoted-cell" };
}

function reportStrayQuote(source: SourceText, start: number, written: string, problems: ProblemList): void {
  const quote = start + Math.max(written.indexOf('"', written.startsWith('"') ? 1 : 0), 0);
  const message = written.startsWith('"')
    ? "Text follows the quote that closes this cell."
    : "A quote stands inside a cell that does not begin with one.";
  problems.add("csv-quote", source.place(quote, quote + 1), message);
}

/** Where each cell of a row begins and ends, quotes included, relative to the row. */
function cellSpans(row: string, delimiter: string): readonly (readonly [number, number])[] {
  const spans: [number, number][] = [];
  let start = 0;
  while (true) {
    let at = start;
    if (row[at] === '"') {
      at = closingQuote(row, at + 1);
      at = at < 0 ? row.length : at + 1;
    }
    const next = row.indexOf(delimiter, at);
    const end = next < 0 ? row.length : next;
    spans.push([start, end]);
    if (next < 0) return spans;
    start = next + delimiter.length;
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}

function findUnclosedQuote(
  text: string,
  from: number,
  delimiter: string,
): { readonly quote: number; readonly recordStart: number } | undefined {
  let recordStart = from;
  let isCellStart = true;
  for (let at = from; at < text.length; at += 1) {
    const unit = text[at];
    if (unit === '"' && isCellStart) {
      const close = closingQuote(text, at + 1);
      if (close < 0) return { quote: at, recordStart };
      at = close;
      isCellStart = false;
    } else if (unit === "\n" || unit === "\r") {
      recordStart = at + 1;
      isCellStart = true;
    } else {
      isCellStart = unit === delimiter;
    }
  }
  return undefined;
}

function reportRagged(row: TableRow, columns: number, problems: ProblemList): void {
  const extra = row.cells.slice(columns).find((cell) => cell.value !== "");
  if (extra === undefined) return;
  const { source, start, end } = extra.span;
  const message = `This row has ${row.cells.length} cells, but only ${columns} columns have a name.`;
  problems.add("csv-ragged-row", source.place(start, end), message);
}

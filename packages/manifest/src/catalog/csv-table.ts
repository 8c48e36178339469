import { CsvError, parse } from "csv-parse/sync";
import type { Place, Problem } from "../problem.ts";
import type { CatalogRow, CatalogTable } from "./catalog-table.ts";

const DELIMITERS = [",", ";", "\t", "|"] as const;
const LINE_END = /\r\n|\r|\n/g;

/** Guards against a file that is one endless quoted cell; descriptions of real products stay far below. */
const MAX_ROW_LENGTH = 2_000_000;

interface RawRecord {
  readonly record: string[];
  readonly raw: string;
}

/**
 * Reads a table with a header row from CSV text.
 *
 * The delimiter (comma, semicolon, tab or bar) is told from the header row or from a first line `sep=;`, line ends may be mixed, cells are
 * trimmed, and rows without any content are left out. Short rows are filled up with empty cells.
 *
 * @param file - how places name the file.
 * @returns the table, or `undefined` with a problem where the text is no table at all.
 */
export function readCsvTable(
  file: string,
  text: string,
): { readonly table: CatalogTable | undefined; readonly problems: readonly Problem[] } {
  const declared = /^sep=([,;\t|])[\r\n]/i.exec(text)?.[1];
  let records: readonly RawRecord[];
  try {
    records = parse(text, {
      delimiter: declared ?? findDelimiter(text),
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: MAX_ROW_LENGTH,
      raw: true,
    }) as unknown as RawRecord[];
  } catch (error) {
    return { table: undefined, problems: [brokenCsv(file, text, error)] };
  }
  const rows = placeRecords(file, records).slice(declared === undefined ? 0 : 1);
  const [head, ...body] = rows;
  if (head === undefined) return { table: undefined, problems: [emptyFile(file)] };
  const problems: Problem[] = [];
  const headers = head.cells;
  const repeated = headers.find((name, index) => name !== "" && headers.indexOf(name) !== index);
  if (repeated !== undefined) problems.push(repeatedHeader(head.place, repeated));
  const tooLong = body.filter((row) => row.cells.slice(headers.length).some((cell) => cell !== ""));
  if (tooLong[0] !== undefined) problems.push(longRows(tooLong[0], tooLong.length, headers.length));
  return {
    table: {
      headers: [...new Set(headers.filter((name) => name !== ""))],
      headerPlace: head.place,
      rows: body.map(({ cells, place }) => ({ cells: byHeader(headers, cells), place })),
    },
    problems,
  };
}

/** The delimiter that the header row holds most often outside quotes; a comma where it holds none. */
export function findDelimiter(text: string): string {
  const counts = new Map<string, number>(DELIMITERS.map((delimiter) => [delimiter, 0]));
  let quoted = false;
  let sawContent = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "\n" || character === "\r") && sawContent) break;
    else if (!quoted && counts.has(character)) counts.set(character, (counts.get(character) ?? 0) + 1);
    sawContent ||= /\S/.test(character);
  }
  const [best] = DELIMITERS.toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  return best ?? ",";
}

interface PlacedRecord {
  readonly cells: readonly string[];
  readonly place: Place;
}

/**
 * Trims cells, drops empty rows and gives each row its line. Lines are counted here because csv-parse counts
 * a CRLF inside quotes twice.
 */
function placeRecords(file: string, records: readonly RawRecord[]): PlacedRecord[] {
  const placed: PlacedRecord[] = [];
  let line = 1;
  for (const { record, raw } of records) {
    const cells = record.map((cell) => cell.trim());
    if (cells.some((cell) => cell !== "")) {
      placed.push({ cells, place: { file, line, column: 1, length: firstCellLength(cells, raw) } });
    }
    line += raw.match(LINE_END)?.length ?? 0;
  }
  return placed;
}

/** A cell that begins with a line break in its quotes has nothing of its text on the row's first line. */
function firstCellLength(cells: readonly string[], raw: string): number {
  const [firstLine = ""] = (cells[0] ?? "").split(/[\r\n]/, 1);
  const [rawLine = ""] = raw.split(/[\r\n]/, 1);
  return Math.max(1, Math.min([...firstLine].length, [...rawLine].length));
}

/** Of columns with the same header the first wins. */
function byHeader(headers: readonly string[], cells: readonly string[]): CatalogRow["cells"] {
  const row: Record<string, string> = Object.create(null);
  for (const [index, header] of headers.entries()) {
    if (header !== "" && !(header in row)) row[header] = cells[index] ?? "";
  }
  return row;
}

function brokenCsv(file: string, text: string, error: unknown): Problem {
  const raw = error instanceof CsvError && typeof error["raw"] === "string" ? error["raw"] : text;
  const unclosed = error instanceof CsvError && error.code === "CSV_QUOTE_NOT_CLOSED";
  const line = 1 + (text.slice(0, text.length - raw.length).match(LINE_END)?.length ?? 0);
  return {
    code: "catalog-broken-csv",
    severity: "error",
    message: unclosed
      ? 'The row that begins here opens a quote (") that is never closed.'
      : `The row that begins here cannot be read as CSV (${error instanceof Error ? error.message : String(error)}).`,
    place: { file, line, column: 1, length: 1 },
    hint: 'A cell with a quote in it is written in quotes, with the inner quote doubled: "5"" pot".',
  };
}

function emptyFile(file: string): Problem {
  return {
    code: "catalog-empty",
    severity: "error",
    message: "The catalog file is empty.",
    place: { file, line: 1, column: 1, length: 1 },
    hint: "Export the products again, with the header row.",
  };
}

function repeatedHeader(place: Place, header: string): Problem {
  return {
    code: "catalog-repeated-header",
    severity: "warning",
    message: `The header "${header}" stands more than once; the first of its columns is used.`,
    place,
  };
}

function longRows(first: PlacedRecord, count: number, columns: number): Problem {
  const others = count === 1 ? "" : ` (and so have ${count - 1} more)`;
  return {
    code: "catalog-long-row",
    severity: "warning",
    message: `This row has ${first.cells.length} cells, the header only ${columns}${others}; what is beyond is left out.`,
    place: first.place,
    hint: "A cell that holds the delimiter, such as a price of 1,299.00, must stand in quotes.",
  };
}

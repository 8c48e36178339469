/** A cell of a CSV file. Null is an empty cell. */
export type CsvCell = string | number | boolean | null;

/**
 * A CSV file after RFC 4180: a head, CRLF after every line, quotes where they are needed.
 *
 * Spreadsheets run cells that begin with `=`, `+`, `-`, `@` (full-width ones and those after spaces too), a
 * tab or a line break as formulas, so texts that do get an apostrophe in front (OWASP, CSV Injection).
 * Numbers are left as they are; NUL characters, at which readers cut a cell off, are left out.
 *
 * @param rows - as many cells a row as there are names.
 */
export function csvFile(names: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [names, ...rows].map((row) => `${row.map(csvCell).join(",")}\r\n`).join("");
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return "";
  if (typeof cell !== "string") return String(cell);
  const text = cell.replaceAll("\0", "");
  const safe = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

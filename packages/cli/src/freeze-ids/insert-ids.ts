/** An id that is to be written, with the place of the entry or row that has none. */
export interface IdToWrite {
  readonly id: string;
  /** Of the entry's or row's first character: line and column in code points, from 1. */
  readonly line: number;
  readonly column: number;
}

/** Text put in at an offset, in UTF-16 units. */
interface Insertion {
  readonly at: number;
  readonly text: string;
}

/**
 * Writes ids into the entries of a YAML manifest, and changes nothing else: a first line for an entry in block form,
 * a first field for one in braces.
 */
export function insertYamlIds(text: string, ids: readonly IdToWrite[]): string {
  return insert(
    text,
    ids.map(({ id, line, column }) => {
      const at = offsetOf(text, line, column);
      const field = `id: ${yamlText(id)}`;
      if (text[at] === "{")
        return { at: at + 1, text: /^\{\s*\}/.test(text.slice(at)) ? ` ${field}` : ` ${field},` };
      const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
      return { at, text: `${field}${lineEnd}${" ".repeat(column - 1)}` };
    }),
  );
}

/** Writes ids into the rows of a CSV table: into the empty cells of its `id` column, or of a new first one. */
export function insertCsvIds(text: string, ids: readonly IdToWrite[]): string {
  const start = text.startsWith("\ufeff") ? 1 : 0;
  const header = text.slice(start, endOfRow(text, start));
  const delimiter = delimiterOf(header);
  const names = header.split(delimiter).map((name) => name.trim().replace(/^"|"$/g, "").toLowerCase());
  const column = names.indexOf("id");
  const cells = ids.map(({ id, line }) => {
    const row = offsetOf(text, line, 1) + (line === 1 ? start : 0);
    return column < 0
      ? { at: row, text: `${id}${delimiter}` }
      : { at: cellAt(text, row, { delimiter, column }), text: id };
  });
  return insert(text, column < 0 ? [{ at: start, text: `id${delimiter}` }, ...cells] : cells);
}

/** Whether a row's `id` cell has something in it; false where there is no such column. */
export function hasCsvId(text: string, line: number): boolean {
  const start = text.startsWith("\ufeff") ? 1 : 0;
  const header = text.slice(start, endOfRow(text, start));
  const delimiter = delimiterOf(header);
  const column = header
    .split(delimiter)
    .findIndex((name) => name.trim().replace(/"/g, "").toLowerCase() === "id");
  if (column < 0) return false;
  const at = cellAt(text, offsetOf(text, line, 1), { delimiter, column });
  return /^\s*[^\s]/.test(text.slice(at, endOfCell(text, at, delimiter)));
}

function insert(text: string, insertions: readonly Insertion[]): string {
  let result = text;
  for (const { at, text: added } of insertions.toSorted((a, b) => b.at - a.at)) {
    result = result.slice(0, at) + added + result.slice(at);
  }
  return result;
}

function offsetOf(text: string, line: number, column: number): number {
  let at = 0;
  for (let passed = 1; passed < line; passed++) at = text.indexOf("\n", at) + 1;
  // Columns count code points, offsets UTF-16 units.
  for (let passed = 1; passed < column; passed++) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

/** The one that the header has most of. */
function delimiterOf(header: string): string {
  const count = (delimiter: string): number => header.split(delimiter).length;
  return [",", ";", "\t"].reduce((best, other) => (count(other) > count(best) ? other : best));
}

/** Where a cell begins. */
function cellAt(
  text: string,
  row: number,
  { delimiter, column }: { readonly delimiter: string; readonly column: number },
): number {
  let at = row;
  for (let passed = 0; passed < column; passed++) at = endOfCell(text, at, delimiter) + 1;
  return at;
}

function endOfCell(text: string, from: number, delimiter: string): number {
  return endOf(
    text,
    from,
    (character) => character === delimiter || character === "\n" || character === "\r",
  );
}

function endOfRow(text: string, from: number): number {
  return endOf(text, from, (character) => character === "\n" || character === "\r");
}

function endOf(text: string, from: number, ends: (character: string) => boolean): number {
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '"') quoted = !quoted;
    else if (!quoted && ends(character)) return at;
  }
  return text.length;
}

/** Without quotes where YAML reads it as a text anyway. */
function yamlText(id: string): string {
  const isPlain = /^[A-Za-z][\w.-]*$/.test(id) && !/^(?:true|false|null|yes|no|on|off)$/i.test(id);
  return isPlain ? id : JSON.stringify(id);
}

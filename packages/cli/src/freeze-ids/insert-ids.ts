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
  const starts = lineStartsOf(text);
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  return insert(
    text,
    ids.map(({ id, line, column }) => {
      const at = columnAt(text, starts[line - 1] ?? text.length, column);
      const field = `id: ${yamlText(id)}`;
      if (text[at] !== "{") return { at, text: `${field}${lineEnd}${" ".repeat(column - 1)}` };
      return { at: at + 1, text: /^\{\s*\}/.test(text.slice(at)) ? ` ${field}` : ` ${field},` };
    }),
  );
}

/** Writes ids into the rows of a CSV table: into the empty cells of its `id` column, or of a new first one. */
export function insertCsvIds(text: string, ids: readonly IdToWrite[]): string {
  const starts = lineStartsOf(text);
  const table = tableOf(text);
  const { start, delimiter, column } = table;
  const cells = ids.map(({ id, line }) => {
    const row = starts[line - 1] ?? text.length;
    return column < 0 ? { at: row, text: `${id}${delimiter}` } : { at: cellAt(text, row, table), text: id };
  });
  return insert(text, column < 0 ? [{ at: start, text: `id${delimiter}` }, ...cells] : cells);
}

/** Tells of each row, by its line, whether its `id` cell has something in it; of none where there is no such column. */
export function csvIdsOf(text: string): (line: number) => boolean {
  const starts = lineStartsOf(text);
  const table = tableOf(text);
  return (line) => {
    if (table.column < 0) return false;
    const at = cellAt(text, starts[line - 1] ?? text.length, table);
    return text.slice(at, endOfCell(text, at, table.delimiter)).trim() !== "";
  };
}

/** How a CSV text is laid out; `column` is that of the ids, -1 where there is none. */
interface Table {
  /** Past a byte order mark. */
  readonly start: number;
  readonly delimiter: string;
  readonly column: number;
}

function tableOf(text: string): Table {
  const start = text.startsWith("\ufeff") ? 1 : 0;
  const header = text.slice(start, endOfRow(text, start));
  const delimiter = delimiterOf(header);
  const names = header.split(delimiter).map((name) => name.trim().replace(/^"|"$/g, "").toLowerCase());
  return { start, delimiter, column: names.indexOf("id") };
}

function insert(text: string, insertions: readonly Insertion[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { at, text: added } of insertions.toSorted((a, b) => a.at - b.at)) {
    pieces.push(text.slice(from, at), added);
    from = at;
  }
  return pieces.join("") + text.slice(from);
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
  return starts;
}

/** Columns count code points, offsets UTF-16 units. */
function columnAt(text: string, lineStart: number, column: number): number {
  let at = lineStart;
  for (let passed = 1; passed < column; passed++) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

/** The one that the header has most of. */
function delimiterOf(header: string): string {
  const count = (delimiter: string): number => header.split(delimiter).length;
  return [",", ";", "\t"].reduce((best, other) => (count(other) > count(best) ? other : best));
}

/** Where a cell begins. */
function cellAt(text: string, row: number, { delimiter, column }: Table): number {
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

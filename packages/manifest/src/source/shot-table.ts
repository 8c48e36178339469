import { didYouMean } from "../nearest.ts";
import type { ProblemList } from "../problem-list.ts";
import { otherNameOf } from "../schema/other-names.ts";
import { SHOT_FIELDS } from "../schema/shot-schema.ts";
import type { Table, TableRow } from "./csv-source.ts";
import { type Located, type LocatedEntry, type LocatedList, type LocatedScalar, placeOf } from "./located.ts";
import { type OwnTexts, type RowGroup, TableShot } from "./table-shot.ts";

const TRUE_WORDS = new Set(["true", "yes", "y", "1", "x", "on"]);
const FALSE_WORDS = new Set(["false", "no", "n", "0", "off"]);
const LIST_FIELDS = new Set(["tags", "concepts"]);
const NUMBER_FIELDS = new Set(["takes"]);
const TRUTH_FIELDS = new Set(["loop", "hdr", "exr", "web_search", "edit.auto"]);
/** What makes sense only where several shots come from one entry, or needs more than a cell. */
const NOT_IN_TABLES = new Set(["for_each", "matrix", "keyframes", "edit", "position", "extra"]);
const FRAMES = ["frame0", "frame1"];
const EDIT_COLUMNS = ["edit.strength", "edit.auto"];

/** What a CSV manifest's columns may be called, besides `extra.<dialect>.<field>`. */
export const TABLE_COLUMNS: readonly string[] = [
  ...SHOT_FIELDS.filter((field) => !NOT_IN_TABLES.has(field)),
  ...FRAMES,
  ...EDIT_COLUMNS,
];

/**
 * Turns a table of shots into the list of shots that a YAML manifest would have, so that both are checked
 * by the same rules: cells become booleans, numbers and lists where the field is one, and `frame0` and
 * `frame1` become keyframes. An empty cell is a field that is not there.
 *
 * Reports `csv-unknown-column`, `csv-duplicate-column` and `csv-unnamed-column`.
 */
export function shotsOfTable(table: Table, problems: ProblemList): LocatedList {
  const columns = readHeaders(table, problems);
  const { source } = table;
  return {
    kind: "list",
    items: shotsOfRows(table, columns),
    span: { source, start: 0, end: source.text.length },
  };
}

interface Column {
  readonly path: readonly string[];
  readonly header: LocatedScalar;
}

function readHeaders(table: Table, problems: ProblemList): readonly (Column | undefined)[] {
  const seen = new Map<string, LocatedScalar>();
  return table.headers.map((header, index) => {
    const name = String(header.value);
    if (name === "") {
      reportUnnamed(table, header, index, problems);
      return undefined;
    }
    const path = columnPath(name);
    if (path === undefined) {
      reportUnknown(name, header, problems);
      return undefined;
    }
    const key = path.join(".");
    const first = seen.get(key);
    if (first !== undefined) {
      problems.add("csv-duplicate-column", placeOf(header), `The column "${name}" is there twice.`, {
        related: [{ place: placeOf(first), message: "the first one" }],
      });
      return undefined;
    }
    seen.set(key, header);
    return { path, header };
  });
}

function columnPath(name: string): readonly string[] | undefined {
  const folded = name.toLowerCase().replace(/[\s-]+/g, "_");
  if (FRAMES.includes(folded)) return ["keyframes", folded];
  const frame = /^keyframes?[._](frame[01])$/.exec(folded)?.[1];
  if (frame !== undefined) return ["keyframes", frame];
  if (EDIT_COLUMNS.includes(folded)) return folded.split(".");
  if (TABLE_COLUMNS.includes(folded)) return [folded];
  const extra = /^extra\.([\w-]+)\.([\w.-]+)$/.exec(name);
  const [, dialect, field] = extra ?? [];
  return dialect !== undefined && field !== undefined ? ["extra", dialect, ...field.split(".")] : undefined;
}

function reportUnnamed(table: Table, header: LocatedScalar, index: number, problems: ProblemList): void {
  const used = table.rows.find((row) => (row.cells[index]?.value ?? "") !== "")?.cells[index];
  if (used === undefined) return;
  problems.add("csv-unnamed-column", placeOf(header), `Column ${index + 1} has values but no name.`, {
    related: [{ place: placeOf(used), message: "its first value" }],
  });
}

function reportUnknown(name: string, header: LocatedScalar, problems: ProblemList): void {
  const folded = name.toLowerCase();
  const hint = NOT_IN_TABLES.has(folded)
    ? `"${folded}" needs a YAML manifest, which can take its shots from this table with \`shots: {file: …}\`.`
    : meantColumn(name) || `Known columns: ${TABLE_COLUMNS.join(", ")}.`;
  problems.add("csv-unknown-column", placeOf(header), `There is no column "${name}".`, { hint });
}

function meantColumn(name: string): string {
  const other = otherNameOf(name)?.replace(/^keyframes\./, "");
  if (other !== undefined && TABLE_COLUMNS.includes(other)) return `Use "${other}".`;
  return didYouMean(name, TABLE_COLUMNS);
}

const OWN_COLUMNS: Readonly<Record<string, keyof OwnTexts>> = {
  id: "id",
  prompt: "prompt",
  "keyframes.frame0": "frame0",
  "keyframes.frame1": "frame1",
};

function shotsOfRows(
  { source, rows }: Table,
  columns: readonly (Column | undefined)[],
): readonly TableShot[] {
  const entriesOf = (row: TableRow): ReadonlyMap<string, LocatedEntry> => entriesOfRow(row, columns);
  const indexOf = (name: keyof OwnTexts): number =>
    columns.findIndex((column) => OWN_COLUMNS[column?.path.join(".") ?? ""] === name);
  const own = {
    id: indexOf("id"),
    prompt: indexOf("prompt"),
    frame0: indexOf("frame0"),
    frame1: indexOf("frame1"),
  };
  const shared = columns.flatMap((column, index) =>
    column === undefined || Object.hasOwn(OWN_COLUMNS, column.path.join(".")) ? [] : [index],
  );
  const values: string[] = columns.map(() => "");
  const groups: RowGroup = { next: new Map() };
  let brace = source.text.indexOf("{");
  return rows.map((row) => {
    row.readValues(values);
    let group = groups;
    for (const index of shared) group = nextGroup(group, values[index] ?? "");
    if (brace >= 0 && brace < row.start) brace = source.text.indexOf("{", row.start);
    return new TableShot(row, entriesOf, {
      id: values[own.id] ?? "",
      prompt: values[own.prompt] ?? "",
      frame0: values[own.frame0] ?? "",
      frame1: values[own.frame1] ?? "",
      group,
      mayHaveTemplates: brace >= 0 && brace < row.end,
    });
  });
}

function nextGroup(group: RowGroup, text: string): RowGroup {
  const known = group.next.get(text);
  if (known !== undefined) return known;
  const next: RowGroup = { next: new Map() };
  group.next.set(text, next);
  return next;
}

function entriesOfRow(
  row: TableRow,
  columns: readonly (Column | undefined)[],
): ReadonlyMap<string, LocatedEntry> {
  const entries = new Map<string, LocatedEntry>();
  const { cells } = row;
  for (const [index, column] of columns.entries()) {
    const cell = cells[index];
    if (column === undefined || cell === undefined || cell.value === "") continue;
    place(entries, column.path, { key: column.header.span, value: convert(cell, column.path) }, row);
  }
  return entries;
}

function place(
  entries: Map<string, LocatedEntry>,
  path: readonly string[],
  entry: LocatedEntry,
  row: TableRow,
): void {
  const [first, ...rest] = path;
  if (first === undefined) return;
  if (rest.length === 0) {
    entries.set(first, entry);
    return;
  }
  const known = entries.get(first)?.value;
  const inner = new Map(known?.kind === "map" ? known.entries : []);
  place(inner, rest, entry, row);
  entries.set(first, { key: entry.key, value: { kind: "map", entries: inner, span: entry.value.span } });
}

function convert(cell: LocatedScalar, path: readonly string[]): Located {
  const text = String(cell.value);
  const field = path[0] ?? "";
  if (TRUTH_FIELDS.has(path.join("."))) return asBoolean(cell, text);
  if (NUMBER_FIELDS.has(field))
    return Number.isFinite(Number(text)) ? { ...cell, value: Number(text) } : cell;
  if (LIST_FIELDS.has(field)) return asList(cell, text, /[^,;|]+/g);
  // Addresses may hold commas and semicolons.
  if (field === "references") return asList(cell, text, /[^\s|]+/g);
  if (field !== "extra") return cell;
  if (text === "true" || text === "false") return { ...cell, value: text === "true" };
  return /^-?\d+(\.\d+)?$/.test(text) ? { ...cell, value: Number(text) } : cell;
}

function asBoolean(cell: LocatedScalar, text: string): LocatedScalar {
  const word = text.toLowerCase();
  if (TRUE_WORDS.has(word)) return { ...cell, value: true };
  return FALSE_WORDS.has(word) ? { ...cell, value: false } : cell;
}

/** Lists in a cell are parted by commas, semicolons or bars; pictures by spaces or bars. */
function asList(cell: LocatedScalar, text: string, parts: RegExp): LocatedList {
  const items: LocatedScalar[] = [];
  for (const part of text.matchAll(parts)) {
    const value = part[0].trim();
    if (value !== "") items.push({ ...cell, value, style: "derived" });
  }
  return { kind: "list", items, span: cell.span };
}

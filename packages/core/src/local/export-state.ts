import { existsSync } from "node:fs";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import { ShotlistError } from "../shotlist-error.ts";

/** A state as plain JSON: every table with its rows, stored JSON parsed. */
export interface StateExport {
  readonly format: 1;
  readonly file: string;
  readonly schemaVersion: number;
  readonly tables: Readonly<Record<string, readonly ExportedRow[]>>;
  /** What could not be read, in words; empty for a sound state. */
  readonly losses: readonly string[];
}

/** One row by column name; columns that hold JSON come parsed. */
export type ExportedRow = Readonly<Record<string, unknown>>;

/** The tables of a state, those that money hangs on first. */
const TABLES = [
  "state",
  "accounts",
  "takes",
  "verdicts",
  "retakes",
  "forgotten",
  "tombstones",
  "saved_plans",
  "uploads",
  "shots",
  "runs",
  "service_times",
  "events",
] as const;

/** Columns that hold JSON. */
const JSON_COLUMNS: ReadonlySet<string> = new Set(["body", "wanted", "ref"]);

/**
 * Exports everything that can be read of a state, as of one moment, also of one that is damaged or was written
 * by a newer release. Where a page is broken, the rows before and behind it are read. Writes nothing.
 *
 * Fails with `state-not-found`, and with `state-damaged` when nothing at all can be read.
 */
export function exportState(file: string): StateExport {
  if (!existsSync(file)) {
    throw new ShotlistError("state-not-found", `There is no state at ${file}.`, {
      hint: "Name the manifest or the state's file.",
      standing: "Nothing was made.",
    });
  }
  const database = openDamaged(file);
  try {
    const losses: string[] = [];
    database.exec("BEGIN");
    const tables = Object.fromEntries(TABLES.map((table) => [table, salvage(database, table, losses)]));
    if (Object.values(tables).every((rows) => rows.length === 0)) throw unreadable(file, losses[0]);
    return { format: 1, file, schemaVersion: versionOf(database), tables, losses };
  } finally {
    database.close();
  }
}

function openDamaged(file: string): DatabaseSync {
  try {
    const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    // Otherwise one broken index hides a sound table.
    database.exec("PRAGMA trusted_schema = OFF; PRAGMA automatic_index = OFF");
    return database;
  } catch (error) {
    throw unreadable(file, messageOf(error), error);
  }
}

function versionOf(database: DatabaseSync): number {
  try {
    return Number(database.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
  } catch {
    return 0;
  }
}

/** Reads a table from its beginning, and from its end where the way is blocked. */
function salvage(database: DatabaseSync, table: string, losses: string[]): ExportedRow[] {
  const before = readAlong(database, table, "ASC");
  if (before.trouble === undefined) return before.rows.map((row) => parsed(row, table, losses));
  if (/no such table/.test(before.trouble)) return [];
  const behind = readAlong(database, table, "DESC");
  const seen = new Set(before.rows.map((row) => JSON.stringify(row)));
  const rows = [...before.rows, ...behind.rows.reverse().filter((row) => !seen.has(JSON.stringify(row)))];
  losses.push(`table ${table}: ${rows.length} rows could be read, then: ${before.trouble}`);
  return rows.map((row) => parsed(row, table, losses));
}

function readAlong(
  database: DatabaseSync,
  table: string,
  direction: "ASC" | "DESC",
): { readonly rows: Record<string, SQLOutputValue>[]; readonly trouble?: string } {
  const rows: Record<string, SQLOutputValue>[] = [];
  try {
    const key = keyOf(database, table);
    const statement = database.prepare(`SELECT * FROM ${table} NOT INDEXED ORDER BY ${key} ${direction}`);
    for (const row of statement.iterate()) rows.push(row);
    return { rows };
  } catch (error) {
    return { rows, trouble: messageOf(error) };
  }
}

/** The columns in whose order a table lies on disk. */
function keyOf(database: DatabaseSync, table: string): string {
  const columns = database.prepare(`PRAGMA table_info(${table})`).all();
  if (columns.length === 0) throw new Error(`no such table: ${table}`);
  const key = columns.filter(({ pk }) => Number(pk) > 0).sort((a, b) => Number(a["pk"]) - Number(b["pk"]));
  return key.map(({ name }) => String(name)).join(", ") || "rowid";
}

function parsed(row: Record<string, SQLOutputValue>, table: string, losses: string[]): ExportedRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (!JSON_COLUMNS.has(name) || typeof value !== "string") return [name, value];
      try {
        return [name, JSON.parse(value) as unknown];
      } catch {
        losses.push(`table ${table}: the ${name} of a row is no JSON`);
        return [name, value];
      }
    }),
  );
}

function unreadable(file: string, detail: string | undefined, cause?: unknown): ShotlistError {
  return new ShotlistError("state-damaged", `Nothing of ${file} can be read: ${detail ?? "it is empty"}.`, {
    hint: "Put back a copy of the file, or move it away and rebuild the state from the clips: shotlist state adopt MANIFEST --from-sidecars.",
    standing: "The file was left as it is.",
    cause,
  });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";

/** A run in the ledger. Moments are Unix milliseconds. */
export interface LedgerRun {
  readonly id: string;
  readonly slots: number;
  readonly waitsSinceMs: number | undefined;
  /** When it last said that it waits. */
  readonly saidAtMs: number;
}

/** How long a statement waits for another run's, which takes microseconds. */
const BUSY_TIMEOUT_MS = 500;

const TABLES = `
  CREATE TABLE IF NOT EXISTS runs (
    id TEXT PRIMARY KEY, slots INTEGER NOT NULL, waits_since_ms REAL, said_at_ms REAL NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS places (
    id INTEGER PRIMARY KEY, run TEXT NOT NULL, free_at_ms REAL NOT NULL, open_window_ms REAL
  ) STRICT;
`;

/** Which run holds which part of an account, in a file that all of them write. Errors are SQLite's own. */
export class ShareLedger {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(file: string) {
    this.#database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    try {
      // A crash of the machine ends every run with it, so nothing here has to survive one.
      this.#database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA trusted_schema = OFF");
      this.#database.exec(`BEGIN IMMEDIATE; ${TABLES} COMMIT`);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /** All of `work` or none of it, and no other run at the same time. */
  writing<T>(work: () => T): T {
    this.#run("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.#run("COMMIT");
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#run("ROLLBACK");
      throw error;
    }
  }

  join(id: string): void {
    this.#run("INSERT INTO runs (id, slots, said_at_ms) VALUES (?, 0, 0)", id);
  }

  /**
   * The run is over. Its creates without an answer have arrived by now, if ever: they count for one window more.
   */
  leave(id: string, nowMs: number): void {
    this.#run("DELETE FROM runs WHERE id = ?", id);
    this.#run(
      "UPDATE places SET free_at_ms = min(free_at_ms, ? + open_window_ms), open_window_ms = NULL WHERE run = ? AND open_window_ms IS NOT NULL",
      nowMs,
      id,
    );
  }

  others(id: string): readonly LedgerRun[] {
    const rows = this.#statement("SELECT id, slots, waits_since_ms, said_at_ms FROM runs WHERE id <> ?").all(
      id,
    );
    return rows.map((row) => ({
      id: String(row["id"]),
      slots: Number(row["slots"]),
      waitsSinceMs: row["waits_since_ms"] === null ? undefined : Number(row["waits_since_ms"]),
      saidAtMs: Number(row["said_at_ms"]),
    }));
  }

  hold(id: string, slots: number): void {
    this.#run("UPDATE runs SET slots = ? WHERE id = ?", slots, id);
  }

  /** The run waits for one more. */
  waits(id: string, sinceMs: number, nowMs: number): void {
    this.#run("UPDATE runs SET waits_since_ms = ?, said_at_ms = ? WHERE id = ?", sinceMs, nowMs, id);
  }

  /** The run waits no more. */
  rests(id: string): void {
    this.#run("UPDATE runs SET waits_since_ms = NULL WHERE id = ?", id);
  }

  /**
   * When the places in the rate that are taken now are free again; the free ones are forgotten.
   *
   * @param latestMs - places that seem to be taken for longer are forgotten as well.
   */
  places(nowMs: number, latestMs: number): readonly number[] {
    this.#run("DELETE FROM places WHERE free_at_ms <= ? OR free_at_ms > ?", nowMs, latestMs);
    const rows = this.#statement("SELECT free_at_ms FROM places").all();
    return rows.map((row) => Number(row["free_at_ms"]));
  }

  /** Takes a place for a create that has no answer yet; the place's name. */
  addPlace(id: string, freeAtMs: number, windowMs: number): number {
    const insert = this.#statement("INSERT INTO places (run, free_at_ms, open_window_ms) VALUES (?, ?, ?)");
    return Number(insert.run(id, freeAtMs, windowMs).lastInsertRowid);
  }

  setPlace(place: number, freeAtMs: number): void {
    this.#run("UPDATE places SET free_at_ms = ?, open_window_ms = NULL WHERE id = ?", freeAtMs, place);
  }

  dropPlace(place: number): void {
    this.#run("DELETE FROM places WHERE id = ?", place);
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #run(sql: string, ...values: readonly SQLInputValue[]): void {
    this.#statement(sql).run(...values);
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from "node:sqlite";
import { isBusy, stateError } from "./sqlite-error.ts";

/** One row, by column name. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** How long a statement waits for a lock of another connection. */
const BUSY_TIMEOUT_MS = 5_000;

/** The first SQLite whose write-ahead log is used: earlier ones can lose it (https://sqlite.org/wal.html). */
const FIRST_SOUND_WAL = [3, 51, 3] as const;

/** Pages of log after which the run folds it into the main file: SQLite's own default. */
const CHECKPOINT_PAGES = 1_000;

/** One connection to a state, with every statement prepared once. All errors come out as `stateError` makes them. */
export class SqliteConnection {
  readonly file: string;
  #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #readOnly: boolean;

  constructor(file: string, options: { readonly readOnly: boolean }) {
    this.file = file;
    this.#readOnly = options.readOnly;
    this.#database = this.#open();
    this.#setUp();
  }

  #open(): DatabaseSync {
    return this.#guard(
      () => new DatabaseSync(this.file, { readOnly: this.#readOnly, timeout: BUSY_TIMEOUT_MS }),
    );
  }

  #setUp(): void {
    this.exec("PRAGMA trusted_schema = OFF; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16384");
    // fullfsync matters on macOS only, where fsync leaves data in the drive's own cache.
    if (!this.#readOnly) {
      this.exec("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON");
    }
  }

  /** Runs statements that give no rows. */
  exec(sql: string): void {
    this.#guard(() => this.#database.exec(sql));
  }

  /** The first row, if there is one. */
  get(sql: string, ...values: readonly SQLInputValue[]): Row | undefined {
    return this.#guard(() => this.#prepare(sql).get(...values));
  }

  /** Every row. */
  all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    return this.#guard(() => this.#prepare(sql).all(...values));
  }

  /** Every row, one after the other, so that a large table is never held as rows. */
  *each(sql: string): Generator<Row> {
    const rows = this.#guard(() => this.#prepare(sql).iterate());
    for (
      let next = this.#guard(() => rows.next());
      next.done !== true;
      next = this.#guard(() => rows.next())
    ) {
      yield next.value;
    }
  }

  /** Every row as its values in the order of the statement's columns: a quarter of the time of `each`. */
  *eachValues(sql: string): Generator<readonly SQLOutputValue[]> {
    try {
      const statement = this.#database.prepare(sql);
      statement.setReturnArrays(true);
      yield* statement.iterate() as unknown as Iterable<readonly SQLOutputValue[]>;
    } catch (error) {
      throw stateError(error, this.file);
    }
  }

  /** Runs one statement that writes, and says how many rows it touched. */
  run(sql: string, ...values: readonly SQLInputValue[]): number {
    return this.#guard(() => Number(this.#prepare(sql).run(...values).changes));
  }

  /** All of `work` as of one moment, without holding anyone up. */
  reading<T>(work: () => T): T {
    return this.#transaction("BEGIN", work);
  }

  /** All of `work` or none of it, synced to disk on return. */
  writing<T>(work: () => T): T {
    return this.#transaction("BEGIN IMMEDIATE", work);
  }

  /**
   * Makes ready for many short commits: the write-ahead log where it can be trusted, else the rollback
   * journal. From now on this connection folds the log into the main file whenever it has grown.
   */
  prepareForRun(sqliteVersion: string = process.versions["sqlite"] ?? "0"): void {
    if (this.#readOnly) return;
    try {
      this.get(`PRAGMA journal_mode = ${hasSoundWal(sqliteVersion) ? "WAL" : "DELETE"}`);
      this.writing(() => undefined);
    } catch (error) {
      // Whoever reads at this moment keeps the mode as it is. A file system without shared memory is another
      // matter: there the mode can be set, but nothing can be written in it.
      if (!isBusy(error)) this.#backToRollbackJournal();
    }
    this.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  }

  /**
   * Folds the log away, so that one plain file is left that readers and copies need nothing beside. Others
   * at work on the state simply keep the log.
   */
  leavePlainFile(): void {
    if (!this.#database.isOpen || this.#readOnly) return;
    try {
      this.exec("PRAGMA busy_timeout = 0");
      this.get("PRAGMA wal_checkpoint(TRUNCATE)");
      this.get("PRAGMA journal_mode = DELETE");
    } catch {
      // Everything is committed already: a log that stays is read by the next connection.
    }
  }

  /** Lets go; harmless a second time. */
  close(): void {
    if (!this.#database.isOpen) return;
    this.#statements.clear();
    this.#database.close();
  }

  /** Alone on the file, the log needs no shared memory, and so it can be left again. */
  #backToRollbackJournal(): void {
    this.#statements.clear();
    this.#database.close();
    const alone = this.#open();
    try {
      this.#guard(() => alone.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE"));
    } finally {
      alone.close();
    }
    this.#database = this.#open();
    this.#setUp();
  }

  #transaction<T>(begin: "BEGIN" | "BEGIN IMMEDIATE", work: () => T): T {
    this.run(begin);
    try {
      const result = work();
      this.run("COMMIT");
      return result;
    } catch (error) {
      // A full disk may have ended the transaction already.
      if (this.#database.isTransaction) this.run("ROLLBACK");
      throw error;
    }
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw stateError(error, this.file);
    }
  }
}

/** Whether a version such as `3.51.3` has a write-ahead log that never loses a commit. */
export function hasSoundWal(version: string): boolean {
  const parts = version.split(".").map(Number);
  for (const [index, wanted] of FIRST_SOUND_WAL.entries()) {
    const part = parts[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}

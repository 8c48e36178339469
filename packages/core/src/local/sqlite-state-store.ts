import { existsSync } from "node:fs";
import type { NewId } from "../ports/clock.ts";
import type { ServiceTime, StateStore } from "../ports/state-store.ts";
import { ShotlistError } from "../shotlist-error.ts";
import type { TakeKey } from "../take/take.ts";
import type { TakeEvent } from "../take/take-event.ts";
import { beginRun } from "./begin-run.ts";
import { forgetTakes, notePlan, rebindAccount } from "./change-by-hand.ts";
import { commitIntent } from "./commit-intent.ts";
import { createStateFile } from "./create-state-file.ts";
import { type DiskReserve, diskReserve } from "./disk-reserve.ts";
import { checkSchema, migrate, SCHEMA_VERSION } from "./migrations.ts";
import { parseStored } from "./parse-stored.ts";
import { readOpenSnapshot } from "./read-open-snapshot.ts";
import { readInfo, readSnapshot } from "./read-snapshot.ts";
import { recordSafely } from "./record-safely.ts";
import { SqliteConnection } from "./sqlite-connection.ts";
import { damaged, isCutOff, stateError } from "./sqlite-error.ts";
import { syncShots } from "./sync-shots.ts";
import { putUpload } from "./uploads.ts";
import { putVerdict, writeReviews } from "./write-reviews.ts";
import { readHead, requireEpoch } from "./write-takes.ts";

/** Which state to open, and what a new one begins with. */
export interface OpenStateOptions {
  /** The state's path, such as `spring-apparel.shotlist.db`. */
  readonly file: string;
  /** Given to a state that is made now; an existing one keeps its own, see `StateInfo.name`. */
  readonly name: string;
  readonly newId: NewId;
  readonly nowMs: () => number;
  /** Only looks: makes no file, writes nothing, and every method that writes fails with `state-unwritable`. */
  readonly readOnly?: boolean;
}

/** A state in one SQLite file. */
export interface SqliteStateStore extends StateStore {
  readonly file: string;
  /** Everything that happened to a take, oldest first; empty for a take that is not there. */
  history(take: TakeKey): Promise<readonly TakeEvent[]>;
}

/** How many service times of one kind of generation are kept. */
const KEPT_SERVICE_TIMES = 500;

/**
 * Opens the state at `file`, making it first where there is none (unless `readOnly`).
 *
 * Fails with `state-not-found` (only when `readOnly`), `state-too-new`, `state-damaged`, `state-unwritable`
 * or `state-busy`. A file that is not a sound state is never written to.
 */
export async function openStateStore(options: OpenStateOptions): Promise<SqliteStateStore> {
  const { file, readOnly = false } = options;
  if (!existsSync(file)) {
    if (readOnly) throw notFound(file);
    await createStateFile(options);
  }
  const version = checkFile(file);
  const connection = new SqliteConnection(file, { readOnly });
  try {
    if (!readOnly && version < SCHEMA_VERSION) connection.writing(() => migrate(connection));
    return storeOver(connection, diskReserve(`${file}.reserve`));
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Looks without being able to write, so that a file which is no sound state stays exactly as it is. */
function checkFile(file: string): number {
  try {
    return schemaVersionOf(file, { readOnly: true });
  } catch (error) {
    if (!isCutOff(error)) throw error;
    // The first look of a connection that may write undoes what a crash cut off.
    return schemaVersionOf(file, { readOnly: false });
  }
}

function schemaVersionOf(file: string, options: { readonly readOnly: boolean }): number {
  const connection = new SqliteConnection(file, options);
  try {
    return checkSchema(connection);
  } finally {
    connection.close();
  }
}

function storeOver(connection: SqliteConnection, reserve: DiskReserve): SqliteStateStore {
  let ownEpoch: number | undefined;
  return {
    file: connection.file,
    read: async () => readSnapshot(connection),
    readOpen: async (isSettled) => readOpenSnapshot(connection, isSettled),
    info: async () => connection.reading(() => readInfo(connection)),
    serial: async () => readHead(connection).serial,
    async beginRun(run) {
      ownEpoch = await prepareRun(connection, reserve, run);
      return ownEpoch;
    },
    commitIntent: async (take, walls) => connection.writing(() => commitIntent(connection, take, walls)),
    record: (epoch, changes) => recordSafely(connection, reserve, epoch, changes),
    async syncShots(epoch, moves, shots) {
      connection.writing(() => {
        requireEpoch(connection, epoch);
        syncShots(connection, moves, shots);
      });
    },
    async forget(epoch, takes, atMs) {
      connection.writing(() => {
        requireEpoch(connection, epoch);
        forgetTakes(connection, takes, atMs);
      });
    },
    async rebind(epoch, account, rebinding) {
      connection.writing(() => {
        requireEpoch(connection, epoch);
        rebindAccount(connection, account, rebinding);
      });
    },
    async notePlan(epoch, plan) {
      connection.writing(() => {
        requireEpoch(connection, epoch);
        notePlan(connection, plan);
      });
    },
    recordUpload: async (upload) => connection.writing(() => putUpload(connection, upload)),
    async recordServiceTimes(times) {
      if (times.length > 0) connection.writing(() => addServiceTimes(connection, times));
    },
    setVerdict: async (verdict) => connection.writing(() => putVerdict(connection, verdict)),
    review: async (reviews) => connection.writing(() => writeReviews(connection, reviews)),
    history: async (take) => readHistory(connection, take),
    async close() {
      // First, so that folding the log away has the room. A newer run, if there is one, relies on the same file.
      if (ownEpoch !== undefined && isNewest(connection, ownEpoch)) await reserve.remove();
      ownEpoch = undefined;
      connection.leavePlainFile();
      connection.close();
    },
  };
}

/**
 * Money follows, so a state that SQLite itself finds unsound is not spent on, and a disk without room for the
 * reserve, which has none for ids either, stops the run before anything is sent.
 */
async function prepareRun(
  connection: SqliteConnection,
  reserve: DiskReserve,
  run: Parameters<StateStore["beginRun"]>[0],
): Promise<number> {
  const soundness = connection.get("PRAGMA quick_check(1)")?.["quick_check"];
  if (soundness !== "ok") throw damaged(connection.file, String(soundness));
  connection.prepareForRun();
  try {
    await reserve.fill();
    return connection.writing(() => beginRun(connection, run.accounts, run.atMs));
  } catch (error) {
    await reserve.remove();
    throw stateError(error, connection.file);
  }
}

/** A state that cannot be read any more is nobody's to tidy. */
function isNewest(connection: SqliteConnection, epoch: number): boolean {
  try {
    return readHead(connection).epoch === epoch;
  } catch {
    return false;
  }
}

function addServiceTimes(connection: SqliteConnection, times: readonly ServiceTime[]): void {
  for (const { key, ms, atMs } of times) {
    connection.run("INSERT INTO service_times (key, ms, at_ms) VALUES (?, ?, ?)", key, ms, atMs);
  }
  for (const key of new Set(times.map((time) => time.key))) {
    connection.run(
      `DELETE FROM service_times WHERE key = ?1 AND time_id <= (
         SELECT time_id FROM service_times WHERE key = ?1 ORDER BY time_id DESC LIMIT 1 OFFSET ?2)`,
      key,
      KEPT_SERVICE_TIMES,
    );
  }
}

function readHistory(connection: SqliteConnection, take: TakeKey): readonly TakeEvent[] {
  return connection
    .all(
      `SELECT events.body FROM events JOIN takes USING (take_id)
       WHERE shot_id = ? AND number = ? ORDER BY event_id`,
      take.shotId,
      take.number,
    )
    .map((row) => parseStored<TakeEvent>(connection, row["body"]));
}

function notFound(file: string): ShotlistError {
  return new ShotlistError("state-not-found", `There is no state at ${file}.`, {
    hint: "Run the manifest first, or give the state's path with --state FILE.",
    standing: "Nothing was made.",
  });
}

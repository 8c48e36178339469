import { DatabaseSync } from "node:sqlite";
import { isBusy } from "./sqlite-error.ts";

/**
 * Takes a lock that the kernel gives free when the process ends, however it ends: an open exclusive transaction on
 * a SQLite file of its own, which is made if need be. Closing the connection gives it free as well.
 *
 * Fails with SQLite's own error; a busy one when somebody else has it for longer than `timeoutMs`.
 */
export function takeKernelLock(file: string, timeoutMs: number): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: timeoutMs });
  try {
    database.exec("BEGIN EXCLUSIVE");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Whether somebody has the lock of a file now. Looking needs a shared lock, which an exclusive one refuses. */
export function isKernelLocked(file: string): boolean {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true, timeout: 0 });
    database.prepare("SELECT count(*) FROM sqlite_schema").get();
    return false;
  } catch (error) {
    return isBusy(error);
  } finally {
    database?.close();
  }
}

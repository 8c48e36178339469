import { link, lstat, mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { NewId } from "../ports/clock.ts";
import { migrate } from "./migrations.ts";
import { SqliteConnection } from "./sqlite-connection.ts";
import { stateError } from "./sqlite-error.ts";
import { syncFolder } from "./sync-folder.ts";

/** What a new state begins with. */
export interface NewState {
  readonly file: string;
  readonly name: string;
  readonly newId: NewId;
  readonly nowMs: () => number;
}

/**
 * Makes an empty state, whole under its name or not there at all; an existing file is left as it is. So an
 * empty or half file under that name is always damage, never the beginning of a state.
 * Fails with `state-unwritable` or `state-disk-full`.
 */
export async function createStateFile(state: NewState): Promise<void> {
  const draft = `${state.file}.new-${state.newId()}`;
  try {
    await mkdir(dirname(state.file), { recursive: true });
    writeDraft(draft, state);
    await giveName(draft, state.file);
    await syncFolder(dirname(state.file));
  } catch (error) {
    throw stateError(error, state.file);
  } finally {
    // A draft that cannot be removed is worth nothing, and no reason to hide the first error.
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

function writeDraft(draft: string, state: NewState): void {
  const connection = new SqliteConnection(draft, { readOnly: false });
  try {
    connection.writing(() => {
      migrate(connection);
      connection.run(
        "INSERT INTO state VALUES (1, ?, ?, ?, 0, 0, 0)",
        state.name,
        state.newId(),
        Math.round(state.nowMs()),
      );
    });
  } finally {
    connection.close();
  }
}

/** Another process may have made the state in the meantime: its file stays, and ours goes. */
async function giveName(draft: string, file: string): Promise<void> {
  try {
    await link(draft, file);
  } catch (error) {
    if (hasErrorCode(error, "EEXIST")) return;
    // The file system may have no hard links; then the moment between look and rename has to be accepted.
    if (await isThere(file)) return;
    await rename(draft, file);
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) return false;
    throw error;
  }
}

function hasErrorCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

import { existsSync } from "node:fs";
import { ShotlistError } from "@shotlist/core";
import {
  acquireStateLock,
  newUuid,
  openStateStore,
  type SqliteStateStore,
  systemClock,
} from "@shotlist/core/local";

/** Which state a command changes, and as whom it holds the lock. */
export interface StateToChange {
  readonly file: string;
  /** Given to a state that is made now; only where `create` is said. */
  readonly name: string;
  /** Such as `shotlist state move shots.yaml`. */
  readonly command: string;
  /** Makes the state where there is none. */
  readonly create?: boolean;
}

/**
 * Does work on a state that changes it, under the lock, so that no run is at work on it meanwhile.
 *
 * @throws ShotlistError `state-locked`, `state-not-found`, and those of the state store.
 */
export async function changeState<T>(
  state: StateToChange,
  work: (store: SqliteStateStore) => Promise<T>,
): Promise<T> {
  if (state.create !== true && !existsSync(state.file)) {
    throw new ShotlistError("state-not-found", `There is no state at ${state.file}.`, {
      hint: "Run the manifest first, or give the state's path with --state FILE.",
      standing: "Nothing was made.",
    });
  }
  const { nowMs } = systemClock;
  const lock = await acquireStateLock({ stateFile: state.file, command: state.command, nowMs });
  try {
    const store = await openStateStore({ file: state.file, name: state.name, newId: newUuid, nowMs });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  } finally {
    await lock.release();
  }
}

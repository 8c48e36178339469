import { ShotlistError } from "@shotlist/core";
import { breakStateLock, stateHolder, systemClock } from "@shotlist/core/local";
import { changeState } from "../../change-state.ts";
import { EXIT } from "../../exit-code.ts";
import { findState } from "../../find-state.ts";
import type { CommonFlags } from "../../flags.ts";
import type { Io } from "../../io.ts";
import { printRecord } from "../../print-record.ts";

/** What `shotlist state unlock` takes beside the common options. */
export interface UnlockFlags extends CommonFlags {
  readonly force?: boolean;
}

/**
 * Takes the lock of a state from a holder that is gone, on a disk whose locks outlive their processes. On any
 * other disk the system frees the lock by itself. Whoever holds it, alive after all, stores and sends nothing
 * more: the state has a new epoch then.
 *
 * @throws ShotlistError `state-locked` without `--force`, or when the holder lives on this machine.
 */
export async function stateUnlock(io: Io, file: string, flags: UnlockFlags): Promise<number> {
  const state = await findState(io, file, flags);
  if (state === undefined) return EXIT.usage;
  const holder = await stateHolder(state.paths.state);
  if (holder !== undefined && flags.force !== true) throw held(state.paths.state, holder);
  const broken = holder === undefined ? undefined : await breakStateLock(state.paths.state);
  if (broken !== undefined) {
    const command = `shotlist state unlock ${file}`;
    await changeState({ file: state.paths.state, name: state.name, command }, (store) =>
      store.beginRun({ accounts: [], atMs: systemClock.nowMs() }),
    );
  }
  if (flags.json === true) printRecord(io, { type: "unlocked", holder: broken ?? null });
  else if (broken === undefined) io.stdout.write("Nobody holds the state; there is nothing to unlock.\n");
  else io.stdout.write("The lock was taken away. Whoever held it can store and send nothing more.\n");
  return EXIT.ok;
}

function held(
  file: string,
  holder: Exclude<Awaited<ReturnType<typeof stateHolder>>, undefined>,
): ShotlistError {
  const who =
    holder === "unknown"
      ? "a process that has not signed"
      : `process ${holder.pid} on ${holder.host} (${holder.command}) since ${holder.since}`;
  return new ShotlistError("state-locked", `The state ${file} is held by ${who}.`, {
    hint: "The system frees the lock when that process ends. Only on a disk without working locks, and when you are sure that it is gone, take it away with --force.",
    standing: "Nothing was changed.",
  });
}

import { rm } from "node:fs/promises";
import { hostname } from "node:os";
import { ShotlistError } from "../shotlist-error.ts";
import { type LockHolder, realStateFile, stateHolder } from "./state-lock.ts";

/**
 * Takes the lock of a state away from whoever holds it, for disks whose locks outlive their processes. The
 * next run gives itself a new epoch, so that a process which is alive after all stores and sends nothing more.
 *
 * Fails with `state-locked` when the holder is a process that lives on this machine: that one can be stopped.
 *
 * @returns who held it; undefined when nobody did, and nothing was changed.
 */
export async function breakStateLock(file: string): Promise<LockHolder | "unknown" | undefined> {
  const holder = await stateHolder(file);
  if (holder === undefined) return undefined;
  if (holder !== "unknown" && holder.host === hostname() && isAlive(holder.pid)) throw alive(file, holder);
  const stateFile = await realStateFile(file);
  for (const ending of [".lock", ".lock-journal", ".holder.json"])
    await rm(`${stateFile}${ending}`, { force: true });
  return holder;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user is one as well.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function alive(file: string, { pid, command, since }: LockHolder): ShotlistError {
  return new ShotlistError(
    "state-locked",
    `The state ${file} is in use by process ${pid} on this machine (${command}) since ${since}.`,
    {
      hint: `That process lives. Wait until it ends, or stop it: kill ${pid}. Its lock goes with it.`,
      standing: "Nothing was changed.",
    },
  );
}

import { mkdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, resolve } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { ShotlistError } from "../shotlist-error.ts";
import { isKernelLocked, takeKernelLock } from "./kernel-lock.ts";
import { isBusy } from "./sqlite-error.ts";

/** Who holds a state. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** Such as `shotlist run shots.yaml`. */
  readonly command: string;
  /** ISO 8601, UTC. */
  readonly since: string;
}

/** The right to spend on a state, until it is released or the process ends in any way. */
export interface StateLock {
  readonly holder: LockHolder;
  /** Gives the state free; harmless a second time. */
  release(): Promise<void>;
}

/** Which state to lock, and what to tell others about us. */
export interface StateLockOptions {
  readonly stateFile: string;
  readonly command: string;
  readonly nowMs: () => number;
}

/** Long enough to outwait one who only asks whether the lock is held. */
const ACQUIRE_TIMEOUT_MS = 250;

/**
 * Takes the one lock that lets a process spend on a state.
 *
 * The lock is an open exclusive transaction on a second SQLite file, `<state>.lock`, so the kernel gives it
 * free when the process ends, however it ends. The file itself stays, because removing it would let two in.
 * Who holds the lock stands in `<state>.holder.json`, for people only.
 *
 * Fails with `state-locked`, naming the holder, or `state-unwritable`.
 */
export async function acquireStateLock(options: StateLockOptions): Promise<StateLock> {
  const { command, nowMs } = options;
  const stateFile = await realStateFile(options.stateFile);
  const database = await lockFile(stateFile);
  const holder: LockHolder = {
    pid: process.pid,
    host: hostname(),
    command,
    since: new Date(nowMs()).toISOString(),
  };
  try {
    await writeHolder(stateFile, holder);
  } catch (error) {
    database.close();
    throw cannotLock(stateFile, error);
  }
  return {
    holder,
    async release() {
      if (!database.isOpen) return;
      await rm(holderFile(stateFile), { force: true });
      if (database.isOpen) database.close();
    },
  };
}

/** Who holds the state now, or undefined when nobody does. Takes nothing away from a run and writes nothing. */
export async function stateHolder(file: string): Promise<LockHolder | "unknown" | undefined> {
  const stateFile = await realStateFile(file);
  if (!isKernelLocked(`${stateFile}.lock`)) return undefined;
  return (await readHolder(stateFile)) ?? "unknown";
}

/** One state that is reached by two names has one lock. */
export function realStateFile(stateFile: string): Promise<string> {
  return realpath(stateFile).catch(() => resolve(stateFile));
}

async function lockFile(stateFile: string): Promise<DatabaseSync> {
  try {
    await mkdir(dirname(stateFile), { recursive: true });
    return takeKernelLock(`${stateFile}.lock`, ACQUIRE_TIMEOUT_MS);
  } catch (error) {
    if (isBusy(error)) throw locked(stateFile, await readHolder(stateFile));
    throw cannotLock(stateFile, error);
  }
}

function holderFile(stateFile: string): string {
  return `${stateFile}.holder.json`;
}

async function writeHolder(stateFile: string, holder: LockHolder): Promise<void> {
  const draft = `${holderFile(stateFile)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(holder, null, 2)}\n`);
  await rename(draft, holderFile(stateFile));
}

async function readHolder(stateFile: string): Promise<LockHolder | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(holderFile(stateFile), "utf8"));
    return isHolder(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isHolder(value: unknown): value is LockHolder {
  if (typeof value !== "object" || value === null) return false;
  const { pid, host, command, since } = value as Partial<Record<keyof LockHolder, unknown>>;
  return (
    typeof pid === "number" &&
    typeof host === "string" &&
    typeof command === "string" &&
    typeof since === "string"
  );
}

/** A disk whose locks do not work answers as if somebody always held them, but nobody has signed. */
function locked(stateFile: string, holder: LockHolder | undefined): ShotlistError {
  const who =
    holder === undefined
      ? "another process"
      : `process ${holder.pid} on ${holder.host} (${holder.command}) since ${holder.since}`;
  return new ShotlistError("state-locked", `The state ${stateFile} is in use by ${who}.`, {
    hint:
      holder === undefined
        ? "Wait until that process ends. If there is none, this disk has no working locks: take the lock away with `shotlist state unlock --force`, and keep the state on a local disk with --state FILE."
        : "Wait until that run ends, or stop it; `shotlist status` shows how far it is.",
    standing: "This command sent and changed nothing.",
  });
}

function cannotLock(stateFile: string, cause: unknown): ShotlistError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new ShotlistError("state-unwritable", `The state ${stateFile} cannot be locked: ${detail}`, {
    hint: "Check that its folder may be written; on a network disk without locks, keep the state on a local disk with --state FILE.",
    standing: "Nothing was sent and nothing was changed.",
    cause,
  });
}

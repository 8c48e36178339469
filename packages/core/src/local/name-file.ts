import { link, lstat, rename, rm } from "node:fs/promises";
import { errorCode } from "./disk-error.ts";

/** How giving a file another name ended. */
export type NameOutcome = "named" | "occupied" | "no-such-file";

/** What file systems without hard links (FAT, some network disks) and too many links answer. */
const NO_HARD_LINKS: ReadonlySet<string> = new Set([
  "EPERM",
  "ENOTSUP",
  "EOPNOTSUPP",
  "ENOSYS",
  "EMLINK",
  "EXDEV",
  "EINVAL",
]);

/** The two system calls that give a name; replaceable, because few machines have a disk without hard links. */
export interface NameCalls {
  readonly link: (from: string, to: string) => Promise<void>;
  readonly rename: (from: string, to: string) => Promise<void>;
}

/**
 * Gives a file a name that is free, replacing nothing; the old name stays until it is removed, except on a
 * file system without hard links, where it goes at once. Rejects with the system's error when the disk fails.
 *
 * A file system that ignores case answers `occupied` for a name that differs only in case.
 */
export async function nameFile(
  from: string,
  to: string,
  calls: NameCalls = { link, rename },
): Promise<NameOutcome> {
  try {
    await calls.link(from, to);
    return "named";
  } catch (error) {
    const code = errorCode(error);
    if (code === "EEXIST") return (await isThere(from)) ? "occupied" : "no-such-file";
    if (code === "ENOENT" && !(await isThere(from))) return "no-such-file";
    if (code === undefined || !NO_HARD_LINKS.has(code)) throw error;
  }
  // Another program could take the name between these two calls; no call of such a disk is safer.
  if (await isThere(to)) return "occupied";
  await calls.rename(from, to);
  return "named";
}

/** Gives a file another name and takes the old one away. Two names of one file, left by a crash, become one. */
export async function moveFile(from: string, to: string): Promise<NameOutcome> {
  if (from === to) return (await isThere(from)) ? "named" : "no-such-file";
  const outcome = await nameFile(from, to);
  if (outcome === "named") await rm(from, { force: true });
  if (outcome !== "occupied") return outcome;
  const entry = await sharedEntry(from, to);
  if (entry === undefined) return "occupied";
  // With a single name, a file system that ignores case has shown us the same entry twice.
  if (entry.names === 1n) await rename(from, to);
  else await rm(from, { force: true });
  return "named";
}

/** Whether another name can be given without replacing a file: nothing has it, or this same file does. */
export async function isFree(from: string, to: string): Promise<boolean> {
  return !(await isThere(to)) || ((await isThere(from)) && (await sharedEntry(from, to)) !== undefined);
}

/** One file behind two names, and how many names it has. */
async function sharedEntry(one: string, other: string): Promise<{ readonly names: bigint } | undefined> {
  const [first, second] = await Promise.all([lstat(one, { bigint: true }), lstat(other, { bigint: true })]);
  const same = first.ino === second.ino && first.dev === second.dev && first.ino !== 0n;
  return same ? { names: first.nlink } : undefined;
}

/** Whether something has this name. Rejects with the system's error when that cannot be told. */
export async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return false;
    throw error;
  }
}

import { copyFile, link, lstat, open, rename, rm } from "node:fs/promises";
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
  const linked = await linkFile(from, to, calls);
  if (linked !== "no-hard-links") return linked;
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

/**
 * Gives a file a second name that is free, replacing nothing; on a file system without hard links, a copy of it.
 * Rejects with the system's error when the disk fails.
 */
export async function giveSecondName(
  from: string,
  to: string,
  calls: NameCalls = { link, rename },
): Promise<NameOutcome> {
  const linked = await linkFile(from, to, calls);
  if (linked !== "no-hard-links") return linked;
  const draft = `${to}.new`;
  await copyFile(from, draft);
  await syncFile(draft);
  // As in `nameFile`, no call of such a disk is safer than a look before the name is given.
  if (await isThere(to)) {
    await rm(draft, { force: true });
    return "occupied";
  }
  await calls.rename(draft, to);
  return "named";
}

async function linkFile(from: string, to: string, calls: NameCalls): Promise<NameOutcome | "no-hard-links"> {
  try {
    await calls.link(from, to);
    return "named";
  } catch (error) {
    const code = errorCode(error);
    if (code === "EEXIST") return (await isThere(from)) ? "occupied" : "no-such-file";
    if (code === "ENOENT" && !(await isThere(from))) return "no-such-file";
    if (code === undefined || !NO_HARD_LINKS.has(code)) throw error;
    return "no-hard-links";
  }
}

/** Whether two names are names of one file. */
export async function isSameFile(one: string, other: string): Promise<boolean> {
  return (await sharedEntry(one, other)) !== undefined;
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, "r+");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
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

import { open } from "node:fs/promises";

/** Syncs that have not begun yet, by folder, and the ones before them. */
const waiting = new Map<string, Promise<void>>();
const running = new Map<string, Promise<void>>();

/**
 * Syncs a folder, so that a name that was just given or taken in it outlives a power cut. Windows and some
 * network file systems cannot do that and need not: there it does nothing.
 *
 * Where many clips come at once, those who ask while a sync of the same folder is under way share the next one: it
 * begins after all of them asked, and so holds all of their names.
 */
export function syncFolder(folder: string): Promise<void> {
  const before = running.get(folder);
  if (before === undefined) return begin(folder);
  const next = waiting.get(folder) ?? before.catch(() => undefined).then(() => begin(folder));
  waiting.set(folder, next);
  return next;
}

function begin(folder: string): Promise<void> {
  waiting.delete(folder);
  const sync = syncNow(folder).finally(() => {
    if (running.get(folder) === sync) running.delete(folder);
  });
  running.set(folder, sync);
  return sync;
}

async function syncNow(folder: string): Promise<void> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(folder, "r");
  } catch (error) {
    if (cannotSyncFolders(error)) return;
    throw error;
  }
  try {
    await handle.sync();
  } catch (error) {
    if (!cannotSyncFolders(error)) throw error;
  } finally {
    await handle.close();
  }
}

function cannotSyncFolders(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "EISDIR" || code === "EINVAL" || code === "ENOTSUP" || (code === "EPERM" && onWindows());
}

function onWindows(): boolean {
  return process.platform === "win32";
}

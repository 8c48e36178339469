import { open } from "node:fs/promises";

/**
 * Syncs a folder, so that a name that was just given or taken in it outlives a power cut. Windows and some
 * network file systems cannot do that and need not: there it does nothing.
 */
export async function syncFolder(folder: string): Promise<void> {
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

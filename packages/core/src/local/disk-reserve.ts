import { randomFillSync } from "node:crypto";
import { open, rm, stat, truncate } from "node:fs/promises";
import { dirname } from "node:path";
import { syncFolder } from "./sync-folder.ts";

/** Room for some thousand generation ids with their takes. */
const RESERVE_BYTES = 8 * 1024 * 1024;

/** Enough for any one commit. */
const PIECE_BYTES = 1024 * 1024;

/** A file that holds space back on the disk of a state, to be given up when an id must be stored. */
export interface DiskReserve {
  /** Makes it, or makes it whole again. Fails with the system's error (such as `ENOSPC`), leaving none behind. */
  fill(): Promise<void>;
  /**
   * Gives a piece of the space back; false when there is none left. Not all at once, because downloads on
   * the same disk would take what the next id needs.
   */
  free(): Promise<boolean>;
  /** Whether some of it was given back since it was filled: the disk is full, and what is left is for answers. */
  isTouched(): boolean;
  /** Takes it away, where nobody spends any more; harmless where there is none. */
  remove(): Promise<void>;
}

/** @param file - the reserve's path, on the same disk as the state. */
export function diskReserve(file: string, bytes: number = RESERVE_BYTES): DiskReserve {
  let touched = false;
  return {
    isTouched: () => touched,
    async fill() {
      touched = false;
      if ((await sizeOf(file)) === bytes) return;
      try {
        const handle = await open(file, "w", 0o600);
        try {
          // Noise, because a file system that compresses would keep nothing free for zeros.
          await handle.writeFile(randomFillSync(Buffer.allocUnsafe(bytes)));
          await handle.sync();
        } finally {
          await handle.close();
        }
      } catch (error) {
        await rm(file, { force: true });
        throw error;
      }
    },
    async free() {
      const size = await sizeOf(file);
      if (size === undefined) return false;
      touched = true;
      if (size > PIECE_BYTES) {
        await truncate(file, size - PIECE_BYTES);
      } else {
        await rm(file, { force: true });
        await syncFolder(dirname(file));
      }
      return true;
    },
    // Where it cannot be removed it only stays in sight, which is no reason to fail.
    remove: () => rm(file, { force: true }).catch(() => undefined),
  };
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch {
    return undefined;
  }
}

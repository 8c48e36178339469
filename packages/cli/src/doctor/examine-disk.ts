import { constants } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { type Diagnosis, finding, fine } from "./diagnosis.ts";
import type { DiskNeed } from "./disk-need.ts";

/**
 * Looks whether clips can be written to a folder, and whether they fit. A folder that is not there yet is judged by
 * the nearest one above it that is.
 *
 * @param freeBytes - asks the system how much is free to us; given in tests only.
 */
export async function examineDisk(
  folder: string,
  need: DiskNeed,
  freeBytes: (folder: string) => Promise<number> = freeIn,
): Promise<Diagnosis> {
  const there = await nearestFolder(folder);
  if (there === undefined) return unwritable(folder, "something on its way is no folder");
  const canWrite = await access(there, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!canWrite) return unwritable(folder, `${there} may not be written`);
  const free = await freeBytes(there).catch(() => undefined);
  if (free === undefined) {
    return finding(
      "warning",
      "disk",
      "disk-unknown",
      `How much is free at ${folder} is not told`,
      "Look for yourself.",
    );
  }
  if (need.clips === 0) return fine("disk", `${gigabytes(free)} free at ${folder}, no clips to come`);
  const clips = `${need.clips} ${need.clips === 1 ? "clip" : "clips"}`;
  const words = `${gigabytes(free)} free at ${folder}, about ${gigabytes(need.bytes)} needed for ${clips}`;
  if (free >= need.bytes) return fine("disk", words);
  return finding(
    "problem",
    "disk",
    "disk-short",
    words,
    "Free some space, or put the clips elsewhere with --out.",
  );
}

function unwritable(folder: string, why: string): Diagnosis {
  const message = `Clips cannot be written to ${folder}: ${why}`;
  return finding(
    "problem",
    "disk",
    "clips-unwritable",
    message,
    "Make it writable, or name another with --out.",
  );
}

async function nearestFolder(folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    try {
      return (await stat(at)).isDirectory() ? at : undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT" || dirname(at) === at) return undefined;
    }
  }
}

async function freeIn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

function gigabytes(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return `${Math.max(1, Math.round(bytes / 1e6))} MB`;
}

import { lstatSync, type Stats } from "node:fs";
import { lstat } from "node:fs/promises";
import { resolve } from "node:path";
import type { ClipFacts } from "../take/take.ts";
import { clipPathOnDisk } from "./clip-path.ts";
import { clipUnreadable } from "./clip-unreadable.ts";
import { errorCode } from "./disk-error.ts";

/** What is wrong with a clip: it is gone, or what stands there is not as long as it should be. */
export type ClipFault = "missing" | "edited";

/** Clips that are looked at before the event loop has its turn. */
const BATCH = 256;

/** A look that takes longer is one at a distant disk, where many at once are quicker. A local one takes 3 µs. */
const LOCAL_LOOK_MS = 0.1;

/** Looks at a distant disk that are under way at the same time. */
const LOOKS_AT_ONCE = 32;

/** What of a clip can be seen without reading it. */
type Seen = Pick<ClipFacts, "file" | "bytes" | "attachments">;

/**
 * Looks whether clips, and what belongs to them, are on disk with the length that they should have; their content is
 * not read.
 *
 * @param dir - the output folder.
 * @param clips - of each, its path inside the folder with `/`, and its bytes.
 * @returns the faulty ones, in no particular order.
 * @throws ShotlistError `clip-outside-folder`, `clip-unreadable`
 */
export async function lookAtClips<T extends Seen>(
  dir: string,
  clips: readonly T[],
): Promise<ReadonlyMap<T, ClipFault>> {
  const base = resolve(dir);
  const faults = new Map<T, ClipFault>();
  let isLocal = true;
  for (let from = 0; from < clips.length; from += BATCH) {
    const batch = clips.slice(from, from + BATCH);
    const startedMs = performance.now();
    if (isLocal) lookInTurn(base, batch, faults);
    else await lookAtOnce(base, batch, faults);
    isLocal = performance.now() - startedMs < batch.length * LOCAL_LOOK_MS;
    await new Promise((resume) => setImmediate(resume));
  }
  return faults;
}

function lookInTurn<T extends Seen>(base: string, clips: readonly T[], faults: Map<T, ClipFault>): void {
  for (const clip of clips) {
    for (const { file, bytes } of filesOf(clip)) {
      const path = clipPathOnDisk(base, file);
      try {
        note(faults, clip, bytes, lstatSync(path, { throwIfNoEntry: false }));
      } catch (error) {
        note(faults, clip, bytes, unlessNoFolder(path, error));
      }
    }
  }
}

async function lookAtOnce<T extends Seen>(
  base: string,
  clips: readonly T[],
  faults: Map<T, ClipFault>,
): Promise<void> {
  const queue = clips.values();
  const worker = async (): Promise<void> => {
    for (const clip of queue) {
      for (const { file, bytes } of filesOf(clip)) {
        const path = clipPathOnDisk(base, file);
        note(faults, clip, bytes, await lstat(path).catch((error: unknown) => unlessNoFolder(path, error)));
      }
    }
  };
  await Promise.all(Array.from({ length: LOOKS_AT_ONCE }, worker));
}

function filesOf(clip: Seen): readonly Pick<ClipFacts, "file" | "bytes">[] {
  return clip.attachments === undefined ? [clip] : [clip, ...clip.attachments];
}

/** Of several faults of a clip the first is told. */
function note<T>(faults: Map<T, ClipFault>, clip: T, bytes: number, stats: Stats | undefined): void {
  const isWhole = stats?.isFile() === true && stats.size === bytes;
  if (!isWhole && !faults.has(clip)) faults.set(clip, stats === undefined ? "missing" : "edited");
}

function unlessNoFolder(path: string, error: unknown): undefined {
  const code = errorCode(error);
  if (code !== "ENOENT" && code !== "ENOTDIR") throw clipUnreadable(path, error);
}

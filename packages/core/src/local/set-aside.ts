import { dirname } from "node:path";
import { clipPathOnDisk } from "./clip-path.ts";
import { moveFile } from "./name-file.ts";
import { syncFolder } from "./sync-folder.ts";

/** How many edited copies of one clip are kept beside each other. */
const MOST_COPIES = 1_000;

/**
 * Gives a clip that was changed on disk another name beside its own (`take-1.edited.mp4`, then
 * `take-1.edited-2.mp4`), replacing nothing, so that the clip that was made can be fetched again. Its sidecar
 * stays where it is. Fails with `clip-outside-folder` and the system's errors.
 *
 * @param file - path inside the output folder, with `/`.
 * @returns the new path inside the output folder; undefined when the clip is not there any more.
 */
export async function setEditedClipAside(dir: string, file: string): Promise<string | undefined> {
  const from = clipPathOnDisk(dir, file);
  const [, stem = file, ending = ""] = /^(.*?)(\.[^./\\]*)?$/s.exec(file) ?? [];
  for (let copy = 1; copy <= MOST_COPIES; copy++) {
    const name = `${stem}.edited${copy === 1 ? "" : `-${copy}`}${ending}`;
    const outcome = await moveFile(from, clipPathOnDisk(dir, name));
    if (outcome === "no-such-file") return undefined;
    if (outcome === "named") {
      await syncFolder(dirname(from));
      return name;
    }
  }
  throw new Error(`There are ${MOST_COPIES} edited copies of ${file} already.`);
}

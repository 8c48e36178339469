import { isAbsolute, relative, resolve, sep } from "node:path";
import { ShotlistError } from "../shotlist-error.ts";

/**
 * A clip's path on disk. Fails with `clip-outside-folder` when `file` leaves the output folder.
 *
 * @param file - path inside the output folder, with `/`.
 */
export function clipPathOnDisk(dir: string, file: string): string {
  const path = resolve(dir, file);
  if (dir.length > 1 && path.startsWith(`${dir}${sep}`)) return path;
  const inside = relative(resolve(dir), path);
  if (inside !== "" && inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside)) return path;
  throw new ShotlistError("clip-outside-folder", `The clip's path ${file} leaves the output folder ${dir}.`, {
    hint: "Change `output.file` so that every path stays inside the folder.",
    standing: "Nothing was written there.",
  });
}

/** Where a clip's sidecar stands: beside it, under its whole name. */
export function sidecarOf(clip: string): string {
  return `${clip}.json`;
}

/** A path with another file ending, such as `jpg`. */
export function withEnding(path: string, ending: string): string {
  return `${path.replace(/\.[^./\\]*$/, "")}.${ending}`;
}

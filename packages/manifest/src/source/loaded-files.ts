import { createHash } from "node:crypto";
import type { Place } from "../problem.ts";
import type { ProblemList } from "../problem-list.ts";
import type { LoadFile, MediaFile, ReadManifestInput } from "../read-result.ts";

/** Files that are read at the same time. */
const AT_ONCE = 16;

/**
 * Reads a file that the manifest names. Reports `file-not-found` or `file-unreadable` at the place that names it.
 */
export async function loadNamedFile(
  path: string,
  place: Place,
  { loadFile, problems }: { readonly loadFile: LoadFile; readonly problems: ProblemList },
): Promise<Uint8Array | undefined> {
  try {
    return await loadFile(path);
  } catch (error) {
    const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
    if (code === "ENOENT" || code === "ENOTDIR")
      problems.add("file-not-found", place, `There is no file "${path}".`);
    else if (typeof code === "string")
      problems.add("file-unreadable", place, `"${path}" cannot be read: ${String(message)}.`);
    else throw error;
    return undefined;
  }
}

/**
 * Reads the local files that shots are made from, by path; what cannot be read is reported and left out.
 *
 * @param files - each path with the place that names it first.
 */
export async function readMediaFiles(
  files: ReadonlyMap<string, Place>,
  context: {
    readonly loadFile: LoadFile;
    readonly measure: ReadManifestInput["measureMedia"];
    readonly problems: ProblemList;
  },
): Promise<ReadonlyMap<string, MediaFile>> {
  const found = new Map<string, MediaFile>();
  const queue = files.entries();
  const worker = async (): Promise<void> => {
    for (const [path, place] of queue) {
      const content = await loadNamedFile(path, place, context);
      if (content === undefined) continue;
      const sha256 = createHash("sha256").update(content).digest("hex");
      found.set(path, { ...(await context.measure?.(content)), bytes: content.byteLength, sha256 });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return found;
}

import { hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { LocalMedia } from "../ports/generation-api.ts";
import { errorCode } from "./disk-error.ts";

/**
 * Reads a local file that a shot is made from.
 *
 * Rejects, in words for people, when it cannot be read or is not what it was when the manifest was read.
 *
 * @param folder - the manifest's folder.
 */
export async function readLocalMedia(
  folder: string,
  { path, sha256 }: { readonly path: string; readonly sha256: string },
): Promise<LocalMedia> {
  const content = await readFile(resolve(folder, path)).catch((error: unknown) => {
    const gone = errorCode(error) === "ENOENT";
    const why = gone ? "is not there any more" : `cannot be read (${errorCode(error) ?? "unknown fault"})`;
    throw new Error(`"${path}" ${why}`, { cause: error });
  });
  if (hash("sha256", content, "hex") !== sha256) {
    throw new Error(`"${path}" has changed since the manifest was read`);
  }
  return { path, sha256, content };
}

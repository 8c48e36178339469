import { createHash } from "node:crypto";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** What is known of the file at the other end of a link, to resume only the same one. */
export interface RemoteFile {
  /** A strong ETag, with its quotes. */
  readonly etag: string;
  /** Whole length in bytes. */
  readonly totalBytes: number;
}

/** A half or whole download, named by its generation, with a note of what it is a part of. */
export interface PartFile {
  readonly path: string;
  /** Where the clip's poster waits for its final name. */
  readonly posterPath: string;
  /** Bytes on disk, and what they belong to; undefined when there is nothing that could be resumed. */
  resumable(): Promise<{ readonly bytes: number; readonly remote: RemoteFile } | undefined>;
  /** Forgets what was there and notes what comes now; a download that names no ETag cannot be resumed. */
  restart(remote: RemoteFile | undefined): Promise<void>;
  /** Removes the part and its note; a poster only with `poster`. */
  remove(options: { readonly poster: boolean }): Promise<void>;
}

/** The part file of a generation inside the output folder. Its name cannot leave `.parts/`, whatever the id says. */
export function partFile(dir: string, generationId: string): PartFile {
  const name = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(generationId)
    ? generationId
    : createHash("sha256").update(generationId).digest("hex");
  const path = join(dir, ".parts", `${name}.part`);
  const note = `${path}.json`;
  const posterPath = join(dir, ".parts", `${name}.poster`);
  return {
    path,
    posterPath,
    async resumable() {
      const remote = await readNote(note);
      const bytes = await sizeOf(path);
      return remote === undefined || bytes === undefined || bytes > remote.totalBytes
        ? undefined
        : { bytes, remote };
    },
    async restart(remote) {
      await mkdir(dirname(path), { recursive: true });
      // The note goes first and comes last, so that it never speaks of the bytes of another file.
      await rm(note, { force: true });
      await writeFile(path, "");
      if (remote !== undefined) await writeFile(note, JSON.stringify(remote));
    },
    async remove({ poster }) {
      await rm(note, { force: true });
      await rm(path, { force: true });
      if (poster) await rm(posterPath, { force: true });
    },
  };
}

async function readNote(note: string): Promise<RemoteFile | undefined> {
  try {
    const value = JSON.parse(await readFile(note, "utf8")) as Partial<RemoteFile>;
    const { etag, totalBytes } = value;
    return typeof etag === "string" && typeof totalBytes === "number" ? { etag, totalBytes } : undefined;
  } catch {
    return undefined;
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch {
    return undefined;
  }
}

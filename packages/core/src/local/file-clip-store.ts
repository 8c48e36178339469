import type { Stats } from "node:fs";
import { lstat, mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { ClipHealth, ClipStore, FetchOrder, FetchOutcome, PlaceOutcome } from "../ports/clip-store.ts";
import type { ClipFacts } from "../take/take.ts";
import { type Attachment, attachmentPart, fetchAttachments } from "./attachments.ts";
import { clipPathOnDisk, sidecarOf, withEnding } from "./clip-path.ts";
import { clipUnreadable } from "./clip-unreadable.ts";
import { diskOutcome, errorCode } from "./disk-error.ts";
import { download } from "./download.ts";
import { sha256OfFile } from "./hash-file.ts";
import { createHttpGet, type HttpGet } from "./http-get.ts";
import { measure } from "./measure-clip.ts";
import { isThere, nameFile } from "./name-file.ts";
import { type PartFile, partFile } from "./part-file.ts";
import { fetchPoster, posterEnding } from "./poster.ts";
import { renameClip } from "./rename-clip.ts";
import { mayWriteSidecar, writeSidecar } from "./sidecar.ts";
import { syncFolder } from "./sync-folder.ts";

/** Where clips go, and how long to wait for their bytes. */
export interface FileClipStoreOptions {
  /** The output folder; made when the first clip comes. */
  readonly dir: string;
  /** A connection, a header or a body that makes no progress for this long is given up. */
  readonly requestTimeoutMs: number;
}

type PlaceOrder = Parameters<ClipStore["place"]>[0];

/**
 * Clips as files under one folder, half ones under `.parts/` in it. A file that we did not write is never
 * replaced. Ways in which the network or the disk can fail are outcomes. Errors: `clip-outside-folder` for a
 * path that leaves the folder, `clip-unreadable` from `health`.
 */
export function createFileClipStore(options: FileClipStoreOptions): ClipStore {
  const dir = resolve(options.dir);
  const get = createHttpGet(options);
  return {
    async fetch(order, signal, onBytes) {
      const part = partFile(dir, order.generationId);
      clipPathOnDisk(dir, order.file);
      return orDisk(() => fetchClip({ order, part, dir, get, signal, onBytes }));
    },
    async place(order) {
      const clip = clipPathOnDisk(dir, order.clip.file);
      return orDisk(() => placeClip(order, partFile(dir, order.generationId), clip, dir));
    },
    async rename(order) {
      clipPathOnDisk(dir, order.to);
      return orDisk(() => renameClip(order, dir));
    },
    async health(clip, { deep }) {
      const path = clipPathOnDisk(dir, clip.file);
      return clipHealth(clip, dir, deep).catch((error: unknown) =>
        Promise.reject(clipUnreadable(path, error)),
      );
    },
  };
}

async function orDisk<T>(work: () => Promise<T>): Promise<T | ReturnType<typeof diskOutcome>> {
  try {
    return await work();
  } catch (error) {
    return diskOutcome(error);
  }
}

async function fetchClip(work: {
  readonly order: FetchOrder;
  readonly part: PartFile;
  readonly dir: string;
  readonly get: HttpGet;
  readonly signal: AbortSignal;
  readonly onBytes: ((bytes: number, total: number | undefined) => void) | undefined;
}): Promise<FetchOutcome> {
  const { order, part, get, signal, onBytes } = work;
  const fetched = await download({ url: order.url, part, get, signal, onBytes });
  if (fetched.kind === "corrupt") await part.remove({ poster: false });
  if (fetched.kind !== "whole") return fetched;
  const check = await measure(part.path, order.media);
  if (!check.ok) {
    await part.remove({ poster: false });
    return { kind: "corrupt", reason: check.reason };
  }
  const attachments = await fetchAttachments(work);
  if ("kind" in attachments) return attachments;
  await syncFolder(dirname(part.path));
  const { ok: _ok, ...measures } = check;
  const facts = { file: order.file, bytes: fetched.bytes, sha256: fetched.sha256, ...measures };
  // Whatever is wrong with a poster, its clip is whole.
  const poster = await posterFor(work).catch(() => undefined);
  const clip = {
    ...facts,
    ...(poster === undefined ? {} : { poster }),
    ...(attachments.length === 0 ? {} : { attachments }),
  };
  return { kind: "checked", clip };
}

/** What the poster will be called, if there is a picture. */
async function posterFor(work: {
  readonly order: FetchOrder;
  readonly part: PartFile;
  readonly get: HttpGet;
  readonly signal: AbortSignal;
}): Promise<string | undefined> {
  const { order, part, get, signal } = work;
  if (order.posterUrl === undefined) return undefined;
  const path = part.posterPath;
  const ending =
    (await posterEnding(path)) ?? (await fetchPoster({ url: order.posterUrl, path, get, signal }));
  return ending === undefined ? undefined : withEnding(order.file, ending);
}

async function placeClip(
  order: PlaceOrder,
  part: PartFile,
  clip: string,
  dir: string,
): Promise<PlaceOutcome> {
  const folder = dirname(clip);
  await mkdir(folder, { recursive: true });
  if (!(await mayWriteSidecar(sidecarOf(clip)))) {
    return { kind: "occupied", reason: `${sidecarOf(order.clip.file)} was not written by shotlist` };
  }
  const { generationId } = order;
  // The clip comes last: where it has its name, everything that belongs to it is there.
  for (const [index, attachment] of (order.clip.attachments ?? []).entries()) {
    const besidePart = attachmentPart(dir, generationId, index);
    const beside = await giveFinalName(attachment, besidePart, clipPathOnDisk(dir, attachment.file));
    if (beside.kind !== "placed") return beside;
  }
  const standing = await giveFinalName(order.clip, part, clip);
  if (standing.kind !== "placed") return standing;
  const { poster } = order.clip;
  const hasPoster = poster === undefined || (await placePoster(part.posterPath, clipPathOnDisk(dir, poster)));
  await writeSidecar(sidecarOf(clip), order.sidecar);
  await syncFolders(folder, dir);
  await part.remove({ poster: true });
  for (const [index] of (order.clip.attachments ?? []).entries()) {
    await attachmentPart(dir, generationId, index).remove({ poster: false });
  }
  return hasPoster ? { kind: "placed" } : { kind: "placed", withoutPoster: true };
}

async function giveFinalName(facts: Attachment, part: PartFile, clip: string): Promise<PlaceOutcome> {
  const size = await statOf(part.path);
  if (size !== undefined && size.size === facts.bytes) {
    const outcome = await nameFile(part.path, clip);
    if (outcome === "named") return { kind: "placed" };
  }
  const health = await fileHealth(facts, clip, true);
  if (health === "whole") return { kind: "placed" };
  if (health === "missing") return { kind: "lost" };
  const sha256 = await sha256OfFile(clip).catch(() => undefined);
  const reason = `${facts.file} is there already and was not written by shotlist`;
  return { kind: "occupied", reason, ...(sha256 === undefined ? {} : { sha256 }) };
}

/** Whether the poster has its name, now or from an earlier try. A clip without its poster is still a clip. */
async function placePoster(from: string, to: string): Promise<boolean> {
  try {
    const outcome = await nameFile(from, to);
    if (outcome === "named") return true;
    if (!(await isThere(to))) return false;
    return outcome === "no-such-file" || (await sha256OfFile(from)) === (await sha256OfFile(to));
  } catch (error) {
    diskOutcome(error);
    return false;
  }
}

/** Each folder on the way may be new, and a new folder is only safe once the one above it is synced. */
async function syncFolders(folder: string, dir: string): Promise<void> {
  for (let at = folder; ; at = dirname(at)) {
    await syncFolder(at);
    if (at.length <= dir.length || at === dirname(at)) break;
  }
}

/** A clip without what belongs to it is not whole. */
async function clipHealth(facts: ClipFacts, dir: string, deep: boolean): Promise<ClipHealth> {
  for (const file of [facts, ...(facts.attachments ?? [])]) {
    const health = await fileHealth(file, clipPathOnDisk(dir, file.file), deep);
    if (health !== "whole") return health;
  }
  return "whole";
}

async function fileHealth(facts: Attachment, clip: string, deep: boolean): Promise<ClipHealth> {
  const stats = await statOf(clip);
  if (stats === undefined) return "missing";
  if (!stats.isFile() || stats.size !== facts.bytes) return "edited";
  return deep && (await sha256OfFile(clip)) !== facts.sha256 ? "edited" : "whole";
}

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

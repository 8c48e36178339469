import { lstat, mkdir, rm } from "node:fs/promises";
import { dirname, extname } from "node:path";
import type { PlaceOutcome, RenameOrder } from "../ports/clip-store.ts";
import type { ClipFacts } from "../take/take.ts";
import { dropOldAttachments, moveAttachments } from "./attachments.ts";
import { clipPathOnDisk, sidecarOf, withEnding } from "./clip-path.ts";
import { sha256OfFile } from "./hash-file.ts";
import { giveSecondName, isSameFile, isThere } from "./name-file.ts";
import { mayWriteSidecar, sidecarHash, writeSidecar } from "./sidecar.ts";
import { syncFolder } from "./sync-folder.ts";

/** Under which of two names a clip stands; `taken` when another file has the new one. */
type Whereabouts = "old" | "both" | "new" | "taken" | "nowhere";

/**
 * Moves a placed clip with its sidecar and its poster: a second name, then `order.record`, then the first name
 * goes. Rejects with the system's error.
 *
 * @param dir - the output folder.
 */
export async function renameClip(order: RenameOrder, dir: string): Promise<PlaceOutcome> {
  const { clip } = order;
  const from = clipPathOnDisk(dir, clip.file);
  const to = clipPathOnDisk(dir, order.to);
  const where = await whereabouts(clip, from, to);
  if (where === "nowhere") return { kind: "lost" };
  if (where === "taken") {
    const sha256 = await sha256OfFile(to).catch(() => undefined);
    const reason = `${order.to} is there already`;
    return { kind: "occupied", reason, ...(sha256 === undefined ? {} : { sha256 }) };
  }
  if (!(await mayWriteSidecar(sidecarOf(to)))) {
    return { kind: "occupied", reason: `${sidecarOf(order.to)} was not written by shotlist` };
  }
  await mkdir(dirname(to), { recursive: true });
  if (where === "old" && (await giveSecondName(from, to)) !== "named") {
    return { kind: "occupied", reason: `${order.to} was taken in this moment` };
  }
  await writeSidecar(sidecarOf(to), order.sidecar);
  const poster = await movePoster(order, dir, where);
  const attachments = await moveAttachments(clip, order.to, dir);
  await syncFolder(dirname(to));
  const { poster: _poster, attachments: _attachments, ...facts } = clip;
  await order.record({
    ...facts,
    file: order.to,
    ...(poster === undefined ? {} : { poster }),
    ...(attachments === undefined ? {} : { attachments }),
  });
  if (where !== "new") await dropOldAttachments(clip.attachments, attachments, dir);
  await takeOldNames(order, { from, poster, dir }, where);
  return { kind: "placed" };
}

async function whereabouts(clip: ClipFacts, from: string, to: string): Promise<Whereabouts> {
  const [old, other] = [await isThere(from), await isThere(to)];
  if (old && other && (await isSameFile(from, to))) return "both";
  if (!other) return old && (await isClip(clip, from)) ? "old" : "nowhere";
  if (!(await isClip(clip, to))) return old && (await isClip(clip, from)) ? "taken" : "nowhere";
  // Two files of equal bytes are one clip only where a disk without hard links had it copied; a person's copy has
  // no sidecar.
  const copied = old && (await sidecarHash(sidecarOf(from))) === clip.sha256;
  return copied && (await sha256OfFile(from)) === (await sha256OfFile(to)) ? "both" : "new";
}

/** Whether a file is the clip, edited or not: its sidecar says so, or its bytes do. */
async function isClip(clip: ClipFacts, path: string): Promise<boolean> {
  if ((await sidecarHash(sidecarOf(path))) === clip.sha256) return true;
  const stats = await lstat(path);
  return stats.isFile() && stats.size === clip.bytes && (await sha256OfFile(path)) === clip.sha256;
}

/** Where the poster is from now on. One that cannot have the new name keeps the old one. */
async function movePoster(
  { clip, to }: RenameOrder,
  dir: string,
  where: Whereabouts,
): Promise<string | undefined> {
  if (clip.poster === undefined) return undefined;
  const file = withEnding(to, extname(clip.poster).slice(1));
  const paths = { from: clipPathOnDisk(dir, clip.poster), to: clipPathOnDisk(dir, file) };
  // Where only the new name is left, what has the poster's old name is another clip's by now.
  if (where === "new" || !(await isThere(paths.from))) return (await isThere(paths.to)) ? file : undefined;
  if ((await giveSecondName(paths.from, paths.to)) === "named") return file;
  return (await isSamePicture(paths.from, paths.to)) ? file : clip.poster;
}

async function isSamePicture(one: string, other: string): Promise<boolean> {
  return (await isSameFile(one, other)) || (await sha256OfFile(one)) === (await sha256OfFile(other));
}

/** The clip goes last: while it has its old name, the next try finds that there is something to finish. */
async function takeOldNames(
  { clip }: RenameOrder,
  moved: { readonly from: string; readonly poster: string | undefined; readonly dir: string },
  where: Whereabouts,
): Promise<void> {
  const { from, poster, dir } = moved;
  const sidecar = sidecarOf(from);
  if ((await sidecarHash(sidecar)) === clip.sha256) await rm(sidecar, { force: true });
  if (where !== "new") {
    if (clip.poster !== undefined && poster !== undefined && poster !== clip.poster) {
      await rm(clipPathOnDisk(dir, clip.poster), { force: true });
    }
    await rm(from, { force: true });
  }
  await syncFolder(dirname(from));
}

import { rm } from "node:fs/promises";
import type { FetchOrder, FetchOutcome } from "../ports/clip-store.ts";
import { renamedClip } from "../take/renamed-clip.ts";
import type { ClipFacts } from "../take/take.ts";
import { clipPathOnDisk } from "./clip-path.ts";
import { download } from "./download.ts";
import type { HttpGet } from "./http-get.ts";
import { giveSecondName, isSameFile, isThere } from "./name-file.ts";
import { type PartFile, partFile } from "./part-file.ts";

/** A file that belongs to a clip and lies beside it. */
export type Attachment = NonNullable<ClipFacts["attachments"]>[number];

/** The part file of a clip's attachment, by its place among them. */
export function attachmentPart(dir: string, generationId: string, index: number): PartFile {
  return partFile(dir, `${generationId}.beside-${index}`);
}

/**
 * Downloads what belongs to a clip into part files. Each is whole by its length; what is in it is not checked.
 *
 * @returns the files, or how the first one failed.
 */
export async function fetchAttachments(work: {
  readonly order: FetchOrder;
  readonly dir: string;
  readonly get: HttpGet;
  readonly signal: AbortSignal;
}): Promise<readonly Attachment[] | Exclude<FetchOutcome, { kind: "checked" }>> {
  const { order, dir, get, signal } = work;
  const files: Attachment[] = [];
  for (const [index, { url, file }] of (order.attachments ?? []).entries()) {
    clipPathOnDisk(dir, file);
    const part = attachmentPart(dir, order.generationId, index);
    const fetched = await download({ url, part, get, signal });
    if (fetched.kind === "corrupt") await part.remove({ poster: false });
    if (fetched.kind !== "whole") return fetched;
    files.push({ file, bytes: fetched.bytes, sha256: fetched.sha256 });
  }
  return files;
}

/**
 * Gives attachments second names beside a clip's new one. One that cannot have its new name keeps the old one.
 *
 * @returns where they are from now on.
 */
export async function moveAttachments(
  clip: ClipFacts,
  to: string,
  dir: string,
): Promise<ClipFacts["attachments"]> {
  const moved: Attachment[] = [];
  const renamed = renamedClip(clip, to).attachments ?? [];
  for (const [index, attachment] of (clip.attachments ?? []).entries()) {
    const next = renamed[index] as Attachment;
    const from = clipPathOnDisk(dir, attachment.file);
    moved.push((await hasName(from, clipPathOnDisk(dir, next.file))) ? next : attachment);
  }
  return clip.attachments === undefined ? undefined : moved;
}

async function hasName(from: string, to: string): Promise<boolean> {
  if (!(await isThere(to))) return (await giveSecondName(from, to)) === "named";
  return !(await isThere(from)) || (await isSameFile(from, to));
}

/** Takes away the names that attachments had before they were moved. */
export async function dropOldAttachments(
  before: ClipFacts["attachments"],
  after: ClipFacts["attachments"],
  dir: string,
): Promise<void> {
  for (const [index, { file }] of (before ?? []).entries()) {
    const now = after?.[index]?.file;
    if (now !== undefined && now !== file) await rm(clipPathOnDisk(dir, file), { force: true });
  }
}

import { copyFile, link, lstat, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ShotlistError } from "@shotlist/core";
import { createFileClipStore } from "@shotlist/core/local";
import pLimit from "p-limit";
import { markAiPicture } from "./mark-ai-picture.ts";
import type { NamedClip } from "./name-clips.ts";
import { besideNames, posterName } from "./tables.ts";

/** Where an export goes, and how. */
export interface ExportOrder {
  readonly folder: string;
  /** The folder that clips are taken from. */
  readonly clips: string;
  readonly link: boolean;
  /** Files that an earlier export did not write may be replaced. */
  readonly force: boolean;
  /** The texts beside the clips, by name, from what was handed over. */
  readonly texts: (written: readonly NamedClip[]) => Readonly<Record<string, string>>;
}

/** What became of the clips. */
export interface ExportOutcome {
  readonly written: readonly NamedClip[];
  /** Clips that are not on disk as they were fetched; `reason` follows on "the clip". */
  readonly lost: readonly (NamedClip & { readonly reason: string })[];
}

/** Names what an export wrote, so that the next one replaces this and nothing else. */
const LIST = ".shotlist-export.json";

/**
 * Writes an export. Each clip is read and compared with what was fetched before it is handed over, and has its name
 * only when it is whole; files of an earlier export that do not belong to this one go.
 *
 * @throws ShotlistError `export-unwritable`, `file-exists`
 */
export async function writeExport(clips: readonly NamedClip[], order: ExportOrder): Promise<ExportOutcome> {
  try {
    return await write(clips, order);
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new ShotlistError(
      "export-unwritable",
      `The export cannot be written to ${order.folder}: ${error.message}.`,
      {
        hint: "Free some space, or name another folder with --to.",
        standing: "Clips and state are not touched by this.",
        cause: error,
      },
    );
  }
}

async function write(clips: readonly NamedClip[], order: ExportOrder): Promise<ExportOutcome> {
  const { written, lost } = await sorted(clips, order.clips);
  if (written.length === 0) return { written, lost };
  const texts = order.texts(written);
  const moves = written.flatMap((clip) => movesOf(clip, order));
  const names = new Set([...moves.map(({ name }) => name), ...Object.keys(texts)]);
  const before = await earlierNames(order.folder);
  if (!order.force) await refuseForeign(order.folder, names, before);
  await mkdir(order.folder, { recursive: true });
  // Before the first file, so that an export that is cut off is replaced by the next one as well.
  await writeWhole(join(order.folder, LIST), listOf(new Set([...names, ...before])));
  const limit = pLimit(8);
  await Promise.all(moves.map((move) => limit(() => place(move, order))));
  for (const [name, text] of Object.entries(texts)) await writeWhole(join(order.folder, name), text);
  for (const name of before) if (!names.has(name)) await rm(join(order.folder, name), { force: true });
  await writeWhole(join(order.folder, LIST), listOf(names));
  return { written, lost };
}

async function sorted(clips: readonly NamedClip[], dir: string): Promise<ExportOutcome> {
  const store = createFileClipStore({ dir, requestTimeoutMs: 1 });
  const limit = pLimit(4);
  const looked = await Promise.all(
    clips.map((clip) =>
      limit(async () => ({ clip, health: await store.health(clip.take.clip, { deep: true }) })),
    ),
  );
  return {
    written: looked.filter(({ health }) => health === "whole").map(({ clip }) => clip),
    lost: looked
      .filter(({ health }) => health !== "whole")
      .map(({ clip, health }) => ({
        ...clip,
        reason:
          health === "missing"
            ? "is gone from disk; the next run fetches it again"
            : "is not what was fetched; see shotlist status --verify",
      })),
  };
}

interface Move {
  readonly from: string;
  readonly name: string;
  /** It may be absent. */
  readonly optional: boolean;
  /** A picture, which is to say of itself that a model made it. */
  readonly isPicture?: boolean;
}

function movesOf(clip: NamedClip, { clips }: ExportOrder): readonly Move[] {
  const { file, poster, media } = clip.take.clip;
  const posterTo = posterName(clip);
  return [
    { from: join(clips, file), name: clip.name, optional: false, isPicture: media === "image" },
    { from: join(clips, `${file}.json`), name: `${clip.name}.json`, optional: true },
    ...besideNames(clip).map((beside) => ({
      from: join(clips, beside.file),
      name: beside.name,
      optional: false,
    })),
    ...(poster === undefined || posterTo === undefined
      ? []
      : [{ from: join(clips, poster), name: posterTo, optional: true, isPicture: true }]),
  ];
}

async function place(move: Move, { folder, link: links }: ExportOrder): Promise<void> {
  const { from, name, optional, isPicture = false } = move;
  const to = join(folder, name);
  const part = `${to}.part`;
  await rm(part, { force: true });
  try {
    if (isPicture) await writeFile(part, markAiPicture(await readFile(from)));
    else if (!links || !(await isLinked(from, part))) await copyFile(from, part);
  } catch (error) {
    if (optional && (error as NodeJS.ErrnoException).code === "ENOENT") {
      await rm(to, { force: true });
      return;
    }
    throw error;
  }
  // Two names of one file are not replaced by `rename`, so that the old name has to go first.
  await rm(to, { force: true });
  await rename(part, to);
}

/** Another disk, or one without hard links, gets a copy. */
async function isLinked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw error;
    return false;
  }
}

async function refuseForeign(
  folder: string,
  names: ReadonlySet<string>,
  before: ReadonlySet<string>,
): Promise<void> {
  for (const name of names) {
    if (before.has(name)) continue;
    const isThere = await lstat(join(folder, name)).then(
      () => true,
      () => false,
    );
    if (!isThere) continue;
    throw new ShotlistError("file-exists", `${name} is in ${folder} already, and no export wrote it.`, {
      hint: "Name another folder with --to, or replace it with --force.",
      standing: "Nothing was written.",
    });
  }
}

function listOf(names: ReadonlySet<string>): string {
  return `${JSON.stringify({ shotlist: 1, files: [...names].toSorted() }, null, 2)}\n`;
}

/** The names that an earlier export wrote into the folder: plain names of ours, whatever the list says. */
async function earlierNames(folder: string): Promise<ReadonlySet<string>> {
  try {
    const list = JSON.parse(await readFile(join(folder, LIST), "utf8")) as { readonly files?: unknown };
    const files = Array.isArray(list.files) ? (list.files as readonly unknown[]) : [];
    return new Set(files.filter((name): name is string => typeof name === "string" && isPlain(name)));
  } catch {
    return new Set();
  }
}

function isPlain(name: string): boolean {
  return name !== "" && !/[/\\]/.test(name) && !name.startsWith(".");
}

async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.part`, text);
  await rename(`${file}.part`, file);
}

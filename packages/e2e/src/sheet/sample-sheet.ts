import { link, mkdir, readFile, writeFile } from "node:fs/promises";
import { findPackageJSON } from "node:module";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { ReadModel, ShotView, TakeView } from "@shotlist/core/read-model";
import { type ContactSheetOptions, renderContactSheet } from "@shotlist/reporter";
import type { SampleMedia } from "./sample-media.ts";

/** How takes get their clips. */
export interface MediaOptions {
  /** Whether each clip has a picture beside it, as Dream Machine makes them; without, the page draws its first frame. */
  readonly posters: boolean;
  /** A file for each take instead of one for each shape. */
  readonly distinct?: boolean;
}

/** The same read-model with clips that can be played: links to sample clips, in the folder where its sheet will be. */
export async function withMedia(
  model: ReadModel,
  media: SampleMedia,
  folder: string,
  { posters, distinct = false }: MediaOptions,
): Promise<ReadModel> {
  const links: [from: string, to: string][] = [];
  let made = 0;
  const place = (shot: ShotView, take: TakeView): TakeView => {
    if (!take.clip) return take;
    const source = media.byRatio[shot.aspectRatio] ?? media.long;
    const name = distinct ? `clip-${made++}` : source;
    if (distinct) {
      links.push([`${source}.mp4`, `${name}.mp4`]);
      if (posters) links.push([`${source}.png`, `${name}.png`]);
    }
    const { poster: _, ...clip } = take.clip;
    return {
      ...take,
      clip: { ...clip, file: `${name}.mp4`, ...(posters ? { poster: `${name}.png` } : {}) },
    };
  };
  const shots = model.shots.map((shot) => ({ ...shot, takes: shot.takes.map((take) => place(shot, take)) }));
  await mkdir(join(folder, "clips"), { recursive: true });
  for (const [from, to] of links) await link(join(media.folder, from), join(folder, "clips", to));
  return { ...model, shots, clipsBase: distinct ? "clips" : relative(folder, media.folder) };
}

/**
 * Writes a contact sheet from the built page.
 *
 * @returns its address.
 */
export async function writeSheet(
  folder: string,
  model: ReadModel,
  options?: ContactSheetOptions,
): Promise<string> {
  const reporter = findPackageJSON("@shotlist/reporter", import.meta.url) ?? "";
  const template = await readFile(join(dirname(reporter), "dist/page/index.html"), "utf8");
  await mkdir(folder, { recursive: true });
  const file = join(folder, "index.html");
  await writeFile(file, renderContactSheet(model, template, options));
  return pathToFileURL(file).href;
}

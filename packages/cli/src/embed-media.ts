import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import type { ReadModel, ShotView } from "@shotlist/core/read-model";
import type { StatePaths } from "./state-paths.ts";

/** Beyond it mail programs refuse a file, and browsers take long to open it. */
const MOST_BYTES = 64 * 1024 * 1024;

const TYPES: Readonly<Record<string, string>> = {
  ".mp4": "video/mp4",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".png": "image/png",
  ".webp": "image/webp",
};

/** What a contact sheet holds itself. */
export interface EmbeddedMedia {
  /** Data URLs, see `ContactSheetOptions.media`. */
  readonly media: ReadonlyMap<string, string>;
  /** Clips on disk that did not fit. */
  readonly left: number;
}

/**
 * Reads clips and posters for a sheet that holds them itself: of each shot the clip that is shown first, then the
 * other takes, as long as they fit into `mostBytes`. What is gone from disk is left out.
 */
export async function embedMedia(
  { shots, clipsBase, framesBase }: ReadModel,
  { clips, manifestDir }: Pick<StatePaths, "clips" | "manifestDir">,
  mostBytes: number = MOST_BYTES,
): Promise<EmbeddedMedia> {
  const media = new Map<string, string>();
  let room = mostBytes;
  let left = 0;
  for (const { file, poster, bytes } of inOrder(shots)) {
    if (bytes > room) {
      left += 1;
      continue;
    }
    const names = poster === undefined ? [file] : [file, poster];
    for (const name of names) {
      const content = await readFile(join(clips, name)).catch(() => undefined);
      const type = TYPES[extname(name).toLowerCase()];
      if (content === undefined || type === undefined || content.length > room) continue;
      room -= content.length;
      media.set(`${clipsBase}/${name}`, `data:${type};base64,${content.toString("base64")}`);
    }
  }
  for (const file of framesBase === undefined ? [] : framesOf(shots)) {
    const content = await readFile(join(manifestDir, file)).catch(() => undefined);
    const type = TYPES[extname(file).toLowerCase()];
    if (content === undefined || type === undefined || content.length > room) continue;
    room -= content.length;
    media.set(`${framesBase}/${file}`, `data:${type};base64,${content.toString("base64")}`);
  }
  return { media, left };
}

/** Pictures and clips of the manifest's folder that shots were made from; they come last, each once. */
function framesOf(shots: readonly ShotView[]): ReadonlySet<string> {
  const files = shots.flatMap(({ startFrameFile, endFrameFile, sourceClipFile, guides = [] }) => [
    startFrameFile,
    endFrameFile,
    sourceClipFile,
    ...guides.map(({ file }) => file),
  ]);
  return new Set(files.filter((file): file is string => file?.split("/").includes("..") === false));
}

function inOrder(shots: readonly ShotView[]): readonly NonNullable<ShotView["takes"][number]["clip"]>[] {
  const clipsOf = (isShown: boolean) =>
    shots.flatMap(({ takes, shownTake }) =>
      takes.flatMap(({ number, clip }) =>
        clip !== undefined && (number === shownTake) === isShown ? [clip] : [],
      ),
    );
  return [...clipsOf(true), ...clipsOf(false)];
}

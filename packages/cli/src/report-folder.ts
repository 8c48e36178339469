import { copyFile, mkdir, rename } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { ShotlistError } from "@shotlist/core";
import type { ReadModel } from "@shotlist/core/read-model";
import pLimit from "p-limit";
import type { StatePaths } from "./state-paths.ts";

/**
 * Copies everything that a contact sheet shows into a folder, so that it can be zipped and opened elsewhere. What is
 * gone from disk is left out: the sheet says so when it is opened.
 *
 * @returns the read-model of the sheet in that folder.
 * @throws ShotlistError `report-unwritable`
 */
export async function fillReportFolder(
  folder: string,
  model: ReadModel,
  paths: StatePaths,
): Promise<ReadModel> {
  const clips = new Set<string>();
  const frames = new Set<string>();
  for (const { takes, startFrameFile, endFrameFile, sourceClipFile, guides = [] } of model.shots) {
    for (const { clip } of takes) {
      for (const file of [clip?.file, clip?.poster]) if (file !== undefined) clips.add(file);
    }
    const inputs = [startFrameFile, endFrameFile, sourceClipFile, ...guides.map(({ file }) => file)];
    for (const file of inputs) if (file !== undefined) frames.add(file);
  }
  await copyAll([...clips], paths.clips, join(folder, "clips"));
  await copyAll([...frames], paths.manifestDir, join(folder, "frames"));
  return { ...model, clipsBase: "clips", framesBase: "frames" };
}

async function copyAll(files: readonly string[], from: string, to: string): Promise<void> {
  const limit = pLimit(8);
  await Promise.all(files.map((file) => limit(() => copyInside(file, from, to))));
}

async function copyInside(file: string, from: string, to: string): Promise<void> {
  const target = join(to, file);
  const inside = relative(to, target);
  if (inside === "" || inside.split(sep)[0] === ".." || isAbsolute(inside)) return;
  try {
    await mkdir(dirname(target), { recursive: true });
    await copyFile(join(from, file), `${target}.part`);
    await rename(`${target}.part`, target);
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && path === join(from, file)) return;
    throw new ShotlistError(
      "report-unwritable",
      `${target} cannot be written (${code ?? "unknown fault"}).`,
      {
        hint: "Free some space, or name another folder with --folder.",
        standing: "Clips and state are not touched by this.",
        cause: error,
      },
    );
  }
}

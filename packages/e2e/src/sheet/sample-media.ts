import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { shotlist } from "../command-line.ts";

/** Playable clips and their pictures, by aspect ratio: paths inside `folder`, without the ending. */
export interface SampleMedia {
  readonly folder: string;
  readonly byRatio: Readonly<Record<string, string>>;
  /** A clip of 9 seconds, where the others have 5. */
  readonly long: string;
}

const CLIPS = [
  ["wide", "16:9", "5s"],
  ["tall", "9:16", "5s"],
  ["square", "1:1", "5s"],
  ["cinema", "21:9", "5s"],
  ["long", "16:9", "9s"],
] as const;

/** Makes a clip and its picture in every shape, with the local Luma, in `folder`. */
export async function makeSampleMedia(folder: string): Promise<SampleMedia> {
  await mkdir(folder, { recursive: true });
  const rows = CLIPS.map(
    ([id, ratio, duration]) => `${id},Slow orbit around a ${id} mug,${ratio},${duration}`,
  );
  await writeFile(join(folder, "media.csv"), ["id,prompt,aspect_ratio,duration", ...rows, ""].join("\n"));
  const words = ["run", "media.csv", "--simulate", "--yes", "--speed", "300", "--quiet"];
  const { code, stderr } = await shotlist(words, { cwd: folder });
  if (code !== 0) throw new Error(`No sample clips: ${stderr}`);
  const byRatio = Object.fromEntries(
    CLIPS.slice(0, 4).map(([id, ratio]) => [ratio, `${id}/take-1`] as const),
  );
  return { folder: join(folder, "renders-simulated"), byRatio, long: "long/take-1" };
}

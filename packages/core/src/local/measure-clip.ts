import type { ClipFacts } from "../take/take.ts";
import { checkMp4 } from "./check-mp4.ts";

/** What a clip's or still's file says of itself. */
export type ClipMeasures = Pick<ClipFacts, "media" | "width" | "height" | "durationS">;

/** Checks that a file is whole, and measures it. Rejects only when the file cannot be read. */
export async function measure(
  file: string,
  media: "image" | undefined,
): Promise<({ readonly ok: true } & ClipMeasures) | { readonly ok: false; readonly reason: string }> {
  if (media === undefined) return checkMp4(file);
  // Most runs fetch no stills, and need not load what reads them.
  const { checkPicture } = await import("./check-picture.ts");
  const check = await checkPicture(file);
  return check.ok ? { ...check, media, durationS: 0 } : check;
}

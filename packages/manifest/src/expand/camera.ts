import { nearest } from "../nearest.ts";
import type { CameraMotion } from "../shot.ts";
import { MOTIONS, type Motion } from "./camera-motions.ts";

/** The concept keys that Luma's Ray 2 is known to have. */
export const CONCEPT_KEYS: readonly string[] = [
  ...new Set(MOTIONS.flatMap(({ concept }) => (concept === undefined ? [] : [concept]))),
].sort();

const BY_WORD: ReadonlyMap<string, Motion> = indexMotions();

/** A motion's own word counts before other words for it, and these before concept keys. */
function indexMotions(): Map<string, Motion> {
  const index = new Map<string, Motion>();
  const add = (word: string, motion: Motion) => index.set(word, index.get(word) ?? motion);
  for (const motion of MOTIONS) add(motion.word, motion);
  for (const motion of MOTIONS) for (const word of motion.also) add(word, motion);
  for (const motion of MOTIONS)
    if (motion.concept !== undefined) add(motion.concept.replaceAll("_", " "), motion);
  return index;
}

/** A motion word without case, hyphens, underscores and a leading "camera". */
export function foldWord(word: string): string {
  return word
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .replace(/^(?:slow|slowly) |^camera (?=\S)/, "");
}

/** The motion that a word of the manifest means, or undefined for a word that is not known. */
export function findMotion(word: string): CameraMotion | undefined {
  const motion = BY_WORD.get(foldWord(word));
  if (motion === undefined) return undefined;
  const { word: canonical, concept, phrase } = motion;
  return { word: canonical, phrase, ...(concept === undefined ? {} : { concept }) };
}

/** The known motion word nearest to one that is not known. */
export function nearestMotion(word: string): string | undefined {
  return nearest(foldWord(word), BY_WORD.keys());
}

/** The canonical word of the motion that cannot happen in the same clip as this one. */
export function oppositeOf(word: string): string | undefined {
  return BY_WORD.get(word)?.against;
}

import { findMotion, oppositeOf } from "./camera.ts";

/** Words of a prompt that speak of motion without naming one that we have a word for. */
const MOVES =
  /\b(?:camera|orbit\w*|rotat\w*|doll(?:y|ies|ying)|push(?:es|ing)? in|pull(?:s|ing)? (?:back|out)|pan(?:s|ning)?|tilt\w*|cran(?:e|es|ing)|track(?:s|ing)?|follow(?:s|ing)?|zoom\w*|rack focus|static|locked off|tripod|steadicam|handheld|hand-held|aerial|drone|fly(?:ing)? (?:over|through)|flyover|time-?lapse|pov|point of view|glid(?:e|es|ing)|truck(?:s|ing)|360)\b/i;

/** Whether a prompt says anything of how the camera moves or stands. */
export function speaksOfMotion(prompt: string): boolean {
  return MOVES.test(prompt);
}

const DIRECTED =
  /\b(orbit|doll(?:y|ie)|push|pull|pan|tilt|cran|zoom|truck|roll|pedestal)(?:e|s|es|n?ing|ying|ies)?(?: \w+ly)? (in|out|back|left|right|up|down|forward)\b/gi;

const STEMS: Readonly<Record<string, string>> = { dollie: "dolly", cran: "crane" };

/** How every word for a motion begins that `motionsIn` finds; each gives one motion at most. */
const BEGINNINGS =
  /\b(?:orbit|doll(?:y|ie)|push|pull|pan|tilt|cran|zoom|truck|roll|pedestal|static|locked|on a tripod)/gi;

/** Whether a prompt may name more than one motion: a quick look, which is enough for most prompts. */
export function mayNameSeveral(prompt: string): boolean {
  BEGINNINGS.lastIndex = 0;
  return BEGINNINGS.test(prompt) && BEGINNINGS.test(prompt);
}

/** The directed motions that a prompt names, as canonical words; `dolly zoom` is none. */
export function motionsIn(prompt: string): readonly string[] {
  const found = new Set<string>();
  for (const [, stem, direction] of prompt.matchAll(DIRECTED)) {
    const verb = stem?.toLowerCase() ?? "";
    const motion = findMotion(`${STEMS[verb] ?? verb} ${direction?.toLowerCase() ?? ""}`);
    if (motion !== undefined) found.add(motion.word);
  }
  if (/\b(?:static (?:camera|shot)|locked[ -]off|on a tripod)\b/i.test(prompt)) found.add("static");
  if (/\borbit(?:s|ing)?\b/i.test(prompt) && !found.has("orbit left") && !found.has("orbit right"))
    found.add("orbit");
  return [...found];
}

/** Two motions among the words that cannot happen in one clip, or undefined. */
export function contradiction(words: readonly string[]): readonly [string, string] | undefined {
  for (const word of words) {
    const against = oppositeOf(word);
    if (against !== undefined && words.includes(against)) return [word, against];
    const moving = word === "static" ? words.find((other) => other !== "static") : undefined;
    if (moving !== undefined) return ["static", moving];
  }
  return undefined;
}

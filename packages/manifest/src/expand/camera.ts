import { nearest } from "../nearest.ts";
import type { CameraMotion } from "../shot.ts";

interface Motion extends CameraMotion {
  /** Other words for it. */
  readonly also: readonly string[];
  /** The word of the motion that cannot happen at the same time. */
  readonly against?: string;
}

/**
 * Camera motions in plain words. Concept keys are those that Luma's Ray 2 lists; the words are those that
 * its guide says the model understands.
 */
const MOTIONS: readonly Motion[] = [
  {
    word: "orbit",
    concept: "orbit_left",
    phrase: "camera slowly orbiting around the subject",
    also: ["orbiting", "rotate around", "rotating around", "360 degree", "360 degrees", "turntable"],
  },
  {
    word: "orbit left",
    concept: "orbit_left",
    phrase: "camera slowly orbiting left around the subject",
    also: [],
    against: "orbit right",
  },
  {
    word: "orbit right",
    concept: "orbit_right",
    phrase: "camera slowly orbiting right around the subject",
    also: [],
    against: "orbit left",
  },
  {
    word: "dolly in",
    concept: "push_in",
    phrase: "camera dollying in",
    also: ["dolly forward"],
    against: "dolly out",
  },
  {
    word: "dolly out",
    concept: "pull_out",
    phrase: "camera dollying out",
    also: ["dolly back", "dolly backward"],
    against: "dolly in",
  },
  {
    word: "push in",
    concept: "push_in",
    phrase: "camera slowly pushing in",
    also: ["pushing in"],
    against: "pull back",
  },
  {
    word: "pull back",
    concept: "pull_out",
    phrase: "camera slowly pulling back",
    also: ["pull out", "pulling back", "pulling out"],
    against: "push in",
  },
  {
    word: "dolly zoom",
    concept: "dolly_zoom",
    phrase: "dolly zoom effect",
    also: ["vertigo", "vertigo effect"],
  },
  {
    word: "pan left",
    concept: "pan_left",
    phrase: "camera panning left",
    also: ["panning left"],
    against: "pan right",
  },
  {
    word: "pan right",
    concept: "pan_right",
    phrase: "camera panning right",
    also: ["panning right"],
    against: "pan left",
  },
  {
    word: "tilt up",
    concept: "tilt_up",
    phrase: "camera tilting up",
    also: ["tilting up"],
    against: "tilt down",
  },
  {
    word: "tilt down",
    concept: "tilt_down",
    phrase: "camera tilting down",
    also: ["tilting down"],
    against: "tilt up",
  },
  {
    word: "crane up",
    concept: "crane_up",
    phrase: "camera craning up",
    also: ["cranes up", "craning up"],
    against: "crane down",
  },
  {
    word: "crane down",
    concept: "crane_down",
    phrase: "camera craning down",
    also: ["cranes down", "craning down"],
    against: "crane up",
  },
  {
    word: "pedestal up",
    concept: "pedestal_up",
    phrase: "camera rising straight up",
    also: [],
    against: "pedestal down",
  },
  {
    word: "pedestal down",
    concept: "pedestal_down",
    phrase: "camera sinking straight down",
    also: [],
    against: "pedestal up",
  },
  {
    word: "truck left",
    concept: "truck_left",
    phrase: "camera trucking left",
    also: ["trucking left"],
    against: "truck right",
  },
  {
    word: "truck right",
    concept: "truck_right",
    phrase: "camera trucking right",
    also: ["trucking right"],
    against: "truck left",
  },
  {
    word: "roll left",
    concept: "roll_left",
    phrase: "camera rolling left",
    also: ["rolling left"],
    against: "roll right",
  },
  {
    word: "roll right",
    concept: "roll_right",
    phrase: "camera rolling right",
    also: ["rolling right"],
    against: "roll left",
  },
  {
    word: "zoom in",
    concept: "zoom_in",
    phrase: "camera zooming in",
    also: ["zooming in"],
    against: "zoom out",
  },
  {
    word: "zoom out",
    concept: "zoom_out",
    phrase: "camera zooming out",
    also: ["zooming out"],
    against: "zoom in",
  },
  {
    word: "aerial",
    concept: "aerial",
    phrase: "aerial view, camera rising",
    also: ["aerial rising", "aerial shot", "aerial view"],
  },
  {
    word: "aerial drone",
    concept: "aerial_drone",
    phrase: "aerial drone shot",
    also: ["drone", "drone shot", "flyover"],
  },
  {
    word: "tracking shot",
    phrase: "tracking shot that follows the subject",
    also: ["tracking", "track", "follow", "following shot"],
  },
  { word: "steadicam", phrase: "smooth steadicam movement", also: [] },
  { word: "rack focus", phrase: "rack focus", also: [] },
  { word: "handheld", concept: "handheld", phrase: "handheld camera", also: ["hand held"] },
  { word: "bolt cam", concept: "bolt_cam", phrase: "fast robotic camera move", also: ["bolt"] },
  {
    word: "static",
    concept: "static",
    phrase: "static camera, locked off",
    also: ["static camera", "static shot", "locked off", "tripod", "still camera"],
  },
  { word: "pov", concept: "pov", phrase: "point of view shot", also: ["point of view"] },
  { word: "selfie", concept: "selfie", phrase: "selfie shot", also: [] },
  { word: "overhead", concept: "overhead", phrase: "overhead shot", also: ["top down", "bird s eye"] },
  { word: "low angle", concept: "low_angle", phrase: "low angle shot", also: [] },
  { word: "high angle", concept: "high_angle", phrase: "high angle shot", also: [] },
  { word: "eye level", concept: "eye_level", phrase: "eye level shot", also: [] },
  { word: "ground level", concept: "ground_level", phrase: "ground level shot", also: [] },
  { word: "over the shoulder", concept: "over_the_shoulder", phrase: "over the shoulder shot", also: [] },
  {
    word: "elevator doors",
    concept: "elevator_doors",
    phrase: "elevator doors opening onto the scene",
    also: [],
  },
  { word: "tiny planet", concept: "tiny_planet", phrase: "tiny planet effect", also: [] },
];

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

/** The directed motions that a prompt names, as canonical words; `dolly zoom` is none. */
export function motionsIn(prompt: string): readonly string[] {
  const found = new Set<string>();
  for (const [, stem, direction] of prompt.matchAll(DIRECTED)) {
    const verb = stem?.toLowerCase() ?? "";
    const motion = BY_WORD.get(`${STEMS[verb] ?? verb} ${direction?.toLowerCase() ?? ""}`);
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
    const against = BY_WORD.get(word)?.against;
    if (against !== undefined && words.includes(against)) return [word, against];
    const moving = word === "static" ? words.find((other) => other !== "static") : undefined;
    if (moving !== undefined) return ["static", moving];
  }
  return undefined;
}

import { framesOf, frameWords, isClip } from "./keyframe-kinds.ts";
import { isPublicUrl } from "./public-url.ts";
import type { Finding, ShotRule } from "./shot-rule.ts";

/** The only duration that goes with keyframes, a loop or HDR. */
const SHORT = "5s";

/** Source: Luma's SDK `luma-agents`; Replicate's and others' pages of the model say the same. */
const keyframesNeedShort: ShotRule = (shot, { card }) => {
  const [first] = framesOf(shot);
  if (first === undefined || !isLonger(shot.duration, card.durations)) return [];
  const what = isClip(first[1])
    ? "continues another clip, which adds one block of 5s"
    : `${first[0] === "frame0" ? "starts from" : "ends with"} a picture`;
  return [
    {
      code: "duration-with-keyframe",
      field: "duration",
      message: `${card.model} makes no ${shot.duration} clip that ${what}`,
      hint: `The nearest is duration: ${SHORT}; ${shot.duration} goes with a prompt alone.`,
    },
  ];
};

/** Source: Luma's SDK `luma-agents`, comment on `loop`. */
const loopNeedsShort: ShotRule = ({ loop, duration }, { card }) =>
  loop && isLonger(duration, card.durations)
    ? [
        {
          code: "loop-with-duration",
          field: "loop",
          message: `${card.model} makes no loop of ${duration}`,
          hint: `The nearest is duration: ${SHORT} with the loop, or ${duration} without it.`,
        },
      ]
    : [];

/** Durations that the model does not make at all have a problem of their own. */
function isLonger(duration: string, offered: readonly string[]): boolean {
  return duration !== SHORT && offered.includes(duration);
}

/** Source: ComfyUI's node documentation and two public specifications; one reseller says otherwise. */
const clipStandsAlone: ShotRule = (shot, { card }) => {
  const frames = framesOf(shot);
  const [start, end] = frames;
  if (start === undefined || end === undefined || !frames.some(([, frame]) => isClip(frame))) return [];
  // The clip is what the shot goes on from, so the picture beside it is what is too much.
  const [name, frame] = isClip(start[1]) ? end : start;
  return [
    {
      code: "keyframe-beside-clip",
      field: `keyframes.${name}`,
      message: `${card.model} continues one clip and takes nothing beside it, but ${name} is ${frameWords(frame)}`,
      hint: `Take out ${name}, or use pictures for both frames.`,
    },
  ];
};

/** Source: docs.agents.lumalabs.ai, FAQ, reference URLs. */
const pictureReachable: ShotRule = (shot, { card }) =>
  framesOf(shot).flatMap(([name, frame]): Finding[] => {
    if (frame.type !== "image") return [];
    const field = `keyframes.${name}`;
    const url = shortened(frame.url);
    if (!/^https:/i.test(frame.url)) {
      return [
        {
          code: "keyframe-url-not-https",
          field,
          message: `${card.model} fetches pictures over https only, not ${url}`,
          hint: `Try ${shortened(frame.url.replace(/^http:/i, "https:"))}, if the host has it there too.`,
        },
      ];
    }
    if (isPublicUrl(frame.url)) return [];
    return [
      {
        code: "keyframe-url-not-public",
        field,
        message: `Luma cannot reach ${url}: the host is on a private network`,
      },
    ];
  });

function shortened(url: string): string {
  return url.length > 80 ? `${url.slice(0, 79).toWellFormed()}…` : url;
}

/** Two public specifications differ: one refuses it for every clip, the other for reframing only. */
const uprightFullHd: ShotRule = ({ resolution, aspectRatio }, { card }) =>
  resolution === "1080p" && (aspectRatio === "9:16" || aspectRatio === "3:4")
    ? [
        {
          code: "resolution-doubtful",
          field: "resolution",
          message: `${card.model} may refuse 1080p at ${aspectRatio}`,
          hint: "Sources differ; a refusal costs nothing. 720p is made for certain.",
        },
      ]
    : [];

/** What the Agents API asks of a shot beside what its card says, in the order in which problems are shown. */
export const AGENTS_RULES: readonly ShotRule[] = [
  keyframesNeedShort,
  loopNeedsShort,
  clipStandsAlone,
  pictureReachable,
  uprightFullHd,
];

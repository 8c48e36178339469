import { framesOf, frameWords, isClip, namedInputsOf } from "./keyframe-kinds.ts";
import { isPublicUrl } from "./public-url.ts";
import type { Finding, ShotRule } from "./shot-rule.ts";

/** The only duration that goes with keyframes, a loop or HDR. */
const SHORT = "5s";

/** Source: Luma's SDK `luma-agents`; Replicate's and others' pages of the model say the same. */
const keyframesNeedShort: ShotRule = (shot, { card }) => {
  const [first] = shot.kind === "video" ? framesOf(shot) : [];
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
  const frames = shot.kind === "video" ? framesOf(shot) : [];
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
const inputReachable: ShotRule = (shot, { card }) =>
  namedInputsOf(shot).flatMap(({ field, media }): Finding[] => {
    if (media.type !== "image" && media.type !== "video") return [];
    const url = shortened(media.url);
    if (!/^https:/i.test(media.url)) {
      return [
        {
          code: "keyframe-url-not-https",
          field,
          message: `${card.model} fetches pictures and videos over https only, not ${url}`,
          names: url,
          hint: `Try ${shortened(media.url.replace(/^http:/i, "https:"))}, if the host has it there too.`,
        },
      ];
    }
    if (isPublicUrl(media.url)) return [];
    return [
      {
        code: "keyframe-url-not-public",
        field,
        message: `Luma cannot reach ${url}: the host is on a private network`,
        names: url,
      },
    ];
  });

function shortened(url: string): string {
  return url.length > 80 ? `${url.slice(0, 79).toWellFormed()}…` : url;
}

/**
 * Two public specifications differ: one refuses upright clips in 1080p, the other upright reframes only. Of all
 * reframes in 1080p Luma's SDK says that they may be refused as still to come.
 */
const fullHdMade: ShotRule = ({ kind, resolution, aspectRatio }, { card }) => {
  const isUpright = aspectRatio === "9:16" || aspectRatio === "3:4";
  if (resolution !== "1080p" || !(kind === "reframe" || isUpright)) return [];
  const what = kind === "reframe" ? "a reframe in 1080p" : `1080p at ${aspectRatio}`;
  return [
    {
      code: "resolution-doubtful",
      field: "resolution",
      message: `${card.model} may refuse ${what}`,
      hint: "Sources differ; a refusal costs nothing. 720p is made for certain.",
    },
  ];
};

/** Clips are continued and reframed in standard range; what becomes of an HDR source nobody says. */
const sourceIsSdr: ShotRule = (shot, { card, shotOf }) =>
  namedInputsOf(shot).flatMap(({ field, media }): Finding[] => {
    if (media.type !== "shot" || shot.kind === "edit" || shotOf(media.shot)?.hdr !== true) return [];
    return [
      {
        code: "source-hdr-doubtful",
        field,
        names: media.shot,
        message: `"${media.shot}" is in HDR, and ${card.model} ${shot.kind === "reframe" ? "reframes" : "continues"} clips in standard range`,
      },
    ];
  });

/** What the Agents API asks of a shot beside what its card says, in the order in which problems are shown. */
export const AGENTS_RULES: readonly ShotRule[] = [
  keyframesNeedShort,
  loopNeedsShort,
  clipStandsAlone,
  inputReachable,
  fullHdMade,
  sourceIsSdr,
];

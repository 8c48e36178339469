import type { Media, Shot } from "@shotlist/manifest";
import { filesReadable, filesSmallEnough, filesTaken } from "./file-rules.ts";
import { framesOf, isClip, namedInputsOf } from "./keyframe-kinds.ts";
import { nameOf } from "./model-card.ts";
import type { Finding, RuleContext, ShotRule } from "./shot-rule.ts";

/** What a shot is made from must come from the account that makes it: others cannot see it. */
const sameAccount: ShotRule = (shot, { card, otherCards, shotOf, cardOf }) =>
  namedInputsOf(shot).flatMap(({ field, media }): Finding[] => {
    const upstream = media.type === "shot" ? shotOf(media.shot) : undefined;
    const dialect = upstream === undefined ? undefined : cardOf(upstream)?.dialect;
    if (upstream === undefined || dialect === undefined || dialect === card.dialect) return [];
    const near = otherCards.find(
      (other) => other.dialect === card.dialect && other.kinds.includes(upstream.kind),
    );
    const how = shot.kind === "video" && isClip(media) ? "continues" : "is made from";
    return [
      {
        code: "keyframe-other-account",
        field,
        message: `it ${how} "${upstream.id}", which another API makes (${upstream.model})`,
        names: upstream.id,
        ...(near === undefined
          ? {}
          : { hint: `The nearest for "${upstream.id}" is ${near.model}; both must go to one API.` }),
      },
    ];
  });

/** What is known of an input's kind for certain; a generation's id may be either. */
function kindOf(media: Media, { fileAt }: RuleContext): "picture" | "video" | undefined {
  if (media.type === "file") {
    const kind = fileAt(media.path)?.kind;
    return kind === "other" ? undefined : kind;
  }
  if (media.type === "image" || media.type === "video") return media.type === "image" ? "picture" : "video";
  if (media.type !== "shot") return undefined;
  return media.still === true ? "picture" : "video";
}

/** A clip is no picture, and a still no clip. */
const inputsFit: ShotRule = (shot, context) =>
  namedInputsOf(shot).flatMap(({ name, field, media }): Finding[] => {
    const kind = kindOf(media, context);
    const wanted = wantedIn(shot, name, media);
    if (wanted === undefined || kind === undefined || kind === wanted) return [];
    const what =
      media.type === "shot"
        ? `"${media.shot}" makes a ${kind === "picture" ? "still" : "clip"}`
        : `it is a ${kind}`;
    return [
      {
        code: wanted === "video" ? "source-not-video" : "input-not-picture",
        field,
        message: `${what}, and ${placeWords(shot, name)} must be a ${wanted}`,
        ...(media.type === "shot" ? { names: media.shot } : {}),
      },
    ];
  });

/** Only the first and last frame of a video may be either, a clip then being another generation's. */
function wantedIn({ kind }: Shot, name: string, media: Media): "picture" | "video" | undefined {
  if (name === "source") return "video";
  const isFrame = name === "frame0" || name === "frame1";
  return kind === "video" && isFrame && media.type !== "file" ? undefined : "picture";
}

function placeWords({ kind }: Shot, name: string): string {
  if (name.startsWith("reference")) return "a reference";
  if (name.startsWith("guide")) return "a keyframe in a list";
  return `the ${name} of ${kind === "video" ? "a clip" : kind === "edit" ? "an edit" : "a reframe"}`;
}

/** Source: the SDK `luma-agents`; `Dream Machine API` 1.1.0 has `first_frame` alone for edits and reframes. */
const framesTaken: ShotRule = (shot, { card }) => {
  if (shot.kind !== "edit" && shot.kind !== "reframe") return [];
  const what = shot.kind === "edit" ? "an edit" : "a reframe";
  return framesOf(shot).flatMap(([name]): Finding[] =>
    name === "frame0" && !(shot.kind === "reframe" && card.dialect === "agents")
      ? []
      : [
          {
            code: "frame-not-taken",
            field: `keyframes.${name}`,
            message: `${nameOf(card)} takes no ${name} for ${what}`,
          },
        ],
  );
};

/** A list of pictures excludes first and last frames and loops. Source: later sources of the SDK `luma-agents`. */
const guidesPossible: ShotRule = (shot, { card }) => {
  const { guides } = shot;
  if (guides === undefined) return [];
  const finding = (message: string, hint?: string): Finding => ({
    code: "keyframe-list-not-possible",
    field: "keyframes",
    message,
    ...(hint === undefined ? {} : { hint }),
  });
  if (card.guides !== true) {
    const hint = "Name the first and last frame: keyframes: {frame0: …, frame1: …}.";
    return [finding(`${nameOf(card)} takes no list of keyframes`, hint)];
  }
  const last = guides.at(-1)?.at ?? 0;
  const end = lastFrame(shot);
  return [
    ...(shot.loop ? [finding(`${card.model} takes no list of keyframes beside a loop`)] : []),
    ...(framesOf(shot).length > 0
      ? [finding(`${card.model} takes no list of keyframes beside a start or end frame`)]
      : []),
    ...(guides.length > 64
      ? [finding(`${card.model} takes at most 64 keyframes, not ${guides.length}`, "Leave some of them out.")]
      : []),
    ...(end === undefined || last <= end
      ? []
      : [
          {
            code: "keyframe-beyond-end",
            field: "keyframes",
            message: `its last keyframe stands at frame ${last}, and the clip ends at frame ${end}`,
          } as const,
        ]),
  ];
};

/** On a grid of 24 frames a second; undefined where nobody knows the length. */
function lastFrame({ kind, duration, sourceS }: Shot): number | undefined {
  const seconds = kind === "edit" ? sourceS : Number.parseFloat(duration);
  return seconds === undefined || Number.isNaN(seconds) ? undefined : Math.floor(seconds * 24);
}

/** Longest sources. Sources: docs.lumalabs.ai, Modify and Reframe; the SDK `luma-agents` and its FAQ. */
const sourceShortEnough: ShotRule = ({ kind, sourceS }, { card }) => {
  const limit = kind === "edit" || kind === "reframe" ? card.sourceS?.[kind] : undefined;
  if (limit === undefined || sourceS === undefined || sourceS <= (limit.doubtful ?? limit.most)) return [];
  const what = kind === "edit" ? "edits" : "reframes";
  if (sourceS > limit.most) {
    const message = `${card.model} ${what} at most ${limit.most} s, and its source is ${sourceS} s long`;
    return [{ code: "source-too-long", field: "source", message }];
  }
  return [
    {
      code: "source-length-doubtful",
      field: "source",
      message: `${card.model} may refuse to ${kind} ${sourceS} s`,
      hint: `Luma's pages differ: ${limit.doubtful} s in its SDK, ${limit.most} s in its FAQ. A refusal costs nothing.`,
    },
  ];
};

const RULES: readonly ShotRule[] = [
  sameAccount,
  filesTaken,
  filesReadable,
  filesSmallEnough,
  inputsFit,
  framesTaken,
  guidesPossible,
  sourceShortEnough,
];

/** Everything about what a shot is made from, whoever makes it. Most shots are made from a prompt alone. */
export const inputsPossible: ShotRule = (shot, context) => {
  const { keyframes, source, guides, image } = shot;
  const isPlain = source === undefined && guides === undefined && image === undefined;
  if (isPlain && keyframes.frame0 === undefined && keyframes.frame1 === undefined) return NOTHING;
  return RULES.flatMap((rule) => rule(shot, context));
};

const NOTHING: readonly Finding[] = [];

import { AGENTS_EXTRA_RULES } from "./agents-extra-rules.ts";
import { AGENTS_RULES } from "./agents-rules.ts";
import { framesOf, frameWords, isClip, isPicture } from "./keyframe-kinds.ts";
import type { ModelCard } from "./model-card.ts";
import type { ModelProblemCodeName } from "./model-problem-codes.ts";
import { nearestAspectRatio, nearestDuration, nearestResolution } from "./nearest-value.ts";
import type { Finding, ShotRule } from "./shot-rule.ts";
import { wordedPrompt } from "./worded-prompt.ts";

const aspectRatioOffered: ShotRule = ({ aspectRatio: value }, { card }) =>
  offered("aspect-ratio-not-offered", "aspect_ratio", "aspect ratio", value, {
    card,
    values: card.aspectRatios,
    nearest: () => nearestAspectRatio(value, card.aspectRatios),
  });

const resolutionOffered: ShotRule = ({ resolution: value }, { card }) =>
  offered("resolution-not-offered", "resolution", "resolution", value, {
    card,
    values: card.resolutions,
    nearest: () => nearestResolution(value, card.resolutions),
  });

const durationOffered: ShotRule = ({ duration: value }, { card }) =>
  offered("duration-not-offered", "duration", "duration", value, {
    card,
    values: card.durations,
    nearest: () => nearestDuration(value, card.durations),
  });

function offered(
  code: ModelProblemCodeName,
  field: string,
  noun: string,
  value: string,
  choice: { card: ModelCard; values: readonly string[]; nearest: () => string | undefined },
): Finding[] {
  const { card, values } = choice;
  if (values.includes(value)) return [];
  const nearest = choice.nearest();
  const near = nearest === undefined ? "" : `The nearest is ${nearest}. `;
  const hint = `${near}${card.model} makes ${values.join(", ")}.`;
  return [{ code, field, message: `${card.model} makes no ${noun} "${value}"`, hint }];
}

/**
 * Characters are counted as Unicode code points, as Luma's servers count them, and with the words that a
 * camera motion adds. The Agents API wants a prompt beside a picture too.
 */
const promptLength: ShotRule = (shot, { card }) => {
  const { prompt, keyframes } = shot;
  const { min, max } = card.promptCharacters;
  const worded = wordedPrompt(shot, card.concepts);
  // A character is one or two units long, so most lengths need no counting.
  if (worded.length <= max && worded.length >= Math.max(1, min) * 2) return [];
  const length = [...worded].length;
  if (length === 0) {
    const livesByPicture =
      card.dialect !== "agents" && [keyframes.frame0, keyframes.frame1].some((frame) => isPicture(frame));
    return livesByPicture
      ? []
      : [{ code: "prompt-needed", field: "prompt", message: `${card.model} needs a prompt here` }];
  }
  if (length < min) {
    const message = `the prompt has ${length} ${length === 1 ? "character" : "characters"}, ${card.model} wants at least ${min}`;
    return [{ code: "prompt-too-short", field: "prompt", message }];
  }
  if (length <= max) return [];
  const motion = worded === prompt ? "" : " with the words for the camera";
  const message = `the prompt has ${length} characters${motion}, ${card.model} takes at most ${max}`;
  return [{ code: "prompt-too-long", field: "prompt", message }];
};

/** Source: docs.lumalabs.ai, Errors; a loop may come from text, a start picture, or continue a clip forward. */
const loopPossible: ShotRule = ({ loop, keyframes: { frame0, frame1 } }) => {
  if (!loop || frame1 === undefined) return [];
  const way =
    frame0 === undefined
      ? `a clip that ends in ${frameWords(frame1)}`
      : `a clip that leads from ${frameWords(frame0)} to ${frameWords(frame1)}`;
  return [{ code: "loop-not-possible", field: "loop", message: `${way} cannot loop` }];
};

const generationKeyframes: ShotRule = (shot, { card }) =>
  card.generationKeyframes
    ? []
    : framesOf(shot)
        .filter(([, frame]) => isClip(frame))
        .map(([name]) => ({
          code: "keyframe-generation-not-taken",
          field: `keyframes.${name}`,
          message: `${card.model} takes no other clip as ${name}`,
        }));

const sameAccount: ShotRule = (shot, { card, shotOf, cardOf }) =>
  framesOf(shot).flatMap(([name, frame]) => {
    const upstream = frame.type === "shot" ? shotOf(frame.shot) : undefined;
    const dialect = upstream === undefined ? undefined : cardOf(upstream.model)?.dialect;
    if (upstream === undefined || dialect === undefined) return [];
    if (dialect === card.dialect && upstream.provider === shot.provider) return [];
    return [
      {
        code: "keyframe-other-account",
        field: `keyframes.${name}`,
        message: `it continues "${upstream.id}", which another API makes (${upstream.model})`,
      } as const,
    ];
  });

const filesTaken: ShotRule = (shot, { card }) => {
  const why =
    card.dialect === "agents" ? "this release uploads no pictures" : "Dream Machine takes only public links";
  return framesOf(shot).flatMap(([name, frame]) =>
    frame.type === "file"
      ? [
          {
            code: "keyframe-file-not-taken",
            field: `keyframes.${name}`,
            message: `"${frame.path}" is a local file, and ${why}`,
          } as const,
        ]
      : [],
  );
};

const conceptsTaken: ShotRule = ({ concepts }, { card }) =>
  concepts.length === 0 || card.concepts
    ? []
    : [{ code: "concepts-not-taken", field: "concepts", message: `${card.model} takes no concepts` }];

/** Every rule that a model's card decides, in the order in which their problems are shown. */
export const SHOT_RULES: readonly ShotRule[] = [
  aspectRatioOffered,
  resolutionOffered,
  durationOffered,
  promptLength,
  loopPossible,
  generationKeyframes,
  sameAccount,
  filesTaken,
  conceptsTaken,
  ...[...AGENTS_RULES, ...AGENTS_EXTRA_RULES].map(onAgents),
];

function onAgents(rule: ShotRule): ShotRule {
  return (shot, context) => (context.card.dialect === "agents" ? rule(shot, context) : []);
}

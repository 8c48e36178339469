import { findMotion, type ShotKind } from "@shotlist/manifest";
import { AGENTS_EXTRA_RULES } from "./agents-extra-rules.ts";
import { AGENTS_RULES } from "./agents-rules.ts";
import { GATEWAY_RULES } from "./gateway-rules.ts";
import { inputsPossible } from "./input-rules.ts";
import { framesOf, frameWords, isClip, isPicture } from "./keyframe-kinds.ts";
import { KIND_RULES } from "./kind-rules.ts";
import { type ModelCard, nameOf } from "./model-card.ts";
import type { ModelProblemCodeName } from "./model-problem-codes.ts";
import { nearestAspectRatio, nearestDuration, nearestResolution } from "./nearest-value.ts";
import type { Finding, ShotRule } from "./shot-rule.ts";
import { wordedPrompt } from "./worded-prompt.ts";

const aspectRatioOffered: ShotRule = ({ kind, aspectRatio: value }, { card }) => {
  // An edit has the shape of its source, and of what the gateway makes nobody knows.
  if (kind === "edit" || card.dialect === "crazyrouter") return [];
  const values = (kind === "reframe" ? card.reframeAspectRatios : undefined) ?? card.aspectRatios;
  return offered("aspect-ratio-not-offered", "aspect_ratio", "aspect ratio", value, {
    card,
    values,
    nearest: () => nearestAspectRatio(value, values),
  });
};

/** Dream Machine is told no resolution of an edit or a reframe; there it only says what the source has. */
const resolutionOffered: ShotRule = ({ kind, resolution: value }, { card }) =>
  kind === "image" || (kind !== "video" && card.dialect === "dream-machine")
    ? []
    : offered("resolution-not-offered", "resolution", "resolution", value, {
        card,
        values: card.resolutions,
        nearest: () => nearestResolution(value, card.resolutions),
      });

const durationOffered: ShotRule = ({ kind, duration: value }, { card }) =>
  kind === "video"
    ? offered("duration-not-offered", "duration", "duration", value, {
        card,
        values: card.durations,
        nearest: () => nearestDuration(value, card.durations),
      })
    : [];

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
  return [{ code, field, message: `${nameOf(card)} makes no ${noun} "${value}"`, hint }];
}

/**
 * Characters are counted as Unicode code points, as Luma's servers count them, and with the words that a
 * camera motion adds. The Agents API wants a prompt beside a picture too.
 */
const promptLength: ShotRule = (shot, { card }) => {
  const { kind, prompt, keyframes } = shot;
  const { min, max } = card.promptCharacters;
  const worded = wordedPrompt(shot, card.concepts);
  // A character is one or two units long, so most lengths need no counting.
  if (worded.length <= max && worded.length >= Math.max(1, min) * 2) return [];
  const length = [...worded].length;
  if (length === 0) {
    const livesByPicture = kind === "video" && [keyframes.frame0, keyframes.frame1].some(isPicture);
    const livesBySource = kind === "edit" || kind === "reframe";
    return card.dialect === "dream-machine" && (livesByPicture || livesBySource)
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
  card.generationKeyframes || shot.kind !== "video"
    ? []
    : framesOf(shot)
        .filter(([, frame]) => isClip(frame))
        .map(([name]) => ({
          code: "keyframe-generation-not-taken",
          field: `keyframes.${name}`,
          message: `${nameOf(card)} takes no other clip as ${name}`,
        }));

const conceptsTaken: ShotRule = ({ concepts }, { card }) => {
  if (concepts.length === 0 || card.concepts) return [];
  const words = concepts.map((concept) => findMotion(concept)?.word);
  const [word, ...others] = words;
  const hint =
    word === undefined || others.length > 0
      ? {}
      : { hint: `The nearest is camera: ${word}, which becomes words in the prompt.` };
  return [
    { code: "concepts-not-taken", field: "concepts", message: `${card.model} takes no concepts`, ...hint },
  ];
};

/** Fields passed through to an API that the shot does not go to do nothing, which a change of model can bring about. */
const extraUsed: ShotRule = ({ extra }, { card }) => {
  if (extra[card.dialect] !== undefined) return [];
  const dialects = Object.keys(extra);
  if (dialects.length === 0) return [];
  return [
    {
      code: "extra-of-other-api",
      field: "extra",
      message: `${card.model} is reached through ${card.dialect}, and extra has fields for ${dialects.join(" and ")} only`,
    },
  ];
};

/** What every model's card decides, in the order in which problems are shown. */
const COMMON_RULES: readonly ShotRule[] = [
  aspectRatioOffered,
  resolutionOffered,
  durationOffered,
  promptLength,
  loopPossible,
  generationKeyframes,
  inputsPossible,
  conceptsTaken,
  ...KIND_RULES,
  extraUsed,
];

/** The rules that hold for shots of each API, in the order in which their problems are shown. */
export const RULES_OF: Readonly<Record<ModelCard["dialect"], readonly ShotRule[]>> = {
  "dream-machine": COMMON_RULES,
  agents: [...COMMON_RULES, ...AGENTS_RULES, ...AGENTS_EXTRA_RULES],
  crazyrouter: [...COMMON_RULES, ...GATEWAY_RULES],
};

/** The one rule before all others: a model that does not make what is wanted has nothing more to say about it. */
export const kindMade: ShotRule = ({ kind }, { card, otherCards }) => {
  if (card.kinds.includes(kind)) return [];
  const makers = otherCards.filter(({ kinds }) => kinds.includes(kind));
  const near = makers.toSorted(
    (a, b) => Number(b.dialect === card.dialect) - Number(a.dialect === card.dialect),
  );
  return [
    {
      code: "kind-not-made",
      field: "model",
      message: `${nameOf(card)} makes no ${KIND_WORDS[kind]}`,
      hint: `The nearest is ${near[0]?.model ?? "another model"}. They are made by ${near.map(({ model }) => model).join(", ")}.`,
    },
  ];
};

/** What the kinds of shots are called, several of them. */
export const KIND_WORDS: Readonly<Record<ShotKind, string>> = {
  video: "videos",
  image: "stills",
  edit: "edits",
  reframe: "reframes",
};

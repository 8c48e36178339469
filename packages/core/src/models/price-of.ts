import type { JsonObject, PriceOverrides, Shot } from "@shotlist/manifest";
import { frameSize } from "./frame-size.ts";
import { isClip } from "./keyframe-kinds.ts";
import type { ModelCard } from "./model-card.ts";
import { modelCard } from "./model-cards.ts";

/** What of a shot its price depends on; without keyframes it is priced as made from a prompt. */
export type PricedShot = Pick<
  Shot,
  "provider" | "model" | "resolution" | "duration" | "aspectRatio" | "extra"
> &
  Partial<Pick<Shot, "keyframes">>;

/** Frames a second that Luma bills for. */
const FRAMES_PER_SECOND = 24;

/**
 * The price of one take.
 *
 * An override of the user wins; the one that leaves the fewest parts open wins over others, and of equal
 * ones the one that names the model, then the resolution. Without one the model card decides, for shots
 * that go to Luma itself: the gateway publishes no price for Luma.
 *
 * @returns whole USD × 10⁴, or null where the price is unknown.
 */
export function priceOf(shot: PricedShot, overrides: PriceOverrides): number | null {
  const override = overridden(shot, overrides);
  if (override !== undefined) return override;
  const card = modelCard(shot.model);
  if (shot.provider !== "luma" || card === undefined || isDearer(card, shot.extra)) return null;
  if (isUnquoted(card, shot)) return null;
  return cardPrice(card, shot);
}

/** The list price of one take on a model, or null where the card does not know it. */
export function cardPrice(
  card: ModelCard,
  shot: Pick<Shot, "resolution" | "duration" | "aspectRatio">,
): number | null {
  if (!card.resolutions.includes(shot.resolution) || !card.durations.includes(shot.duration)) return null;
  const { pricing } = card;
  if (pricing.type === "table") {
    const key = `${shot.resolution}/${shot.duration}`;
    return Object.hasOwn(pricing.usdE4, key) ? (pricing.usdE4[key] ?? null) : null;
  }
  const size = frameSize(shot.resolution, shot.aspectRatio);
  const seconds = durationS(shot.duration);
  if (size === undefined || seconds === undefined) return null;
  const pixels = size.width * size.height * FRAMES_PER_SECOND * seconds;
  return Math.round((pixels * pricing.usdPerMillionPixels) / 100);
}

/** Seconds of a duration such as `5s`; undefined when it cannot be read. */
export function durationS(duration: string): number | undefined {
  return /^\d+(?:\.\d+)?s$/.test(duration) ? Number(duration.slice(0, -1)) : undefined;
}

function overridden(shot: PricedShot, overrides: PriceOverrides): number | undefined {
  if (isEmpty(overrides)) return undefined;
  const { model, resolution, duration } = shot;
  const keys = [
    `${model}/${resolution}/${duration}`,
    `${model}/${resolution}/*`,
    `${model}/*/${duration}`,
    `*/${resolution}/${duration}`,
    `${model}/*/*`,
    `*/${resolution}/*`,
    `*/*/${duration}`,
    "*/*/*",
  ];
  const key = keys.find((candidate) => Object.hasOwn(overrides, candidate));
  return key === undefined ? undefined : overrides[key];
}

function isEmpty(record: object): boolean {
  for (const _ in record) return false;
  return true;
}

/** Fields passed through can ask for things that the card does not price, such as HDR. */
function isDearer(card: ModelCard, extra: Readonly<Record<string, JsonObject>>): boolean {
  const passed = extra[card.dialect];
  const video = passed?.["video"];
  return [passed, video].some(
    (fields) =>
      typeof fields === "object" &&
      fields !== null &&
      ["hdr", "exr_export"].some((field) => (fields as JsonObject)[field] === true),
  );
}

/** No list quotes the continuation of a clip as a 360p draft; at other resolutions it costs one 5s block. */
function isUnquoted(card: ModelCard, { resolution, keyframes }: PricedShot): boolean {
  const continues = isClip(keyframes?.frame0) || isClip(keyframes?.frame1);
  return card.dialect === "agents" && resolution === "360p" && continues;
}

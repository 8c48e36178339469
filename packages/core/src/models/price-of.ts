import type { JsonObject, PriceOverrides, Shot } from "@shotlist/manifest";
import { cardPrice, type ListedShot } from "./card-price.ts";
import type { ModelCard } from "./model-card.ts";
import { cardOfShot } from "./model-cards.ts";

/** What of a shot its price depends on; without a kind it is a video, without keyframes one made from a prompt. */
export type PricedShot = Pick<Shot, "provider" | "model" | "extra"> & ListedShot;

/**
 * The price of one take.
 *
 * An override of the user wins; the one that leaves the fewest parts open wins over others, and of equal
 * ones the one that names the model, then the kind, then the resolution. Without one the model card decides; the
 * gateway publishes no price for Luma.
 *
 * @returns whole USD × 10⁴, or null where the price is unknown.
 */
export function priceOf(shot: PricedShot, overrides: PriceOverrides): number | null {
  const override = overridden(shot, overrides);
  if (override !== undefined) return override;
  const card = cardOfShot(shot);
  return card === undefined || isDearer(card, shot.extra) ? null : cardPrice(card, shot);
}

function overridden(shot: PricedShot, overrides: PriceOverrides): number | undefined {
  if (isEmpty(overrides)) return undefined;
  for (const key of keysFor(shot)) if (Object.hasOwn(overrides, key)) return overrides[key];
  return undefined;
}

/**
 * The keys that a user's price for a shot may have, the most exact one first. Those without a kind are meant for
 * videos, and for stills where they leave the measures open: an edit costs by its source, which they do not know.
 */
function* keysFor(shot: PricedShot): Generator<string> {
  const { kind = "video", model, resolution } = shot;
  const duration = shot.duration === "" && shot.sourceS !== undefined ? `${shot.sourceS}s` : shot.duration;
  const exact = [model, kind, resolution, duration];
  for (const open of OPEN_PARTS) {
    const parts = exact.map((part, index) => (open.includes(index) ? "*" : part));
    if (!parts.includes("")) yield parts.join("/");
    const [named, , ...measures] = parts;
    if (open.includes(KIND) && (kind === "video" || kind === "image")) {
      if (!measures.includes("")) yield [named, ...measures].join("/");
    }
  }
}

const KIND = 1;

/** Which of model, kind, resolution and duration a key leaves open, from none to all. */
const OPEN_PARTS: readonly (readonly number[])[] = [
  ...[[], [3], [1], [2], [0]],
  ...[
    [2, 3],
    [1, 3],
    [1, 2],
    [0, 3],
    [0, 1],
    [0, 2],
  ],
  ...[
    [1, 2, 3],
    [0, 2, 3],
    [0, 1, 3],
    [0, 1, 2],
  ],
  [0, 1, 2, 3],
];

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

import type { Shot } from "@shotlist/manifest";
import { type FrameSize, frameSize, targetSize } from "./frame-size.ts";
import { isClip } from "./keyframe-kinds.ts";
import type { ModelCard, Pricing } from "./model-card.ts";

/** What of a shot its list price depends on; without a kind it is a video, made from a prompt. */
export type ListedShot = Pick<Shot, "resolution" | "duration" | "aspectRatio"> &
  Partial<Pick<Shot, "kind" | "keyframes" | "sourceS" | "image" | "hdr" | "exr">>;

/** Frames a second that Luma bills for. */
const FRAMES_PER_SECOND = 24;

/**
 * The list price of one take on a model.
 *
 * An edit and a reframe cost by the length of their source: where nobody knows that, or the model does not make the
 * shot, the price is unknown.
 *
 * @returns whole USD × 10⁴, or null where the price is unknown.
 */
export function cardPrice(card: ModelCard, shot: ListedShot): number | null {
  const kind = shot.kind ?? "video";
  const pricing = pricingOf(card, kind);
  if (pricing === undefined || !card.kinds.includes(kind) || !isOffered(card, kind, shot)) return null;
  switch (pricing.type) {
    case "table":
      return isUnquoted(shot)
        ? null
        : listed(pricing.usdE4, `${shot.resolution}/${shot.duration}${rangeOf(shot)}`);
    case "pixels":
      return ofPixels(frameSize(shot.resolution, shot.aspectRatio), durationS(shot.duration), pricing);
    case "still-pixels":
      return ofPixels(targetSize(shot.aspectRatio), 1 / FRAMES_PER_SECOND, pricing);
    case "still":
      return pricing.usdE4 + pricing.referenceUsdE4 * (shot.image?.references.length ?? 0);
    case "source-seconds": {
      const perSecond = listed(pricing.usdE4PerSecond, `${shot.resolution}${rangeOf(shot)}`);
      return perSecond === null || shot.sourceS === undefined ? null : perSecond * Math.ceil(shot.sourceS);
    }
    case "source-pixels":
      // The shape of the source does not change the number of its pixels.
      return ofPixels(frameSize(shot.resolution, "16:9"), shot.sourceS, pricing);
    case "reframe-pixels":
      return ofPixels(targetSize(shot.aspectRatio), shot.sourceS, pricing);
    case "unknown":
      return null;
  }
}

/** How a kind is priced on a model; undefined where nothing is published. */
function pricingOf(card: ModelCard, kind: Shot["kind"]): Pricing | undefined {
  if (kind === "edit") return card.editPricing;
  return kind === "reframe" ? card.reframePricing : card.pricing;
}

/** Seconds of a duration such as `5s`; undefined when it cannot be read. */
export function durationS(duration: string): number | undefined {
  return /^\d+(?:\.\d+)?s$/.test(duration) ? Number(duration.slice(0, -1)) : undefined;
}

function isOffered(card: ModelCard, kind: Shot["kind"], { resolution, duration }: ListedShot): boolean {
  if (kind !== "video") return true;
  return card.resolutions.includes(resolution) && card.durations.includes(duration);
}

/** No list quotes the continuation of a clip as a 360p draft; at other resolutions it costs one 5 s block. */
function isUnquoted({ resolution, keyframes }: ListedShot): boolean {
  return resolution === "360p" && (isClip(keyframes?.frame0) || isClip(keyframes?.frame1));
}

function rangeOf({ hdr, exr }: ListedShot): string {
  if (hdr !== true) return "";
  return exr === true ? "/hdr+exr" : "/hdr";
}

function listed(prices: Readonly<Record<string, number>>, key: string): number | null {
  return Object.hasOwn(prices, key) ? (prices[key] ?? null) : null;
}

function ofPixels(
  size: FrameSize | undefined,
  seconds: number | undefined,
  { usdPerMillionPixels }: { readonly usdPerMillionPixels: number },
): number | null {
  if (size === undefined || seconds === undefined) return null;
  const pixels = size.width * size.height * FRAMES_PER_SECOND * seconds;
  return Math.round((pixels * usdPerMillionPixels) / 100);
}

import type { Shot } from "@shotlist/manifest";
import { cardPrice, durationS, type ListedShot } from "../models/card-price.ts";
import type { ModelCard } from "../models/model-card.ts";
import { nearestAspectRatio, nearestDuration, nearestResolution } from "../models/nearest-value.ts";
import type { Comparison } from "./estimate-data.ts";
import { GUIDE, GUIDE_PRICES_5S } from "./guide-prices.ts";

/**
 * What shots, with all the takes that they want, would cost with each other model that we have prices of,
 * and with the makers that the guide compares. The first ones are exact for what a model makes; where it does
 * not make a shot's resolution, duration or ratio, the nearest one is priced and counted. What a model or a maker
 * does not make at all, or has no price for of that kind, is left out and counted: the guide compares videos of 5 s,
 * not stills, edits or reframes.
 */
export function comparisonsFor(shots: readonly Shot[], cards: readonly ModelCard[]): Comparison[] {
  const wishes = wishesOf(shots);
  const others = cards.filter((card) => {
    const made = shots.filter(({ kind }) => card.kinds.includes(kind));
    return made.length > 0 && !made.every((shot) => goesTo(shot, card));
  });
  const hasVideos = shots.some(({ kind }) => kind === "video");
  return [
    ...others.map((card) => withCard(wishes, card)),
    ...(hasVideos ? GUIDE_PRICES_5S.map((row) => withRange(wishes, row)) : []),
  ];
}

/** Shots that cost the same wherever they are made. */
interface Wish {
  readonly shot: Shot;
  takes: number;
}

function wishesOf(shots: readonly Shot[]): readonly Wish[] {
  const wishes = new Map<string, Wish>();
  for (const shot of shots) {
    const { kind, resolution, duration, aspectRatio, sourceS, hdr, exr, image } = shot;
    const range = hdr === true ? `hdr${exr}` : "";
    const isGuided = shot.guides !== undefined;
    const key = `${kind} ${resolution} ${duration} ${aspectRatio} ${sourceS} ${range} ${image?.references.length} ${isGuided}`;
    const wish = wishes.get(key);
    if (wish === undefined) wishes.set(key, { shot, takes: shot.takes });
    else wish.takes += shot.takes;
  }
  return [...wishes.values()];
}

const goesTo = (shot: Shot, card: ModelCard): boolean =>
  shot.provider === "luma" && shot.model === card.model;

function withCard(wishes: readonly Wish[], card: ModelCard): Comparison {
  const sum = { usdE4: 0, approximated: 0, unknownPrices: 0, leftOut: 0 };
  for (const { shot, takes } of wishes) {
    if (!card.kinds.includes(shot.kind)) {
      sum.leftOut += takes;
      continue;
    }
    const { counterpart, isSame } = counterpartOf(shot, card);
    const price = cardPrice(card, counterpart);
    if (price === null) sum.unknownPrices += takes;
    else sum.usdE4 += price * takes;
    if (!isSame) sum.approximated += takes;
  }
  return {
    name: card.title,
    basis: "model-card",
    lowUsdE4: sum.usdE4,
    highUsdE4: sum.usdE4,
    approximated: sum.approximated,
    unknownPrices: sum.unknownPrices,
    ...(sum.leftOut === 0 ? {} : { leftOut: sum.leftOut }),
    source: card.pricing.source,
  };
}

/** What a model makes in place of a shot; keyframes are left out, since a continuation has another name elsewhere. */
function counterpartOf(
  shot: Shot,
  card: ModelCard,
): { readonly counterpart: ListedShot; readonly isSame: boolean } {
  const { kind, resolution, duration, aspectRatio, sourceS, image } = shot;
  const isHdr = shot.hdr === true && card.hdr === true;
  const counterpart: ListedShot = {
    kind,
    resolution: nearestResolution(resolution, card.resolutions) ?? resolution,
    duration: nearestDuration(duration, card.durations) ?? duration,
    aspectRatio: nearestAspectRatio(aspectRatio, card.aspectRatios) ?? aspectRatio,
    ...(sourceS === undefined ? {} : { sourceS }),
    ...(image === undefined ? {} : { image }),
    ...(isHdr ? { hdr: true, exr: shot.exr === true } : {}),
  };
  const isSame =
    isLike(counterpart.resolution, resolution) &&
    isLike(counterpart.duration, duration) &&
    isLike(counterpart.aspectRatio, aspectRatio) &&
    (isHdr || shot.hdr !== true) &&
    (shot.guides === undefined || card.guides === true);
  return { counterpart, isSame };
}

/** What a kind does not have is the same everywhere. */
function isLike(offered: string, wanted: string): boolean {
  return wanted === "" || offered === wanted;
}

function withRange(wishes: readonly Wish[], row: (typeof GUIDE_PRICES_5S)[number]): Comparison {
  let fives = 0;
  let unknownPrices = 0;
  let approximated = 0;
  let leftOut = 0;
  for (const { shot, takes } of wishes) {
    if (shot.kind !== "video") {
      leftOut += takes;
      continue;
    }
    const seconds = durationS(shot.duration);
    if (seconds === undefined) unknownPrices += takes;
    else fives += (seconds / 5) * takes;
    if (seconds !== undefined && seconds !== 5) approximated += takes;
  }
  return {
    name: row.name,
    basis: "per-5s-range",
    lowUsdE4: Math.round(row.lowUsdE4 * fives),
    highUsdE4: Math.round(row.highUsdE4 * fives),
    approximated,
    unknownPrices,
    ...(leftOut === 0 ? {} : { leftOut }),
    source: GUIDE,
  };
}

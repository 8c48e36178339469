import type { Shot } from "@shotlist/manifest";
import { cardPrice, durationS } from "../models/card-price.ts";
import type { ModelCard } from "../models/model-card.ts";
import { nearestAspectRatio, nearestDuration, nearestResolution } from "../models/nearest-value.ts";
import type { Comparison } from "./estimate-data.ts";
import { GUIDE, GUIDE_PRICES_5S } from "./guide-prices.ts";

/**
 * What shots, with all the takes that they want, would cost with each other model that we have prices of,
 * and with the makers that the guide compares. The first ones are exact for what a model makes; where it does
 * not make a shot's resolution, duration or ratio, the nearest one is priced and counted.
 */
export function comparisonsFor(shots: readonly Shot[], cards: readonly ModelCard[]): Comparison[] {
  const videos = shots.filter(({ kind }) => kind === "video");
  if (videos.length === 0) return [];
  const others = cards.filter(
    (card) => card.kinds.includes("video") && !videos.every((shot) => goesTo(shot, card)),
  );
  const kinds = kindsOf(videos);
  return [
    ...others.map((card) => withCard(kinds, card)),
    ...GUIDE_PRICES_5S.map((row) => withRange(kinds, row)),
  ];
}

/** Clips that cost the same wherever they are made. */
type ClipKind = Pick<Shot, "resolution" | "duration" | "aspectRatio"> & { takes: number };

function kindsOf(shots: readonly Shot[]): readonly ClipKind[] {
  const kinds = new Map<string, ClipKind>();
  for (const { resolution, duration, aspectRatio, takes } of shots) {
    const key = `${resolution} ${duration} ${aspectRatio}`;
    const kind = kinds.get(key);
    if (kind === undefined) kinds.set(key, { resolution, duration, aspectRatio, takes });
    else kind.takes += takes;
  }
  return [...kinds.values()];
}

const goesTo = (shot: Shot, card: ModelCard): boolean =>
  shot.provider === "luma" && shot.model === card.model;

function withCard(kinds: readonly ClipKind[], card: ModelCard): Comparison {
  const sum = { usdE4: 0, approximated: 0, unknownPrices: 0 };
  for (const shot of kinds) {
    const counterpart = {
      resolution: nearestResolution(shot.resolution, card.resolutions) ?? shot.resolution,
      duration: nearestDuration(shot.duration, card.durations) ?? shot.duration,
      aspectRatio: nearestAspectRatio(shot.aspectRatio, card.aspectRatios) ?? shot.aspectRatio,
    };
    const isSame =
      counterpart.resolution === shot.resolution &&
      counterpart.duration === shot.duration &&
      counterpart.aspectRatio === shot.aspectRatio;
    const price = cardPrice(card, counterpart);
    if (price === null) sum.unknownPrices += shot.takes;
    else sum.usdE4 += price * shot.takes;
    if (!isSame) sum.approximated += shot.takes;
  }
  return {
    name: card.title,
    basis: "model-card",
    lowUsdE4: sum.usdE4,
    highUsdE4: sum.usdE4,
    approximated: sum.approximated,
    unknownPrices: sum.unknownPrices,
    source: card.pricing.source,
  };
}

function withRange(kinds: readonly ClipKind[], row: (typeof GUIDE_PRICES_5S)[number]): Comparison {
  let fives = 0;
  let unknownPrices = 0;
  let approximated = 0;
  for (const shot of kinds) {
    const seconds = durationS(shot.duration);
    if (seconds === undefined) unknownPrices += shot.takes;
    else fives += (seconds / 5) * shot.takes;
    if (seconds !== undefined && seconds !== 5) approximated += shot.takes;
  }
  return {
    name: row.name,
    basis: "per-5s-range",
    lowUsdE4: Math.round(row.lowUsdE4 * fives),
    highUsdE4: Math.round(row.highUsdE4 * fives),
    approximated,
    unknownPrices,
    source: GUIDE,
  };
}

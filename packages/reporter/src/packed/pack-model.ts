import type { ClipView, ReadModel, ShotView, TakeView } from "@shotlist/core/read-model";
import { clipNames, moments, shotNames, takeNames } from "./field-names.ts";
import { type CommonValues, epochOf, guessClip, guessShot, guessSums, guessTake } from "./guesses.ts";
import { packHash } from "./hash-text.ts";
import { leaveOut, mostCommon } from "./leave-out.ts";

/** A read-model as the page carries it: what a reader can guess is left out. `unpackModel` turns it back. */
export interface PackedModel {
  readonly version: 1;
  readonly packed: 1;
  readonly head: Omit<ReadModel, "shots" | "version">;
  readonly common: CommonValues;
  /** The ending of most posters, without the dot. */
  readonly poster?: string;
  readonly products: readonly object[];
  readonly shots: readonly object[];
}

type Product = NonNullable<ShotView["product"]>;

/** Packs a read-model without losing anything that JSON keeps. */
export function packModel(model: ReadModel): PackedModel {
  const { shots, version: _, ...head } = model;
  const takes = shots.flatMap((shot) => shot.takes);
  const clips = takes.flatMap((take) => (take.clip ? [take.clip] : []));
  const poster = mostCommon(
    clips.map((clip) => ({ ending: clip.poster?.split(".").at(-1) ?? "" })),
    ["ending"],
  ).ending;
  const packing: Packing = {
    common: commonOf(shots, takes, clips),
    poster,
    products: new Map(),
    epochMs: epochOf(model),
  };
  const packedShots = shots.map((shot) => packShot(shot, packing));
  return {
    version: 1,
    packed: 1,
    head,
    common: packing.common,
    ...(poster ? { poster } : {}),
    products: [...packing.products.values()].map(({ product }) => product),
    shots: packedShots,
  };
}

interface Packing {
  readonly common: CommonValues;
  readonly poster: string | undefined;
  /** By their JSON. */
  readonly products: Map<string, { readonly index: number; readonly product: Product }>;
  readonly epochMs: number;
}

function commonOf(
  shots: readonly ShotView[],
  takes: readonly TakeView[],
  clips: readonly ClipView[],
): CommonValues {
  const shotFields = ["state", "words", "action", "model", "aspectRatio", "resolution", "duration"] as const;
  return {
    shot: mostCommon(shots, [...shotFields, "loop", "tags", "matrix", "priceUsdE4"]),
    take: mostCommon(takes, ["state", "current", "money"]),
    clip: mostCommon(clips, ["width", "height", "durationS"]),
  };
}

function packShot(shot: ShotView, packing: Packing): object {
  const { takes, product, ...rest } = shot;
  const guess = { ...guessShot(packing.common, shot), ...guessSums(takes) };
  return {
    ...leaveOut(rest, guess, shotNames),
    ...(product === undefined ? {} : { p: placeOf(product, packing) }),
    ...(takes.length === 0 ? {} : { k: takes.map((take, index) => packTake(take, shot, index, packing)) }),
  };
}

function placeOf(product: Product, { products }: Packing): number {
  const json = JSON.stringify(product);
  const known = products.get(json);
  if (known) return known.index;
  products.set(json, { index: products.size, product });
  return products.size - 1;
}

function packTake(take: TakeView, shot: ShotView, index: number, packing: Packing): object {
  const { clip, ...rest } = take;
  const { packed, others } = packMoments(rest, packing.epochMs);
  return {
    ...leaveOut(others, guessTake(packing.common, shot, index), takeNames),
    ...(packed.length === 0 ? {} : { w: packed }),
    ...(clip === undefined ? {} : { c: packClip(clip, shot.id, take.number, packing) }),
  };
}

function packClip(clip: ClipView, shotId: string, number: number, { common, poster }: Packing): object {
  const guess = guessClip(common, shotId, number, poster || undefined);
  return leaveOut({ ...clip, sha256: packHash(clip.sha256) }, guess, clipNames);
}

/** Moments as milliseconds: the first since the sheet's making, the others since the first; 0 for none. */
function packMoments(
  take: Omit<TakeView, "clip">,
  epochMs: number,
): { readonly packed: readonly number[]; readonly others: Omit<TakeView, "clip" | "intentAt"> } {
  const times = moments.map((name) => take[name]);
  const startMs = Date.parse(take.intentAt);
  const areExact = times.every((iso) => iso === undefined || isExact(iso));
  if (!areExact || times.slice(1).some((iso) => iso !== undefined && Date.parse(iso) === startMs)) {
    return { packed: [], others: take };
  }
  const { intentAt: _i, acceptedAt: _a, endedAt: _e, doneAt: _d, ...others } = take;
  const later = times.slice(1).map((iso) => (iso === undefined ? 0 : Date.parse(iso) - startMs));
  while (later.at(-1) === 0) later.pop();
  return { packed: [startMs - epochMs, ...later], others };
}

function isExact(iso: string): boolean {
  const ms = Date.parse(iso);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === iso;
}

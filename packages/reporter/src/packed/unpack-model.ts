import type { ClipView, ReadModel, ShotView, TakeView } from "@shotlist/core/read-model";
import { clipFields, moments, shotFields, shotNames, takeFields } from "./field-names.ts";
import { epochOf, guessClip, guessShot, guessSums, guessTake } from "./guesses.ts";
import { unpackHash } from "./hash-text.ts";
import { isGuessed, putBack } from "./leave-out.ts";
import type { PackedModel } from "./pack-model.ts";

type Packed = Readonly<Record<string, unknown>>;

/**
 * Turns `packModel` back: every field has the value that it had; their order may differ.
 *
 * The value must come from `packModel`; anything else gives nonsense or throws a TypeError.
 */
export function unpackModel(model: PackedModel): ReadModel {
  return {
    version: 1,
    ...model.head,
    shots: model.shots.map((shot) => unpackShot(shot as Packed, model)),
  };
}

function unpackShot(packed: Packed, model: PackedModel): ShotView {
  const { p, k, ...rest } = packed;
  const product =
    typeof p === "number" ? { product: model.products[p] as NonNullable<ShotView["product"]> } : {};
  const shot = putBack(rest, guessShot(model.common, product), shotFields);
  const takes = ((k ?? []) as readonly Packed[]).map((take, index) =>
    unpackTake(take, shot as unknown as ShotView, index, model),
  );
  const { shownTake, spentUsdE4 } = guessSums(takes);
  if (isGuessed(rest, shotNames["shownTake"])) shot["shownTake"] = shownTake;
  if (isGuessed(rest, shotNames["spentUsdE4"])) shot["spentUsdE4"] = spentUsdE4;
  return { ...shot, ...product, takes } as unknown as ShotView;
}

function unpackTake(packed: Packed, shot: ShotView, index: number, model: PackedModel): TakeView {
  const { w, c, ...rest } = packed;
  const take = putBack(rest, guessTake(model.common, shot, index), takeFields) as unknown as TakeView;
  const times = w === undefined ? {} : unpackMoments(w as readonly number[], epochOf(model.head));
  if (c === undefined) return { ...take, ...times };
  return { ...take, ...times, clip: unpackClip(c as Packed, shot.id, take.number, model) };
}

function unpackMoments(packed: readonly number[], epochMs: number): Partial<TakeView> {
  const startMs = epochMs + (packed[0] ?? 0);
  const times: [string, string][] = [];
  for (const [index, name] of moments.entries()) {
    const ms = packed[index];
    if (index === 0) times.push([name, new Date(startMs).toISOString()]);
    else if (ms !== undefined && ms !== 0) times.push([name, new Date(startMs + ms).toISOString()]);
  }
  return Object.fromEntries(times);
}

function unpackClip(packed: Packed, shotId: string, number: number, model: PackedModel): ClipView {
  const clip = putBack(packed, guessClip(model.common, shotId, number, model.poster), clipFields);
  return { ...clip, sha256: unpackHash(String(clip["sha256"])) } as unknown as ClipView;
}

import type { ClipView, ReadModel, ShotView, TakeView } from "@shotlist/core/read-model";

/** What most shots, takes and clips of a sheet have in common; each may lack any field. */
export interface CommonValues {
  readonly shot: Partial<ShotView>;
  readonly take: Partial<TakeView>;
  readonly clip: Partial<ClipView>;
}

type Head = Pick<ReadModel, "madeAt">;

/** What a shot is taken to be until its data say otherwise, before its takes are known. */
export function guessShot(
  common: CommonValues,
  known: Pick<Partial<ShotView>, "product">,
): Partial<ShotView> {
  const frame = known.product?.image;
  return { ...common.shot, ...(frame === undefined || frame === "" ? {} : { startFrame: frame }) };
}

/** What a shot's sums are taken to be, from its takes. */
export function guessSums(takes: readonly TakeView[]): Pick<ShotView, "shownTake" | "spentUsdE4"> {
  return {
    shownTake: takes.findLast((take) => take.clip !== undefined)?.number ?? 0,
    spentUsdE4: takes.reduce(
      (sum, { money, priceUsdE4 }) => sum + (money === "spent" ? (priceUsdE4 ?? 0) : 0),
      0,
    ),
  };
}

/** What a take is taken to be: the next number, with its shot's words and price. */
export function guessTake(
  common: CommonValues,
  shot: Pick<ShotView, "prompt" | "priceUsdE4">,
  index: number,
): Partial<TakeView> {
  return { ...common.take, number: index + 1, prompt: shot.prompt, priceUsdE4: shot.priceUsdE4 };
}

/** What a clip is taken to be: a file and a poster under the shot's name, as a run files them. */
export function guessClip(
  common: CommonValues,
  shotId: string,
  number: number,
  poster: string | undefined,
): Partial<ClipView> {
  return {
    ...common.clip,
    file: `${shotId}/take-${number}.mp4`,
    ...(poster === undefined ? {} : { poster: `${shotId}/take-${number}.${poster}` }),
  };
}

/** Where a take's first moment is counted from, in Unix milliseconds. */
export function epochOf({ madeAt }: Head): number {
  return Date.parse(madeAt) || 0;
}

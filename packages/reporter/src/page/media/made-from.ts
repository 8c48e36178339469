import type { ReadModel, ShotView, TakeView } from "@shotlist/core/read-model";
import { clipUrl } from "./clip-url.ts";
import { isPicture } from "./picture-file.ts";

/** A frame or a clip that a shot was made from, as a page can show it. */
export interface MadeFrom {
  /** What it was to the shot, such as `Start frame`. */
  readonly name: string;
  /** As the manifest says it: an address, a path, or `clip of opener`. */
  readonly words: string;
  /** Where the page finds it; null when it lies elsewhere or is not made yet. */
  readonly url: string | null;
  readonly isPicture: boolean;
  /** Which end of a clip counts: a start frame continues where that clip ends. */
  readonly end: "first" | "last";
  /** The shot of this sheet that it comes from, and which take of it. */
  readonly from?: { readonly shotId: string; readonly take: number };
}

/** The clip that an edit or a reframe was made from; undefined for any other shot. */
export function sourceOf(shot: ShotView, model: ReadModel): MadeFrom | undefined {
  const { sourceClip, sourceClipFile } = shot;
  if (sourceClip === undefined) return undefined;
  return madeFrom({ name: "Source", words: sourceClip, file: sourceClipFile, end: "first" }, model);
}

/** The start and end frame of a shot and the pictures between them, as far as it has them. */
export function framesOf(shot: ShotView, model: ReadModel): readonly MadeFrom[] {
  const { startFrame, startFrameFile, endFrame, endFrameFile, guides = [] } = shot;
  return [
    ...(startFrame === undefined
      ? []
      : [madeFrom({ name: "Start frame", words: startFrame, file: startFrameFile, end: "last" }, model)]),
    ...guides.map(({ words, file, at }) =>
      madeFrom({ name: guideName(at), words, file, end: "first" }, model),
    ),
    ...(endFrame === undefined
      ? []
      : [madeFrom({ name: "End frame", words: endFrame, file: endFrameFile, end: "first" }, model)]),
  ];
}

/** Stills are led by pictures that stand at no moment. */
function guideName(at: number | undefined): string {
  return at === undefined ? "Picture" : `At ${Number(at.toFixed(2))} s`;
}

interface Said {
  readonly name: string;
  readonly words: string;
  /** Its path in the manifest's folder, where it is a file. */
  readonly file: string | undefined;
  readonly end: MadeFrom["end"];
}

/** Finds what the manifest names: a file of its folder, or the clip or still of another shot. */
function madeFrom(said: Said, model: ReadModel): MadeFrom {
  const { name, words, file, end } = said;
  if (file !== undefined) {
    const url = model.framesBase === undefined ? null : clipUrl(model.framesBase, file);
    return { name, words, end, url, isPicture: isPicture(file) };
  }
  const found = takeNamed(words, model.shots);
  if (!found) return { name, words, end, url: null, isPicture: true };
  const { shot, take } = found;
  return {
    name,
    words,
    end,
    url: take.clip ? clipUrl(model.clipsBase, take.clip.file) : null,
    isPicture: take.clip?.media === "image",
    from: { shotId: shot.id, take: take.number },
  };
}

/** The take that words such as `clip of opener`, `take 2 of opener` or `generation 1b4e…` speak of. */
function takeNamed(
  words: string,
  shots: readonly ShotView[],
): { readonly shot: ShotView; readonly take: TakeView } | undefined {
  const parts = /^(?:(?:clip|still) of (.+)|take (\d+) of (.+)|generation (\S+))$/s.exec(words);
  if (!parts) return undefined;
  const [, ofShot, number, ofTake, generationId] = parts;
  for (const shot of shots) {
    const take = shot.takes.find((each) => {
      if (generationId !== undefined) return each.generationId === generationId;
      if (ofTake !== undefined) return shot.id === ofTake && each.number === Number(number);
      return shot.id === ofShot && each.number === shot.shownTake;
    });
    if (take) return { shot, take };
  }
  return undefined;
}

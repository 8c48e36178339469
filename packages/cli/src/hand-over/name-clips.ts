import { safeSegment } from "@shotlist/manifest";
import type { ChosenClip } from "./choose-clips.ts";

/** A chosen clip with the name that it gets. */
export interface NamedClip extends ChosenClip {
  /** Such as `MUG-01.mp4`, with the ending of its file; unlike every other, also where capitals do not count. */
  readonly name: string;
}

/**
 * Names clips by SKU, else by the product's handle or id, else by the shot. Where several have one name, the shot's
 * id is added, and the take where that is not enough. Names depend on the chosen clips only, not on their order.
 */
export function nameClips(clips: readonly ChosenClip[]): readonly NamedClip[] {
  const short = (clip: ChosenClip): string => productName(clip) ?? clip.shot.id;
  const middle = (clip: ChosenClip): string => {
    const product = productName(clip);
    return product === undefined ? clip.shot.id : `${product}.${clip.shot.id}`;
  };
  const long = (clip: ChosenClip): string => `${middle(clip)}.take-${clip.take.number}`;
  const shorts = counts(clips.map(short));
  const middles = counts(clips.map(middle));
  const used = new Set<string>();
  const ordered = clips
    .map((clip, index) => ({ clip, index }))
    .toSorted((a, b) => compare(long(a.clip), long(b.clip)));
  const names = new Map<number, string>();
  for (const { clip, index } of ordered) {
    const isAlone = shorts.get(fold(short(clip))) === 1;
    const stem = isAlone ? short(clip) : middles.get(fold(middle(clip))) === 1 ? middle(clip) : long(clip);
    names.set(index, free(stem, endingOf(clip.take.clip), used));
  }
  return clips.map((clip, index) => ({ ...clip, name: names.get(index) ?? "" }));
}

function productName({ shot: { product } }: ChosenClip): string | undefined {
  return product?.sku || product?.handle || product?.id || undefined;
}

/** A still keeps the format that it came in. */
function endingOf({ media, file }: ChosenClip["take"]["clip"]): string {
  return (media === "image" && /\.[a-z0-9]+$/i.exec(file)?.[0].toLowerCase()) || ".mp4";
}

/** What made two names different may be lost when they are made safe. */
function free(stem: string, ending: string, used: Set<string>): string {
  const safe = safeSegment(stem);
  for (let number = 1; ; number += 1) {
    const name = `${number === 1 ? safe : `${safe}-${number}`}${ending}`;
    const key = fold(name);
    if (used.has(key)) continue;
    used.add(key);
    return name;
  }
}

function counts(names: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const name of names) found.set(fold(name), (found.get(fold(name)) ?? 0) + 1);
  return found;
}

/** Names that some file system takes for one. */
function fold(name: string): string {
  return safeSegment(name).normalize("NFKC").toLowerCase();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import { turned } from "./leave-out.ts";

/** Short names of a packed shot's fields; `p` is its product's place in the list, `k` are its takes. */
export const shotNames: Readonly<Record<string, string>> = {
  id: "i",
  state: "s",
  words: "w",
  action: "a",
  prompt: "t",
  model: "m",
  aspectRatio: "r",
  resolution: "e",
  duration: "d",
  loop: "l",
  tags: "g",
  matrix: "x",
  startFrame: "f",
  endFrame: "h",
  shownTake: "o",
  priceUsdE4: "c",
  spentUsdE4: "u",
};

/** Short names of a packed take's fields; `w` are its moments, `c` is its clip. */
export const takeNames: Readonly<Record<string, string>> = {
  number: "n",
  state: "s",
  current: "u",
  prompt: "t",
  generationId: "g",
  priceUsdE4: "p",
  money: "m",
  verdict: "v",
  failure: "f",
};

/** Short names of a packed clip's fields; `sha256` is in Base64 there. */
export const clipNames: Readonly<Record<string, string>> = {
  file: "f",
  poster: "p",
  bytes: "b",
  sha256: "h",
  width: "x",
  height: "y",
  durationS: "d",
};

/** The same tables, from the short name to the field. */
export const shotFields: Readonly<Record<string, string>> = turned(shotNames);
export const takeFields: Readonly<Record<string, string>> = turned(takeNames);
export const clipFields: Readonly<Record<string, string>> = turned(clipNames);

/** A take's moments, in the order in which they are packed. */
export const moments = ["intentAt", "acceptedAt", "endedAt", "doneAt"] as const;

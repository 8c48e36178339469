import type { ShotView } from "@shotlist/core/read-model";
import { shotStates } from "../../words/state-words.ts";

/** The orders that the page offers. `manifest` is the order of the read-model. */
export type SortKey = "manifest" | "state" | "newest" | "cost" | "takes" | "id" | "product";

/** Sort keys as people read them, in the order of the menu. */
export const sortLabels: Readonly<Record<SortKey, string>> = {
  manifest: "Manifest order",
  state: "Needs attention first",
  newest: "Newest first",
  cost: "Most spent first",
  takes: "Most takes first",
  id: "Id",
  product: "Product",
};

const names: Intl.Collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** A new list in the wanted order; equals keep the order in which they came. */
export function sortShots(shots: readonly ShotView[], key: SortKey): readonly ShotView[] {
  if (key === "manifest") return shots;
  return shots.toSorted(comparers[key]);
}

const comparers: Readonly<Record<Exclude<SortKey, "manifest">, (a: ShotView, b: ShotView) => number>> = {
  state: (a, b) => shotStates.indexOf(a.state) - shotStates.indexOf(b.state),
  newest: (a, b) => compareTexts(lastMoment(b), lastMoment(a)),
  cost: (a, b) => b.spentUsdE4 - a.spentUsdE4,
  takes: (a, b) => b.takes.length - a.takes.length,
  id: (a, b) => names.compare(a.id, b.id),
  product: (a, b) =>
    Number(a.product === undefined) - Number(b.product === undefined) ||
    names.compare(a.product?.title ?? "", b.product?.title ?? ""),
};

/** When the last thing happened to a shot, ISO 8601; empty for one that was never tried. */
function lastMoment(shot: ShotView): string {
  const take = shot.takes.at(-1);
  return take?.doneAt ?? take?.endedAt ?? take?.acceptedAt ?? take?.intentAt ?? "";
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

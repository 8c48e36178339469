import type { CostDifference, ShotChange } from "@shotlist/core/read-model";
import { changeCounts, changeWords, differenceInAll, shotPrices } from "../words/difference-words.ts";
import { formatCount } from "../words/show-values.ts";
import { plainLine } from "./display-width.ts";

const SIGNS: Readonly<Record<ShotChange, string>> = {
  added: "+",
  removed: "-",
  changed: "~",
  repriced: "$",
  unchanged: " ",
};

/** Shots that are named before the rest is only counted. */
const NAMED = 40;

/**
 * What a manifest costs against another, for a terminal: a line for each shot that differs, and the difference in all.
 *
 * @param other - the other manifest's name.
 */
export function differenceLines(difference: CostDifference, other: string): readonly string[] {
  const differing = difference.shots.filter(
    ({ change, renamedFrom }) => change !== "unchanged" || renamedFrom !== undefined,
  );
  const lines = differing
    .slice(0, NAMED)
    .map((shot) =>
      plainLine(`${SIGNS[shot.change]} ${shot.shotId}  ${changeWords(shot)}  ${shotPrices(shot)}`),
    );
  const left = differing.length - lines.length;
  return [
    plainLine(`Against ${other}: ${changeCounts(difference)}`),
    ...lines.map((line) => `  ${line}`),
    ...(left > 0 ? [`  … and ${formatCount(left)} more`] : []),
    `Whole manifest, once: ${differenceInAll(difference)}`,
  ];
}

import { formatUsd, type ShotView, type TakeView } from "@shotlist/core/read-model";
import { stateLabels } from "../../words/state-words.ts";

/** The take that stands for a shot, or the last one that was tried, or none. */
export function shownTakeOf(shot: ShotView): TakeView | undefined {
  return shot.takes.find((take) => take.number === shot.shownTake) ?? shot.takes.at(-1);
}

/** `take 2 of 3`; empty for a shot that was never tried. */
export function takeWords(shot: ShotView): string {
  const shown = shownTakeOf(shot);
  if (!shown) return "";
  return shot.takes.length === 1 ? "take 1" : `take ${shown.number} of ${shot.takes.length}`;
}

/**
 * What a shot cost: what was spent on it, or what one take would cost while nothing was.
 * A held price is no spend yet and says so.
 */
export function costWords(shot: ShotView): { readonly text: string; readonly title: string } {
  const last = shot.takes.at(-1);
  if (shot.takes.some((take) => take.money === "spent" && take.priceUsdE4 === null)) {
    return { text: formatUsd(null), title: "Something was spent, its price is unknown" };
  }
  if (shot.spentUsdE4 > 0) {
    return { text: formatUsd(shot.spentUsdE4), title: "Spent over all takes" };
  }
  if (last?.money === "held") return { text: `${formatUsd(last.priceUsdE4)} held`, title: "In flight" };
  if (last?.money === "refunded") return { text: "refunded", title: "The money came back" };
  if (shot.priceUsdE4 === null) return { text: "price unknown", title: "The price of a take is unknown" };
  return { text: `est. ${formatUsd(shot.priceUsdE4)}`, title: "Nothing spent yet; the price of one take" };
}

/** The state in words: `Done · take 2 of 3`, `Waiting · prompt changed`. */
export function stateLine(shot: ShotView): string {
  const label = stateLabels[shot.state];
  if (shot.state === "failed") return [label, takeWords(shot)].filter(Boolean).join(" · ");
  const words = shot.state === "done" && shot.takes.length <= 1 && verdictWord(shot) === "" ? "" : shot.words;
  const take = words.includes("take") ? "" : takeWords(shot);
  return [label, take, words].filter(Boolean).join(" · ");
}

/** Plain words for what went wrong; empty when nothing did, or when it is past. */
export function failureText(shot: ShotView): string {
  if (shot.state !== "failed" && shot.state !== "blocked") return "";
  return shot.takes.at(-1)?.failure?.words ?? shot.words;
}

function verdictWord(shot: ShotView): string {
  return shownTakeOf(shot)?.verdict?.verdict ?? "";
}

/** Words that were written to stand in a line, as a sentence of their own. */
export function asSentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

import {
  type CostDifference,
  fieldWords,
  formatUsd,
  type ShotChange,
  type ShotDifference,
} from "@shotlist/core/read-model";
import { countOf, formatCount } from "./show-values.ts";

/** A difference of money, with its sign: `+$1.27`, `-$0.70`, `no difference`. Takes USD × 10⁴. */
function signedUsd(usdE4: number): string {
  if (usdE4 === 0) return "no difference";
  return usdE4 > 0 ? `+${formatUsd(usdE4)}` : formatUsd(usdE4);
}

const CHANGES: readonly ShotChange[] = ["added", "removed", "changed", "repriced", "unchanged"];

/** How many shots were added, removed and so on: `2 added, 1 changed, 14 unchanged`. */
export function changeCounts({ counts }: CostDifference): string {
  const parts = CHANGES.filter((change) => counts[change] > 0);
  if (parts.length === 0) return "no shots in either";
  return parts.map((change) => `${formatCount(counts[change])} ${change}`).join(", ");
}

/** The difference in all: `$3.54 → $4.25 (+$0.71)`, with the prices that nobody knows. */
export function differenceInAll({ before, after, differenceUsdE4 }: CostDifference): string {
  const unknown = Math.max(before.unknownPrices, after.unknownPrices);
  const left = unknown === 0 ? "" : `, ${countOf(unknown, "unknown price")} left out`;
  return `${formatUsd(before.usdE4)} → ${formatUsd(after.usdE4)} (${signedUsd(differenceUsdE4)}${left})`;
}

/** What one shot's price became: `$0.71 → $1.27 (+$0.56)`, or one price where it was added or removed. */
export function shotPrices({ change, beforeUsdE4, afterUsdE4 }: ShotDifference): string {
  if (change === "added") return afterUsdE4 === null ? "price unknown" : signedUsd(afterUsdE4);
  if (change === "removed") return beforeUsdE4 === null ? "price unknown" : signedUsd(0 - beforeUsdE4);
  if (beforeUsdE4 === afterUsdE4) return afterUsdE4 === null ? "price unknown" : formatUsd(afterUsdE4);
  const both = `${formatUsd(beforeUsdE4)} → ${formatUsd(afterUsdE4)}`;
  return beforeUsdE4 === null || afterUsdE4 === null
    ? both
    : `${both} (${signedUsd(afterUsdE4 - beforeUsdE4)})`;
}

/** What happened to a shot, in words. */
export function changeWords({ change, changedFields, renamedFrom }: ShotDifference): string {
  const fields = changedFields.length === 0 ? "" : `${fieldWords(changedFields).join(", ")} changed`;
  const renamed = renamedFrom === undefined ? "" : `was ${renamedFrom}`;
  const words = [fields || (change === "unchanged" ? "" : change), renamed].filter((part) => part !== "");
  return words.join("; ");
}

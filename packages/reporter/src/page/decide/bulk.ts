import type { ShotView } from "@shotlist/core/read-model";
import type { VerdictWord } from "../../decisions/decision.ts";
import type { Target } from "./judge.ts";

/** What deciding on many shots at once would do. */
export interface BulkOutlook {
  /** The clips that would be decided on: of each shot the one that stands for it. */
  readonly targets: readonly Target[];
  /** Shots without a clip, which nothing is decided about. */
  readonly withoutClip: number;
  /** Clips that have another verdict now, which would be lost. */
  readonly overturned: number;
  /** Clips that say the same already. */
  readonly already: number;
  /** What a retake of each would cost, USD × 10⁴; null when a price is unknown. */
  readonly retakesUsdE4: number | null;
}

/** Looks at what a verdict on all of some shots would change. A shot that is listed twice counts once. */
export function bulkOutlook(shots: readonly ShotView[], verdict: VerdictWord): BulkOutlook {
  const targets = [...new Set(shots)].flatMap((shot) => {
    const take = shot.takes.find((each) => each.number === shot.shownTake);
    return take?.clip ? [{ shot, take }] : [];
  });
  const verdicts = targets.map(({ take }) => take.verdict?.verdict ?? "none");
  return {
    targets,
    withoutClip: new Set(shots).size - targets.length,
    overturned: verdicts.filter((word) => word !== "none" && word !== verdict).length,
    already: verdicts.filter((word) => word === verdict).length,
    retakesUsdE4: targets.reduce<number | null>(
      (sum, { shot }) => (sum === null || shot.priceUsdE4 === null ? null : sum + shot.priceUsdE4),
      0,
    ),
  };
}

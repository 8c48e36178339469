import { type Estimate, estimate } from "@shotlist/core";
import type { OpenStanding, Standing } from "./standing.ts";

/** The estimate of a standing. */
export function estimateOf(standing: Standing | OpenStanding): Estimate {
  const { plan, manifest, priceOf, limits } = standing;
  const state =
    "open" in standing
      ? { snapshot: standing.open.snapshot, settled: standing.open.settled.sums }
      : { snapshot: standing.snapshot };
  return estimate(plan, manifest.shots, { priceOf, limits, ...state });
}

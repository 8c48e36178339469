import { type Estimate, estimate } from "@shotlist/core";
import type { Standing } from "./standing.ts";

/** The estimate of a standing. */
export function estimateOf({ plan, manifest, priceOf, snapshot, limits }: Standing): Estimate {
  return estimate(plan, manifest.shots, { priceOf, snapshot, limits });
}

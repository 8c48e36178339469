import type { Estimate } from "./estimate-data.ts";
import { GUIDE, GUIDE_APP_PLANS } from "./guide-prices.ts";

/** Luma's monthly app plans beside a number of clips. They are told for comparison: they do not pay for the API. */
export function appPlansFor(clips: number): Estimate["appPlans"] {
  return {
    plans: GUIDE_APP_PLANS.map((plan) => ({ ...plan, covers: plan.videosPerMonth >= clips })),
    source: GUIDE,
  };
}

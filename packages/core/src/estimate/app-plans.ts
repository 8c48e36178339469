import type { Shot } from "@shotlist/manifest";
import type { Estimate } from "./estimate-data.ts";
import { GUIDE, GUIDE_APP_PLANS } from "./guide-prices.ts";

/**
 * Luma's monthly app plans beside the videos of a manifest, with all the takes that they want. They are told for
 * comparison: they do not pay for the API. What is no video is left out and counted.
 */
export function appPlansFor(shots: readonly Pick<Shot, "kind" | "takes">[]): Estimate["appPlans"] {
  let videos = 0;
  let leftOut = 0;
  for (const { kind, takes } of shots) {
    if (kind === "video") videos += takes;
    else leftOut += takes;
  }
  return {
    plans: GUIDE_APP_PLANS.map((plan) => ({ ...plan, covers: plan.videosPerMonth >= videos })),
    ...(leftOut === 0 ? {} : { leftOut }),
    source: GUIDE,
  };
}

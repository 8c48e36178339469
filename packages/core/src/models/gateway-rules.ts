import type { ShotRule } from "./shot-rule.ts";

/** The gateway's Luma route has no field for any of these. Source: docs.crazyrouter.com, Luma. */
const noLoop: ShotRule = ({ loop }) =>
  loop
    ? [
        {
          code: "loop-not-possible",
          field: "loop",
          message: "crazyrouter has no field for loops",
          hint: "Take out loop, or leave out provider: Luma itself makes loops.",
        },
      ]
    : [];

const ratioNotSent: ShotRule = ({ aspectRatio }) =>
  aspectRatio === "16:9"
    ? []
    : [
        {
          code: "aspect-ratio-not-sent",
          field: "aspect_ratio",
          message: `crazyrouter has no field for the aspect ratio ${aspectRatio}`,
          hint: "A picture as first frame gives the clip its shape; otherwise use 16:9, or Luma itself.",
        },
      ];

const lengthDoubtful: ShotRule = ({ duration }, { card }) =>
  duration === "5s" || !card.durations.includes(duration)
    ? []
    : [
        {
          code: "duration-doubtful",
          field: "duration",
          message: `crazyrouter shows clips of 5s only, and may refuse ${duration}`,
        },
      ];

/** What the gateway lacks beside what its card says. */
export const GATEWAY_RULES: readonly ShotRule[] = [noLoop, ratioNotSent, lengthDoubtful];

import type { Shot } from "@shotlist/manifest";
import { framesOf, isClip } from "./keyframe-kinds.ts";

/**
 * What of a shot does not go with HDR, each as the end of "makes no HDR clip …"; empty when all does.
 *
 * Source: Luma's SDK `luma-agents`, and Replicate's page of the model; edits are bound by their resolution alone.
 */
export function hdrFaults(shot: Shot): readonly string[] {
  const isVideo = shot.kind === "video";
  return [
    ...(["720p", "1080p"].includes(shot.resolution) ? [] : [`at ${shot.resolution} (the nearest is 720p)`]),
    ...(isVideo && shot.duration !== "5s" ? [`of ${shot.duration} (the nearest is 5s)`] : []),
    ...(shot.loop ? ["that loops"] : []),
    ...(isVideo && framesOf(shot).some(([, frame]) => isClip(frame)) ? ["that continues another clip"] : []),
    ...(shot.kind === "reframe" ? ["by reframing another"] : []),
  ];
}

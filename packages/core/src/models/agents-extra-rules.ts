import type { JsonObject, Shot } from "@shotlist/manifest";
import { hdrFaults } from "./hdr-faults.ts";
import { framesOf } from "./keyframe-kinds.ts";
import type { ShotRule } from "./shot-rule.ts";

const hdrPossible: ShotRule = (shot, { card }) =>
  videoExtra(shot)["hdr"] === true && shot.hdr !== true
    ? hdrFaults(shot).map((what) => ({
        code: "hdr-not-possible",
        field: "extra",
        message: `${card.model} makes no HDR clip ${what}`,
      }))
    : [];

const exrNeedsHdr: ShotRule = (shot, { card }) => {
  const { exr_export: exr, hdr } = videoExtra(shot);
  if (exr !== true || hdr === true || shot.hdr === true) return [];
  return [
    {
      code: "exr-needs-hdr",
      field: "extra",
      message: `${card.model} exports EXR from HDR clips only`,
    },
  ];
};

const keyframeListPossible: ShotRule = (shot, { card }) => {
  const { keyframes: list } = videoExtra(shot);
  if (list === undefined || list === null) return [];
  const beside = [
    ...(framesOf(shot).length > 0 ? ["a start or end frame"] : []),
    ...(shot.loop ? ["a loop"] : []),
  ];
  return beside.map((what) => ({
    code: "keyframe-list-not-possible",
    field: "extra",
    message: `${card.model} takes no list of keyframes beside ${what}`,
  }));
};

function videoExtra(shot: Shot): JsonObject {
  const video = shot.extra["agents"]?.["video"];
  return typeof video === "object" && video !== null && !Array.isArray(video) ? (video as JsonObject) : {};
}

/**
 * What the Agents API asks of fields that shotlist only passes through, under `extra.agents.video`.
 * Source: Luma's SDK `luma-agents`, and later sources of it for the list of keyframes.
 */
export const AGENTS_EXTRA_RULES: readonly ShotRule[] = [hdrPossible, exrNeedsHdr, keyframeListPossible];

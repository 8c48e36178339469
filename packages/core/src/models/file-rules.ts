import type { MediaFile } from "@shotlist/manifest";
import { namedInputsOf } from "./keyframe-kinds.ts";
import type { ModelCard } from "./model-card.ts";
import type { Finding, ShotRule } from "./shot-rule.ts";

const MIB = 1024 * 1024;

/** The largest files that an API reads; what is not there is not published. */
interface FileLimits {
  readonly pictureBytes?: number;
  readonly videoBytes?: number;
  readonly pictureSide?: number;
}

/** Sources: docs.agents.lumalabs.ai, FAQ; docs.lumalabs.ai, Modify Video and Reframe. */
const LIMITS: Readonly<Record<ModelCard["dialect"], FileLimits>> = {
  agents: { pictureBytes: 50 * MIB, videoBytes: 200 * MIB, pictureSide: 8000 },
  "dream-machine": { videoBytes: 100 * MIB },
  crazyrouter: {},
};

/** Dream Machine and the gateway fetch links; local files are put where they can be, if the manifest says where. */
export const filesTaken: ShotRule = (shot, { card, uploads }) => {
  if (card.dialect === "agents" || uploads) return [];
  const who = card.dialect === "crazyrouter" ? "crazyrouter" : "Dream Machine";
  return namedInputsOf(shot).flatMap(({ field, media }): Finding[] =>
    media.type === "file"
      ? [
          {
            code: "keyframe-file-not-taken",
            field,
            message: `"${media.path}" is a local file, and ${who} takes only links`,
            names: media.path,
          },
        ]
      : [],
  );
};

/** Source: docs.agents.lumalabs.ai, FAQ, for pictures; what is fetched by link is told by its content type. */
export const filesReadable: ShotRule = (shot, { fileAt }) =>
  namedInputsOf(shot).flatMap(({ field, media }): Finding[] =>
    media.type === "file" && fileAt(media.path)?.kind === "other"
      ? [
          {
            code: "file-not-media",
            field,
            message: `"${media.path}" is no JPEG, PNG, WebP or GIF picture and no MP4 or MOV video`,
          },
        ]
      : [],
  );

/** As far as a local file tells: of what stands on the web nothing is known before it is fetched. */
export const filesSmallEnough: ShotRule = (shot, { card, fileAt }) =>
  namedInputsOf(shot).flatMap(({ field, media }): Finding[] => {
    const file = media.type === "file" ? fileAt(media.path) : undefined;
    const fault = file === undefined ? undefined : faultOf(file, LIMITS[card.dialect]);
    if (media.type !== "file" || fault === undefined) return [];
    return [{ code: "file-too-large", field, message: `"${media.path}" ${fault}` }];
  });

function faultOf({ kind, bytes, width = 0, height = 0 }: MediaFile, limits: FileLimits): string | undefined {
  const most = kind === "video" ? limits.videoBytes : kind === "picture" ? limits.pictureBytes : undefined;
  if (most !== undefined && bytes > most) {
    return `has ${Math.ceil(bytes / MIB)} MB, and a ${kind} may have at most ${most / MIB} MB`;
  }
  const side = kind === "picture" ? limits.pictureSide : undefined;
  if (side === undefined || Math.max(width, height) <= side) return undefined;
  return `is ${width} × ${height} pixels, and a picture may be at most ${side} on each side`;
}

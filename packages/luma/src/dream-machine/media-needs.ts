import type { MediaNeeds } from "@shotlist/core";
import { inputsOf } from "@shotlist/manifest";
import { filesOf } from "../dialect/ready-media.ts";
import type { Shot } from "../json.ts";

/**
 * What must be made ready before a shot's request can be built: everything but a clip that is continued goes
 * into the request as a link that Dream Machine fetches, so another shot's take is named by a fresh one. A still
 * is such a take even as a keyframe: the ids there are those of clips.
 */
export function mediaNeeds(shot: Shot): MediaNeeds {
  const byId = shot.kind === "video";
  const links = inputsOf(shot)
    .filter(([, media]) =>
      media.type === "shot" ? !byId || media.still === true : media.type === "generation" && !byId,
    )
    .map(([name]) => name);
  return { links, files: filesOf(shot) };
}

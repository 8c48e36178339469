import type { MediaNeeds } from "@shotlist/core";
import { type InputName, inputsOf, type Media, type ShotKind } from "@shotlist/manifest";
import { filesOf } from "../dialect/ready-media.ts";
import type { Shot } from "../json.ts";

/**
 * What must be made ready before a shot's request can be built: local files, and fresh links to what the API does
 * not take by its id. Ids stand for clips, as a source and where a clip is continued; a picture is named by its
 * link everywhere, also when a generation made it.
 * Source: the SDK `luma-agents` 0.3.0, `ImageRef.generation_id`.
 */
export function mediaNeeds(shot: Shot): MediaNeeds {
  const links = inputsOf(shot)
    .filter(([name, media]) => isTake(media) && (isStill(media) || !takesId(shot.kind, name)))
    .map(([name]) => name);
  return { links, files: filesOf(shot) };
}

function isTake({ type }: Media): boolean {
  return type === "shot" || type === "generation";
}

function isStill(media: Media): boolean {
  return media.type === "shot" && media.still === true;
}

function takesId(kind: ShotKind, name: InputName): boolean {
  return name === "source" || (kind === "video" && (name === "frame0" || name === "frame1"));
}

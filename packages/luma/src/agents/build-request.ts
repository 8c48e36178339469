import { type Upstream, type WireRequest, wordedPrompt } from "@shotlist/core";
import { localFile, upstreamId } from "../dialect/keyframe-source.ts";
import { type KnownFields, withExtra } from "../dialect/with-extra.ts";
import type { JsonObject, Shot } from "../json.ts";

/** Where every create goes, below the base URL; its kind stands in the body. */
export const CREATE_PATH = "/generations";

/** What `extra` never sets. */
const KNOWN: KnownFields = {
  model: true,
  type: true,
  prompt: true,
  aspect_ratio: true,
  video: { resolution: true, duration: true, loop: true, start_frame: true, end_frame: true },
};

/**
 * The create that a shot becomes. Everything that has a value is named, so that a changed default of the
 * API changes nothing; `loop` is there only when it is wanted. A camera motion is told in the prompt: the
 * API has no concepts.
 *
 * @param upstream - the generations that shot-to-shot keyframes stand for.
 * Fails with `luma-upstream-missing` when one is missing, `luma-keyframe-file` for a local file.
 */
export function buildRequest(shot: Shot, upstream: Upstream): WireRequest {
  const start = mediaRef(shot, "frame0", upstream);
  const end = mediaRef(shot, "frame1", upstream);
  const body: JsonObject = {
    model: shot.model,
    type: "video",
    prompt: wordedPrompt(shot, false),
    aspect_ratio: shot.aspectRatio,
    video: {
      resolution: shot.resolution,
      duration: shot.duration,
      ...(shot.loop ? { loop: true } : {}),
      ...(start === undefined ? {} : { start_frame: start }),
      ...(end === undefined ? {} : { end_frame: end }),
    },
  };
  const extra = shot.extra["agents"];
  return { path: CREATE_PATH, body: extra === undefined ? body : withExtra(body, extra, KNOWN) };
}

function mediaRef(shot: Shot, name: "frame0" | "frame1", upstream: Upstream): JsonObject | undefined {
  const keyframe = shot.keyframes[name];
  switch (keyframe?.type) {
    case undefined:
      return undefined;
    case "image":
      return { url: keyframe.url };
    case "generation":
      return { generation_id: keyframe.id };
    case "shot":
      return { generation_id: upstreamId(shot, name, keyframe.shot, upstream) };
    case "file":
      throw localFile(shot, name, keyframe.path, "this release uploads no pictures");
  }
}

import { type Upstream, type WireRequest, wordedPrompt } from "@shotlist/core";
import { localFile, upstreamId } from "../dialect/keyframe-source.ts";
import { type KnownFields, withExtra } from "../dialect/with-extra.ts";
import type { JsonObject, Shot } from "../json.ts";

/** Where a text-to-video create goes, below the base URL. */
export const VIDEO_PATH = "/generations/video";

/** What `extra` never sets. */
const KNOWN_FRAME: KnownFields = { type: true, url: true, id: true };
const KNOWN: KnownFields = {
  generation_type: true,
  model: true,
  prompt: true,
  aspect_ratio: true,
  resolution: true,
  duration: true,
  loop: true,
  keyframes: { frame0: KNOWN_FRAME, frame1: KNOWN_FRAME },
  concepts: true,
  callback_url: true,
};

/**
 * The create that a shot becomes. Everything that has a value is named, so that a changed default of the
 * API changes nothing; `loop` is there only when it is wanted.
 *
 * @param upstream - the generations that shot-to-shot keyframes stand for.
 * Fails with `luma-upstream-missing` when one is missing, `luma-keyframe-file` for a local file.
 */
export function buildRequest(shot: Shot, upstream: Upstream, callbackUrl?: string): WireRequest {
  const prompt = wordedPrompt(shot, true);
  const concepts = conceptsOf(shot);
  const keyframes = keyframesOf(shot, upstream);
  const body: JsonObject = {
    generation_type: "video",
    model: shot.model,
    ...(prompt === "" ? {} : { prompt }),
    aspect_ratio: shot.aspectRatio,
    resolution: shot.resolution,
    duration: shot.duration,
    ...(shot.loop ? { loop: true } : {}),
    ...(keyframes === undefined ? {} : { keyframes }),
    ...(concepts.length === 0 ? {} : { concepts: concepts.map((key) => ({ key })) }),
    ...(callbackUrl === undefined ? {} : { callback_url: callbackUrl }),
  };
  const extra = shot.extra["dream-machine"];
  return { path: VIDEO_PATH, body: extra === undefined ? body : withExtra(body, extra, KNOWN) };
}

function conceptsOf(shot: Shot): readonly string[] {
  const fromCamera = shot.camera?.concept === undefined ? [] : [shot.camera.concept];
  return [...new Set([...fromCamera, ...shot.concepts])];
}

function keyframesOf(shot: Shot, upstream: Upstream): JsonObject | undefined {
  const frame0 = keyframeOf(shot, "frame0", upstream);
  const frame1 = keyframeOf(shot, "frame1", upstream);
  if (frame0 === undefined && frame1 === undefined) return undefined;
  return { ...(frame0 === undefined ? {} : { frame0 }), ...(frame1 === undefined ? {} : { frame1 }) };
}

function keyframeOf(shot: Shot, name: "frame0" | "frame1", upstream: Upstream): JsonObject | undefined {
  const keyframe = shot.keyframes[name];
  switch (keyframe?.type) {
    case undefined:
      return undefined;
    case "image":
      return { type: "image", url: keyframe.url };
    case "generation":
      return { type: "generation", id: keyframe.id };
    case "shot":
      return { type: "generation", id: upstreamId(shot, name, keyframe.shot, upstream) };
    case "file":
      throw localFile(shot, name, keyframe.path, "Dream Machine reads public URLs only");
  }
}

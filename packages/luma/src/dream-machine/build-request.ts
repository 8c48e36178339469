import { type PreparedMedia, type Upstream, type WireRequest, wordedPrompt } from "@shotlist/core";
import type { InputName, Media, ShotKind } from "@shotlist/manifest";
import { inputWords, type NamedMedia, type ReadyInputs, readyMedia } from "../dialect/ready-media.ts";
import { type KnownFields, withExtra } from "../dialect/with-extra.ts";
import type { JsonObject, Shot } from "../json.ts";
import { LumaError } from "../luma-error.ts";
import { reframeBounds } from "./reframe-bounds.ts";

/** Where each kind of create goes, below the base URL. Source: OpenAPI document "Dream Machine API" 1.1.0. */
export const CREATE_PATHS: Readonly<Record<ShotKind, string>> = {
  video: "/generations/video",
  edit: "/generations/video/modify",
  reframe: "/generations/video/reframe",
  image: "/generations/image",
};

/** What `extra` never sets, whether the shot has it or not. */
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
  media: true,
  mode: true,
  callback_url: true,
};

/**
 * The create that a shot becomes. Everything that has a value is named, so that a changed default of the
 * API changes nothing; what is switched off is left out.
 *
 * @param upstream - the generations that inputs from other shots stand for.
 * @param options.media - links and local files that were made ready, as `mediaNeeds` asks for them.
 * Fails with `luma-upstream-missing`, `luma-link-missing` or `luma-keyframe-file` when one of them is missing.
 */
export function buildRequest(
  shot: Shot,
  upstream: Upstream,
  options: { readonly media?: PreparedMedia | undefined; readonly callbackUrl?: string | undefined } = {},
): WireRequest {
  const { media, callbackUrl } = options;
  const body: JsonObject = {
    ...fieldsOf({ shot, upstream, media }),
    ...(callbackUrl === undefined ? {} : { callback_url: callbackUrl }),
  };
  const extra = shot.extra["dream-machine"];
  return {
    path: CREATE_PATHS[shot.kind],
    body: extra === undefined ? body : withExtra(body, extra, KNOWN),
  };
}

function fieldsOf(inputs: ReadyInputs): JsonObject {
  switch (inputs.shot.kind) {
    case "video":
      return videoFields(inputs);
    case "edit":
      return modifyFields(inputs);
    case "reframe":
      return reframeFields(inputs);
    case "image":
      return imageFields(inputs);
  }
}

function videoFields(inputs: ReadyInputs): JsonObject {
  const { shot } = inputs;
  const concepts = conceptsOf(shot);
  const keyframes = keyframesOf(inputs);
  return {
    generation_type: "video",
    model: shot.model,
    ...promptField(shot, true),
    aspect_ratio: shot.aspectRatio,
    resolution: shot.resolution,
    duration: shot.duration,
    ...(shot.loop ? { loop: true } : {}),
    ...(keyframes === undefined ? {} : { keyframes }),
    ...(concepts.length === 0 ? {} : { concepts: concepts.map((key) => ({ key })) }),
  };
}

/** A modified clip takes its length, its ratio and its size from its source. */
function modifyFields(inputs: ReadyInputs): JsonObject {
  const { shot } = inputs;
  return {
    generation_type: "modify_video",
    model: shot.model,
    ...(shot.edit?.strength === undefined ? {} : { mode: shot.edit.strength }),
    ...linkField(inputs, "source", "media"),
    ...promptField(shot, false),
    ...linkField(inputs, "frame0", "first_frame"),
  };
}

function reframeFields(inputs: ReadyInputs): JsonObject {
  const { shot } = inputs;
  return {
    generation_type: "reframe_video",
    model: shot.model,
    aspect_ratio: shot.aspectRatio,
    ...linkField(inputs, "source", "media"),
    ...promptField(shot, false),
    ...linkField(inputs, "frame0", "first_frame"),
    ...(shot.position === undefined ? {} : reframeBounds(shot.aspectRatio, shot.position)),
  };
}

function imageFields(inputs: ReadyInputs): JsonObject {
  const { shot } = inputs;
  const references = (shot.image?.references ?? []).map(({ media, weight }, index) => ({
    url: linkOf({ name: `reference${index}`, media }, inputs),
    ...(weight === undefined ? {} : { weight }),
  }));
  return {
    generation_type: "image",
    model: shot.model,
    ...promptField(shot, false),
    aspect_ratio: shot.aspectRatio,
    format: shot.image?.format ?? "jpg",
    ...(references.length === 0 ? {} : { image_ref: references }),
  };
}

/** Only plain videos take concepts; elsewhere a motion is told in words. */
function promptField(shot: Shot, concepts: boolean): JsonObject {
  const prompt = wordedPrompt(shot, concepts);
  return prompt === "" ? {} : { prompt };
}

function conceptsOf(shot: Shot): readonly string[] {
  const fromCamera = shot.camera?.concept === undefined ? [] : [shot.camera.concept];
  return [...new Set([...fromCamera, ...shot.concepts])];
}

function keyframesOf(inputs: ReadyInputs): JsonObject | undefined {
  const { frame0, frame1 } = inputs.shot.keyframes;
  if (frame0 === undefined && frame1 === undefined) return undefined;
  return {
    ...(frame0 === undefined ? {} : { frame0: keyframeOf({ name: "frame0", media: frame0 }, inputs) }),
    ...(frame1 === undefined ? {} : { frame1: keyframeOf({ name: "frame1", media: frame1 }, inputs) }),
  };
}

function keyframeOf(input: NamedMedia, inputs: ReadyInputs): JsonObject {
  const ready = readyMedia(input, inputs);
  if (ready.kind === "generation") return { type: "generation", id: ready.id };
  return { type: "image", url: linkOf(input, inputs) };
}

function linkField(inputs: ReadyInputs, name: "source" | "frame0", field: string): JsonObject {
  const media: Media | undefined = name === "source" ? inputs.shot.source : inputs.shot.keyframes[name];
  return media === undefined ? {} : { [field]: { url: linkOf({ name, media }, inputs) } };
}

/** The API fetches pictures and clips by their link; it takes neither bytes nor, in these places, ids. */
function linkOf(input: NamedMedia, inputs: ReadyInputs): string {
  const ready = readyMedia(input, inputs);
  if (ready.kind === "url") return ready.url;
  throw linkMissing(inputs.shot, input.name);
}

function linkMissing(shot: Shot, name: InputName): LumaError {
  return new LumaError(
    "luma-link-missing",
    `${inputWords(shot, name)} must be a link that Dream Machine can fetch, and none was made ready.`,
    {
      hint: "Run it with the shot that it comes from, or name a public https URL.",
      standing: "Nothing was sent.",
    },
  );
}

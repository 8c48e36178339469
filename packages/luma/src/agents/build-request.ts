import { type PreparedMedia, type Upstream, type WireRequest, wordedPrompt } from "@shotlist/core";
import type { Media } from "@shotlist/manifest";
import type { ReadyInputs } from "../dialect/ready-media.ts";
import { type KnownFields, withExtra } from "../dialect/with-extra.ts";
import type { JsonObject, Shot } from "../json.ts";
import { mediaRef, sourceRef } from "./media-ref.ts";

/** Where every create goes, below the base URL; its kind stands in the body. */
export const CREATE_PATH = "/generations";

/** What `extra` never sets, whether the shot has it or not. */
const KNOWN: KnownFields = {
  model: true,
  type: true,
  prompt: true,
  aspect_ratio: true,
  source: true,
  video: { resolution: true, duration: true, loop: true, start_frame: true, end_frame: true },
};

/**
 * The create that a shot becomes. Everything that has a value is named, so that a changed default of the
 * API changes nothing; what is switched off is left out. A camera motion is told in the prompt: the API has
 * no concepts.
 *
 * @param upstream - the generations that inputs from other shots stand for.
 * @param media - fresh links, and the local files that the API was given, as `mediaNeeds` asks for them.
 * Fails with `luma-upstream-missing` or `luma-keyframe-file` when one of them is missing.
 */
export function buildRequest(shot: Shot, upstream: Upstream, media?: PreparedMedia): WireRequest {
  const inputs: ReadyInputs = { shot, upstream, media };
  const common = { model: shot.model, prompt: wordedPrompt(shot, false) };
  const body: JsonObject = { ...common, ...fieldsOf(inputs) };
  const extra = shot.extra["agents"];
  return { path: CREATE_PATH, body: extra === undefined ? body : withExtra(body, extra, KNOWN) };
}

function fieldsOf(inputs: ReadyInputs): JsonObject {
  switch (inputs.shot.kind) {
    case "video":
      return videoFields(inputs);
    case "edit":
      return editFields(inputs);
    case "reframe":
      return reframeFields(inputs);
    case "image":
      return imageFields(inputs);
  }
}

function videoFields(inputs: ReadyInputs): JsonObject {
  const { shot } = inputs;
  return {
    type: "video",
    aspect_ratio: shot.aspectRatio,
    video: {
      resolution: shot.resolution,
      duration: shot.duration,
      ...(shot.loop ? { loop: true } : {}),
      ...rangeFields(shot),
      ...frameField(inputs, "frame0", "start_frame"),
      ...frameField(inputs, "frame1", "end_frame"),
      ...guideFields(inputs),
    },
  };
}

/** An edited clip takes its length and its ratio from its source; the API ignores what is said of them. */
function editFields(inputs: ReadyInputs): JsonObject {
  const { shot } = inputs;
  const edit: JsonObject = {
    ...(shot.edit?.autoControls === undefined ? {} : { auto_controls: shot.edit.autoControls }),
    ...(shot.edit?.strength === undefined ? {} : { strength: shot.edit.strength }),
    ...(shot.edit?.controls === undefined ? {} : { controls: shot.edit.controls }),
    ...guideFields(inputs),
  };
  return {
    type: "video_edit",
    ...sourceField(inputs),
    video: {
      resolution: shot.resolution,
      ...rangeFields(shot),
      ...frameField(inputs, "frame0", "start_frame"),
      ...(Object.keys(edit).length === 0 ? {} : { edit }),
    },
  };
}

/** A reframed clip takes its length from its source. */
function reframeFields(inputs: ReadyInputs): JsonObject {
  const { shot } = inputs;
  const { position } = shot;
  return {
    type: "video_reframe",
    aspect_ratio: shot.aspectRatio,
    ...sourceField(inputs),
    video: {
      resolution: shot.resolution,
      ...(position === undefined
        ? {}
        : {
            source_position: {
              x_norm: position.x,
              y_norm: position.y,
              w_norm: position.width,
              h_norm: position.height,
            },
          }),
    },
  };
}

function imageFields(inputs: ReadyInputs): JsonObject {
  const { aspectRatio, image } = inputs.shot;
  const references = (image?.references ?? []).map(({ media }, index) =>
    mediaRef({ name: `reference${index}`, media }, inputs),
  );
  return {
    type: "image",
    aspect_ratio: aspectRatio,
    output_format: image?.format === "png" ? "png" : "jpeg",
    ...(references.length === 0 ? {} : { image_ref: references }),
    ...(image?.style === undefined ? {} : { style: image.style }),
    ...(image?.webSearch === undefined ? {} : { web_search: image.webSearch }),
  };
}

function rangeFields({ hdr, exr }: Shot): JsonObject {
  return { ...(hdr === true ? { hdr: true } : {}), ...(exr === true ? { exr_export: true } : {}) };
}

function frameField(inputs: ReadyInputs, name: "frame0" | "frame1", field: string): JsonObject {
  const media: Media | undefined = inputs.shot.keyframes[name];
  return media === undefined ? {} : { [field]: mediaRef({ name, media }, inputs) };
}

function sourceField(inputs: ReadyInputs): JsonObject {
  const { source: media } = inputs.shot;
  return media === undefined ? {} : { source: sourceRef({ name: "source", media }, inputs) };
}

/** Guides as two lists side by side: the pictures, and the frames at which the clip passes through them. */
function guideFields(inputs: ReadyInputs): JsonObject {
  const guides = inputs.shot.guides ?? [];
  if (guides.length === 0) return {};
  return {
    keyframes: guides.map(({ media }, index) => mediaRef({ name: `guide${index}`, media }, inputs)),
    keyframe_indexes: guides.map(({ at }) => at),
  };
}

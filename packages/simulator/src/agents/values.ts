import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import { editProblems } from "./edit-values.ts";
import { closedSet, flag, isAbsent, unexpectedFields } from "./field-values.ts";
import { notOneOf, type Problem, problem } from "./problem.ts";
import {
  CREATE_FIELDS,
  DURATIONS,
  IMAGE_ASPECT_RATIOS,
  MODELS,
  MODELS_BY_TYPE,
  OUTPUT_FORMATS,
  RESOLUTIONS,
  STYLES,
  VIDEO_ASPECT_RATIOS,
  VIDEO_FIELDS,
} from "./vocabulary.ts";

/**
 * What is wrong with single values of a create: always 400. Texts are those of the error guide where it has
 * one; unknown fields are refused, so that no client relies on a seed or a negative prompt.
 */
export function* valueProblems(body: JsonObject): Generator<Problem> {
  const model = body["model"] ?? "uni-1";
  const type = body["type"] ?? "image";
  if (typeof model !== "string" || !MODELS.includes(model)) {
    return yield problem(400, `Unknown model: ${typeof model === "string" ? model : JSON.stringify(model)}`);
  }
  const models = typeof type === "string" ? MODELS_BY_TYPE[type] : undefined;
  if (models === undefined) return yield notOneOf("type", type, Object.keys(MODELS_BY_TYPE));
  if (!models.includes(model))
    return yield problem(400, `Type '${String(type)}' is not supported for model '${model}'`);
  yield* unexpectedFields(body, CREATE_FIELDS, "");
  const { prompt, user_id: userId } = body;
  const characters = typeof prompt === "string" ? [...prompt].length : 0;
  if (characters < 1 || characters > 6000) yield problem(400, "Prompt must be between 1 and 6000 characters");
  if (!isAbsent(userId) && typeof userId !== "string") yield problem(400, "user_id must be a string");
  yield* ratioProblems(body, String(type));
  yield* sourceProblems(body, String(type));
  yield* imageProblems(body, String(type));
  if (isAbsent(body["video"])) return;
  if (!isJsonObject(body["video"])) return yield problem(400, "video must be an object");
  if (!String(type).startsWith("video"))
    return yield problem(400, `video is not valid for type '${String(type)}'`);
  yield* videoProblems(body["video"]);
}

function* ratioProblems(body: JsonObject, type: string): Generator<Problem> {
  const ratio = body["aspect_ratio"];
  const isVideo = type.startsWith("video");
  if (isAbsent(ratio)) {
    if (type === "video_reframe") yield problem(400, "aspect_ratio is required for type 'video_reframe'");
    return;
  }
  // An edit keeps the shape of its source, and the field is passed over without a word.
  if (type === "video_edit") return;
  const valid = isVideo ? VIDEO_ASPECT_RATIOS : IMAGE_ASPECT_RATIOS;
  if (typeof ratio !== "string" || !valid.includes(ratio)) yield notOneOf("aspect_ratio", ratio, valid);
}

function* sourceProblems(body: JsonObject, type: string): Generator<Problem> {
  const isMissing = isAbsent(body["source"]);
  const needsSource = type === "image_edit" || type === "video_edit" || type === "video_reframe";
  if (needsSource && isMissing) yield problem(400, `source is required for type '${type}'`);
  if (!needsSource && !isMissing) {
    const types = type === "image" ? "type 'image_edit'" : "types 'video_edit' and 'video_reframe'";
    yield problem(400, `source is only valid for ${types}`);
  }
}

/** The fields that only images have, and how many references each type takes (SDK). */
function* imageProblems(body: JsonObject, type: string): Generator<Problem> {
  if (type.startsWith("video")) {
    for (const name of ["image_ref", "output_format", "style", "web_search"]) {
      if (!isAbsent(body[name]))
        yield problem(400, `${name} is only valid for type 'image' and 'image_edit'`);
    }
  }
  yield* closedSet("output_format", body["output_format"], OUTPUT_FORMATS);
  yield* closedSet("style", body["style"], STYLES);
  yield* flag("web_search", body["web_search"]);
  const images = body["image_ref"];
  if (isAbsent(images)) return;
  if (!Array.isArray(images)) return yield problem(400, "image_ref must be a list");
  const most = type === "image_edit" ? 8 : 9;
  if (images.length > most) yield problem(400, `image_ref must hold at most ${most} references`);
}

function* videoProblems(video: JsonObject): Generator<Problem> {
  yield* unexpectedFields(video, VIDEO_FIELDS, "video.");
  yield* closedSet("resolution", video["resolution"], RESOLUTIONS);
  yield* closedSet("duration", video["duration"], Object.keys(DURATIONS));
  for (const name of ["loop", "hdr", "exr_export"]) yield* flag(name, video[name]);
  const { keyframes, keyframe_indexes: indexes, source_position: position, edit } = video;
  for (const [name, list] of Object.entries({ keyframes, keyframe_indexes: indexes })) {
    if (!isAbsent(list) && !Array.isArray(list)) yield problem(400, `${name} must be a list`);
  }
  if (!isAbsent(position)) {
    if (!isJsonObject(position)) return yield problem(400, "source_position must be an object");
    for (const name of ["x_norm", "y_norm", "w_norm", "h_norm"]) {
      if (isAbsent(position[name])) yield problem(400, `source_position.${name} is required`);
    }
    for (const [name, value] of Object.entries(position)) yield* positionProblems(name, value);
  }
  if (isAbsent(edit)) return;
  if (!isJsonObject(edit)) return yield problem(400, "edit must be an object");
  yield* editProblems(edit);
}

function* positionProblems(name: string, value: Json): Generator<Problem> {
  const least = name.startsWith("w_") || name.startsWith("h_") ? Number.MIN_VALUE : -2;
  if (!["x_norm", "y_norm", "w_norm", "h_norm"].includes(name))
    yield problem(400, `Unexpected field 'source_position.${name}'`);
  else if (typeof value !== "number" || value < least || value > 2)
    yield problem(400, `source_position.${name} is out of range`);
}

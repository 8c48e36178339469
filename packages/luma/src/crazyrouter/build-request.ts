import { type PreparedMedia, type Upstream, type WireRequest, wordedPrompt } from "@shotlist/core";
import { inputWords, type ReadyInputs, readyMedia } from "../dialect/ready-media.ts";
import { type KnownFields, withExtra } from "../dialect/with-extra.ts";
import type { JsonObject, Shot } from "../json.ts";
import { LumaError } from "../luma-error.ts";

/** Where every create goes, below the gateway's address. */
export const CREATE_PATH = "/luma/generations";

/** The gateway's names of Luma's models. */
const MODEL_NAMES: Readonly<Record<string, string>> = { "ray-2": "ray-v2", "ray-1-6": "ray-v1" };

/** What `extra` never sets, whether the shot has it or not. */
const KNOWN: KnownFields = {
  user_prompt: true,
  model_name: true,
  duration: true,
  resolution: true,
  image_url: true,
  image_end_url: true,
};

/**
 * The create that a shot becomes: text or pictures to a video, which is all that the gateway's Luma route
 * documents. The prompt goes as it is written, unless `extra` asks the gateway to reword it. There is no field
 * for the aspect ratio or a loop.
 *
 * @param upstream - has no use here: the gateway makes nothing from its own tasks by this route.
 * @param media - links and local files that were made ready.
 * Fails with `luma-upstream-missing`, `luma-link-missing` or `luma-keyframe-file` for a picture without a URL.
 */
export function buildRequest(shot: Shot, upstream: Upstream, media?: PreparedMedia): WireRequest {
  const inputs: ReadyInputs = { shot, upstream, media };
  const extra = shot.extra["crazyrouter"];
  const body: JsonObject = {
    user_prompt: wordedPrompt(shot, false),
    model_name: Object.hasOwn(MODEL_NAMES, shot.model) ? (MODEL_NAMES[shot.model] ?? "") : shot.model,
    duration: shot.duration.replace(/s$/, ""),
    resolution: shot.resolution,
    ...(typeof extra?.["expand_prompt"] === "boolean" ? {} : { expand_prompt: false }),
    ...pictureField(inputs, "frame0", "image_url"),
    ...pictureField(inputs, "frame1", "image_end_url"),
  };
  return { path: CREATE_PATH, body: extra === undefined ? body : withExtra(body, extra, KNOWN) };
}

function pictureField(inputs: ReadyInputs, name: "frame0" | "frame1", field: string): JsonObject {
  const media = inputs.shot.keyframes[name];
  if (media === undefined) return {};
  const ready = readyMedia({ name, media }, inputs);
  if (ready.kind === "url") return { [field]: ready.url };
  throw new LumaError(
    "luma-link-missing",
    `${inputWords(inputs.shot, name)} must be a picture that the gateway can fetch by a URL.`,
    { hint: "Name a public https URL of a picture.", standing: "Nothing was sent." },
  );
}

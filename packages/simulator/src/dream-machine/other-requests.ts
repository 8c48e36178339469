import type { SimulatedGeneration } from "../book/generation.ts";
import { videoPriceUsdE4 } from "../book/price.ts";
import type { JsonObject } from "../json.ts";
import { createFieldReader, type FieldReader } from "./field-reader.ts";
import { type ParseResult, rule } from "./parsed-request.ts";
import { promptProblem } from "./video-request.ts";
import {
  ASPECT_RATIOS,
  DEFAULT_RESOLUTION,
  MODIFY_MODES,
  PHOTON_MODELS,
  RAY_MODELS,
  RESOLUTIONS,
} from "./vocabulary.ts";

/** How long a source video is taken to be, in seconds: the simulator does not fetch it. */
const SOURCE_SECONDS = 5;

const REFRAME_INTEGERS = [
  "grid_position_x",
  "grid_position_y",
  "x_start",
  "x_end",
  "y_start",
  "y_end",
  "resized_width",
  "resized_height",
] as const;

/** Reads the body of `POST /generations/video/modify`. */
export function parseModifyRequest(body: JsonObject): ParseResult {
  const reader = createFieldReader();
  const media = readMedia(reader, body);
  const echo = {
    generation_type: reader.oneOf(body, ["generation_type"], ["modify_video"], { required: true }),
    model: reader.oneOf(body, ["model"], RAY_MODELS, { required: true }),
    mode: reader.oneOf(body, ["mode"], MODIFY_MODES, { required: true }),
    prompt: reader.text(body, ["prompt"]),
    ...media.echo,
    callback_url: reader.url(body, ["callback_url"]),
  };
  if (reader.problems.length > 0) return { kind: "fields", problems: reader.problems };
  const broken = promptProblem(echo.prompt, false);
  if (broken !== undefined) return rule(broken);
  const model = echo.model ?? "";
  const priceUsdE4 = videoPriceUsdE4({
    model,
    resolution: DEFAULT_RESOLUTION,
    seconds: SOURCE_SECONDS,
    modify: true,
  });
  return {
    kind: "parsed",
    request: { kind: "modify_video", model, echo, priceUsdE4, keyframes: null, mediaUrls: media.urls },
  };
}

/** Reads the body of `POST /generations/video/reframe`. */
export function parseReframeRequest(body: JsonObject): ParseResult {
  const reader = createFieldReader();
  const media = readMedia(reader, body);
  const echo = {
    generation_type: reader.oneOf(body, ["generation_type"], ["reframe_video"], { required: true }),
    model: reader.oneOf(body, ["model"], RAY_MODELS, { required: true }),
    aspect_ratio: reader.oneOf(body, ["aspect_ratio"], ASPECT_RATIOS, { required: true }),
    prompt: reader.text(body, ["prompt"]),
    ...media.echo,
    ...Object.fromEntries(REFRAME_INTEGERS.map((name) => [name, reader.integer(body, [name])])),
    callback_url: reader.url(body, ["callback_url"]),
  };
  if (reader.problems.length > 0) return { kind: "fields", problems: reader.problems };
  const model = echo.model ?? "";
  const priceUsdE4 = videoPriceUsdE4({ model, resolution: DEFAULT_RESOLUTION, seconds: SOURCE_SECONDS });
  return {
    kind: "parsed",
    request: { kind: "reframe_video", model, echo, priceUsdE4, keyframes: null, mediaUrls: media.urls },
  };
}

/** Reads the body of `POST /generations/{id}/upscale`. Priced as generating at the new resolution: assumed. */
export function parseUpscaleRequest(body: JsonObject, source: SimulatedGeneration): ParseResult {
  const reader = createFieldReader();
  const echo = {
    generation_type: reader.oneOf(body, ["generation_type"], ["upscale_video"]) ?? "upscale_video",
    resolution: reader.text(body, ["resolution"]),
    callback_url: reader.url(body, ["callback_url"]),
  };
  if (reader.problems.length > 0) return { kind: "fields", problems: reader.problems };
  const resolution = echo.resolution ?? "1080p";
  if (!RESOLUTIONS.includes(resolution)) return rule(`Unsupported resolution: ${resolution}`);
  const { model } = source;
  const priceUsdE4 = videoPriceUsdE4({ model, resolution, seconds: SOURCE_SECONDS });
  return {
    kind: "parsed",
    request: {
      kind: "upscale_video",
      model,
      echo: { ...sourceEcho(source), ...echo },
      priceUsdE4,
      keyframes: null,
      mediaUrls: [],
    },
  };
}

/** Reads the body of `POST /generations/{id}/audio`. Its price is not published; here it is free. */
export function parseAudioRequest(body: JsonObject, source: SimulatedGeneration): ParseResult {
  const reader = createFieldReader();
  const echo = {
    generation_type: reader.oneOf(body, ["generation_type"], ["add_audio"]) ?? "add_audio",
    prompt: reader.text(body, ["prompt"]),
    negative_prompt: reader.text(body, ["negative_prompt"]),
    callback_url: reader.url(body, ["callback_url"]),
  };
  if (reader.problems.length > 0) return { kind: "fields", problems: reader.problems };
  return {
    kind: "parsed",
    request: {
      kind: "add_audio",
      model: source.model,
      echo: { ...sourceEcho(source), ...echo },
      priceUsdE4: 0,
      keyframes: null,
      mediaUrls: [],
    },
  };
}

/** Reads the bodies of `POST /generations/image` and `/image/reframe`, in shape only. */
export function parseImageRequest(body: JsonObject, kind: "image" | "reframe_image"): ParseResult {
  const reader = createFieldReader();
  const echo = {
    generation_type: reader.oneOf(body, ["generation_type"], [kind]) ?? kind,
    model: reader.oneOf(body, ["model"], PHOTON_MODELS) ?? "photon-1",
    prompt: reader.text(body, ["prompt"]),
    aspect_ratio: reader.oneOf(body, ["aspect_ratio"], ASPECT_RATIOS) ?? "16:9",
    callback_url: reader.url(body, ["callback_url"]),
  };
  if (reader.problems.length > 0) return { kind: "fields", problems: reader.problems };
  const broken = promptProblem(echo.prompt, kind === "image");
  if (broken !== undefined) return rule(broken);
  const priceUsdE4 = echo.model === "photon-1" ? 150 : 20;
  return {
    kind: "parsed",
    request: { kind, model: echo.model, echo, priceUsdE4, keyframes: null, mediaUrls: [] },
  };
}

function readMedia(reader: FieldReader, body: JsonObject): { echo: JsonObject; urls: readonly string[] } {
  const media = reader.object(body, ["media"], { required: true });
  const mediaUrl = media === null ? null : reader.url(media, ["media", "url"], { required: true });
  const first = reader.object(body, ["first_frame"]);
  const firstUrl = first === null ? null : reader.url(first, ["first_frame", "url"], { required: true });
  return {
    echo: { media: { url: mediaUrl }, first_frame: firstUrl === null ? null : { url: firstUrl } },
    urls: [mediaUrl, firstUrl].filter((url) => url !== null),
  };
}

function sourceEcho(source: SimulatedGeneration): JsonObject {
  const { aspect_ratio = null, duration = null } = source.request;
  return { generation: source.id, aspect_ratio, duration };
}

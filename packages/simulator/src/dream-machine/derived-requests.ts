import type { SimulatedGeneration } from "../book/generation.ts";
import { videoPriceUsdE4 } from "../book/price.ts";
import type { ClipWish } from "../clip/clip-wish.ts";
import type { JsonObject } from "../json.ts";
import { createFieldReader } from "./field-reader.ts";
import { type ParseResult, rule } from "./parsed-request.ts";
import { RESOLUTIONS } from "./vocabulary.ts";

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
  const { model, wish } = source;
  return {
    kind: "parsed",
    request: {
      kind: "upscale_video",
      model,
      echo: { ...sourceEcho(source), ...echo },
      wish: { ...wishOf(source), resolution },
      priceUsdE4: videoPriceUsdE4({ model, resolution, seconds: wish.seconds }),
      keyframes: null,
      media: [],
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
      wish: { ...wishOf(source), prompt: echo.prompt ?? "" },
      priceUsdE4: 0,
      keyframes: null,
      media: [],
    },
  };
}

/** The same clip again, without what an upscale changes and without the words that a fault would obey twice. */
function wishOf({ id, wish }: SimulatedGeneration): ClipWish {
  const { startImage: _image, sizePx: _size, ...rest } = wish;
  return { ...rest, prompt: "", continues: id };
}

function sourceEcho(source: SimulatedGeneration): JsonObject {
  const { aspect_ratio = null, duration = null } = source.request;
  return { generation: source.id, aspect_ratio, duration };
}

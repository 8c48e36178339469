import type { JsonObject } from "../json.ts";
import { createFieldReader } from "./field-reader.ts";
import { FRAME_SIZES } from "./frame-sizes.ts";
import { readImageReferences } from "./image-references.ts";
import { type MediaUrl, type ParseResult, rule } from "./parsed-request.ts";
import { promptProblem } from "./prompt-problem.ts";
import { ASPECT_RATIOS, DEFAULT_RESOLUTION, FRAME_INTEGERS, PHOTON_MODELS } from "./vocabulary.ts";

/** USD a million pixels: Luma's price list of 2025 as resellers passed it through. */
const MEGAPIXEL_USD: Readonly<Record<string, number>> = { "photon-1": 0.0073, "photon-flash-1": 0.0019 };

const FORMATS: readonly string[] = ["jpg", "png"];

/** Reads the body of `POST /generations/image` (SDK `lumaai`, ImageCreateParams). */
export function parseImageRequest(body: JsonObject): ParseResult {
  const reader = createFieldReader();
  const references = readImageReferences(reader, body);
  const echo = {
    generation_type: reader.oneOf(body, ["generation_type"], ["image"]) ?? "image",
    model: reader.oneOf(body, ["model"], PHOTON_MODELS, { required: true }),
    prompt: reader.text(body, ["prompt"]),
    aspect_ratio: reader.oneOf(body, ["aspect_ratio"], ASPECT_RATIOS) ?? "16:9",
    format: reader.oneOf(body, ["format"], FORMATS) ?? "jpg",
    ...references.echo,
    sync: reader.flag(body, ["sync"]) ?? false,
    sync_timeout: reader.integer(body, ["sync_timeout"]),
    callback_url: reader.url(body, ["callback_url"]),
  };
  if (reader.problems.length > 0) return { kind: "fields", problems: reader.problems };
  const broken = promptProblem(echo.prompt, true) ?? references.broken;
  return broken === undefined ? image("image", echo, references.urls) : rule(broken);
}

/** Reads the body of `POST /generations/image/reframe` (SDK `lumaai`, ImageReframeParams). */
export function parseImageReframeRequest(body: JsonObject): ParseResult {
  const reader = createFieldReader();
  const media = reader.object(body, ["media"], { required: true });
  const url = media === null ? null : reader.url(media, ["media", "url"], { required: true });
  const echo = {
    generation_type: reader.oneOf(body, ["generation_type"], ["reframe_image"], { required: true }),
    model: reader.oneOf(body, ["model"], PHOTON_MODELS, { required: true }),
    prompt: reader.text(body, ["prompt"]),
    aspect_ratio: reader.oneOf(body, ["aspect_ratio"], ASPECT_RATIOS, { required: true }) ?? "16:9",
    format: reader.oneOf(body, ["format"], FORMATS) ?? "jpg",
    media: { url },
    ...Object.fromEntries(FRAME_INTEGERS.map((name) => [name, reader.integer(body, [name])])),
    callback_url: reader.url(body, ["callback_url"]),
  };
  if (reader.problems.length > 0) return { kind: "fields", problems: reader.problems };
  const broken = promptProblem(echo.prompt, false);
  if (broken !== undefined) return rule(broken);
  return image("reframe_image", echo, [{ url: url ?? "", medium: "image" }]);
}

function image(
  kind: "image" | "reframe_image",
  echo: JsonObject & {
    readonly model: string | null;
    readonly prompt: string | null;
    readonly aspect_ratio: string;
    readonly format: string;
  },
  media: readonly MediaUrl[],
): ParseResult {
  const model = echo.model ?? "";
  const [first] = media;
  const sizePx = FRAME_SIZES[echo.aspect_ratio] ?? { widthPx: 2048, heightPx: 1152 };
  const megapixels = (sizePx.widthPx * sizePx.heightPx) / 1e6;
  return {
    kind: "parsed",
    request: {
      kind,
      model,
      echo,
      wish: {
        medium: "image",
        prompt: echo.prompt ?? "",
        aspectRatio: echo.aspect_ratio,
        resolution: DEFAULT_RESOLUTION,
        seconds: 0,
        loops: false,
        format: echo.format === "png" ? "png" : "jpeg",
        sizePx,
        ...(first === undefined ? {} : { startImage: first.url }),
      },
      priceUsdE4: Math.round(megapixels * (MEGAPIXEL_USD[model] ?? 0) * 10_000),
      keyframes: null,
      media,
    },
  };
}

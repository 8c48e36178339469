import type { Account } from "../account.ts";
import { videoPriceUsdE4 } from "../book/price.ts";
import type { JsonObject } from "../json.ts";
import { lookOfMedia, type SourceLook } from "../media/source-look.ts";
import { lookAtUrl } from "../media/url-look.ts";
import { createFieldReader, type FieldReader } from "./field-reader.ts";
import { FRAME_SIZES } from "./frame-sizes.ts";
import { type MediaUrl, type ParseResult, rule } from "./parsed-request.ts";
import { promptProblem } from "./prompt-problem.ts";
import { ASPECT_RATIOS, DEFAULT_RESOLUTION, FRAME_INTEGERS, MODIFY_MODES, RAY_MODELS } from "./vocabulary.ts";

/** Longest sources in seconds, by model: docs.lumalabs.ai, Modify Video and Reframe. */
const MODIFY_SECONDS: Readonly<Record<string, number>> = { "ray-2": 10, "ray-flash-2": 15 };
const REFRAME_SECONDS: Readonly<Record<string, number>> = { "ray-2": 10, "ray-flash-2": 30 };

/** Reads the body of `POST /generations/video/modify`. The result is as long and of the shape of its source. */
export function parseModifyRequest(body: JsonObject, account: Account): ParseResult {
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
  const model = echo.model ?? "";
  const source = sourceOf(account, media.urls);
  const broken = promptProblem(echo.prompt, false) ?? lengthProblem(source, model, MODIFY_SECONDS);
  if (broken !== undefined) return rule(broken);
  const resolution = source.resolution ?? DEFAULT_RESOLUTION;
  return {
    kind: "parsed",
    request: {
      kind: "modify_video",
      model,
      echo,
      wish: { ...wishFrom(source, echo.prompt), aspectRatio: source.aspectRatio, resolution },
      priceUsdE4: videoPriceUsdE4({ model, resolution, seconds: source.seconds, modify: true }),
      keyframes: null,
      media: media.urls,
    },
  };
}

/** Reads the body of `POST /generations/video/reframe`. The result is as long as its source. */
export function parseReframeRequest(body: JsonObject, account: Account): ParseResult {
  const reader = createFieldReader();
  const media = readMedia(reader, body);
  const echo = {
    generation_type: reader.oneOf(body, ["generation_type"], ["reframe_video"], { required: true }),
    model: reader.oneOf(body, ["model"], RAY_MODELS, { required: true }),
    aspect_ratio: reader.oneOf(body, ["aspect_ratio"], ASPECT_RATIOS, { required: true }),
    prompt: reader.text(body, ["prompt"]),
    ...media.echo,
    ...Object.fromEntries(FRAME_INTEGERS.map((name) => [name, reader.integer(body, [name])])),
    callback_url: reader.url(body, ["callback_url"]),
  };
  if (reader.problems.length > 0) return { kind: "fields", problems: reader.problems };
  const model = echo.model ?? "";
  const source = sourceOf(account, media.urls);
  const broken = promptProblem(echo.prompt, false) ?? lengthProblem(source, model, REFRAME_SECONDS);
  if (broken !== undefined) return rule(broken);
  const aspectRatio = echo.aspect_ratio ?? "";
  const sizePx = FRAME_SIZES[aspectRatio];
  return {
    kind: "parsed",
    request: {
      kind: "reframe_video",
      model,
      echo,
      wish: {
        ...wishFrom(source, echo.prompt),
        aspectRatio,
        resolution: source.resolution ?? DEFAULT_RESOLUTION,
        ...(sizePx === undefined ? {} : { sizePx }),
      },
      priceUsdE4: videoPriceUsdE4({ model, seconds: source.seconds, sizePx }),
      keyframes: null,
      media: media.urls,
    },
  };
}

function wishFrom(
  { seconds, startImage, continues }: SourceLook,
  prompt: string | null,
): {
  readonly medium: "video";
  readonly prompt: string;
  readonly seconds: number;
  readonly loops: false;
  readonly startImage?: string;
  readonly continues?: string;
} {
  return {
    medium: "video",
    prompt: prompt ?? "",
    seconds,
    loops: false,
    ...(startImage === undefined ? {} : { startImage }),
    ...(continues === undefined ? {} : { continues }),
  };
}

/** A source that cannot be read is found out later, in the work, so that it has no length yet. */
function sourceOf(account: Account, urls: readonly MediaUrl[]): SourceLook {
  const url = urls[0]?.url ?? "";
  const found = lookAtUrl(account, url, "video");
  return found.kind === "found" && found.look.medium === "video"
    ? found.look
    : lookOfMedia(url, "video", undefined);
}

function lengthProblem(
  source: SourceLook,
  model: string,
  most: Readonly<Record<string, number>>,
): string | undefined {
  const seconds = most[model] ?? 10;
  return source.seconds > seconds
    ? `Video is too long, maximum duration is ${seconds} seconds for ${model}`
    : undefined;
}

function readMedia(reader: FieldReader, body: JsonObject): { echo: JsonObject; urls: readonly MediaUrl[] } {
  const media = reader.object(body, ["media"], { required: true });
  const mediaUrl = media === null ? null : reader.url(media, ["media", "url"], { required: true });
  const first = reader.object(body, ["first_frame"]);
  const firstUrl = first === null ? null : reader.url(first, ["first_frame", "url"], { required: true });
  return {
    echo: { media: { url: mediaUrl }, first_frame: firstUrl === null ? null : { url: firstUrl } },
    urls: [
      ...(mediaUrl === null ? [] : [{ url: mediaUrl, medium: "video" as const }]),
      ...(firstUrl === null ? [] : [{ url: firstUrl, medium: "image" as const }]),
    ],
  };
}

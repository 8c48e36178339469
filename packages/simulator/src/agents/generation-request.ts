import type { Account } from "../account.ts";
import type { CreateReading } from "../api/create-rules.ts";
import type { GenerationKind } from "../book/generation.ts";
import type { ClipWish } from "../clip/clip-wish.ts";
import { refusal } from "../http/answer.ts";
import type { JsonObject } from "../json.ts";
import type { SourceLook } from "../media/source-look.ts";
import { combinationProblems } from "./combinations.ts";
import { mediaPlaces, objectIn } from "./media-places.ts";
import {
  inputFailure,
  isGenerationRef,
  lookAtMedia,
  type MediaPlace,
  mediaFormProblems,
  mediaTargetProblems,
  withoutData,
} from "./media-reference.ts";
import { agentsPriceUsdE4 } from "./price.ts";
import type { Problem } from "./problem.ts";
import { sourceProblems } from "./source-problems.ts";
import { valueProblems } from "./values.ts";
import { DEFAULT_DURATION, DEFAULT_RESOLUTION, DURATIONS } from "./vocabulary.ts";

const KINDS: Readonly<Record<string, GenerationKind>> = {
  image: "image",
  image_edit: "image",
  video: "video",
  video_edit: "modify_video",
  video_reframe: "reframe_video",
};

/**
 * Reads the body of `POST /generations`: single values first (400), then combinations (422), then what the
 * references lead to (413, 422). The first problem is the answer; which one Luma reports is not documented.
 */
export function readGenerationRequest(account: Account, body: JsonObject): CreateReading {
  const places = mediaPlaces(body);
  const [problem] = problems(account, body, places);
  if (problem !== undefined) return { kind: "refused", answer: refusal(problem.status, problem.detail) };
  const type = String(body["type"] ?? "image");
  const kind = KINDS[type] ?? "image";
  const model = String(body["model"] ?? "uni-1");
  const wish = wishOf(account, body, places);
  const failure = inputFailure(account, places);
  return {
    kind: "good",
    creation: {
      kind,
      model,
      request: withoutData({ ...body, model, type }) as JsonObject,
      wish,
      priceUsdE4: agentsPriceUsdE4({
        kind,
        model,
        resolution: wish.resolution,
        seconds: wish.seconds,
        dynamic: wish.hasExr === true ? "hdr-exr" : wish.isHdr === true ? "hdr" : "sdr",
        references: places.filter(({ name }) => name === "source" || name.startsWith("image_ref")).length,
      }),
      ...(failure === undefined ? {} : { inputFailure: failure }),
    },
  };
}

function* problems(account: Account, body: JsonObject, places: readonly MediaPlace[]): Generator<Problem> {
  yield* valueProblems(body);
  for (const place of places) yield* mediaFormProblems(place);
  yield* combinationProblems(body, account.access);
  for (const place of places) yield* mediaTargetProblems(account, place);
  const source = places.find(({ name }) => name === "source");
  if (source !== undefined) yield* sourceProblems(body, lookAtMedia(account, source));
}

/** What the request makes: an edit is as long and wide as its source, what extends is of its shape. */
function wishOf(account: Account, body: JsonObject, places: readonly MediaPlace[]): ClipWish {
  const type = String(body["type"] ?? "image");
  const video = objectIn(body, "video");
  const [first] = places;
  const from = first === undefined ? undefined : lookAtMedia(account, first);
  const source = places.find(({ name }) => name === "source");
  const sourceLook = source === undefined ? undefined : lookAtMedia(account, source);
  const isVideo = type.startsWith("video");
  const isExtended = type === "video" && isGenerationRef(first?.ref);
  return {
    medium: isVideo ? "video" : "image",
    prompt: String(body["prompt"]),
    aspectRatio: ratioOf(body, type, isExtended ? from : sourceLook),
    resolution: isVideo ? String(video["resolution"] ?? DEFAULT_RESOLUTION) : DEFAULT_RESOLUTION,
    seconds: isVideo ? (sourceLook?.seconds ?? durationOf(video)) : 0,
    loops: video["loop"] === true,
    ...(body["output_format"] === "jpeg" ? { format: "jpeg" as const } : {}),
    ...(video["hdr"] === true ? { isHdr: true } : {}),
    ...(video["exr_export"] === true ? { hasExr: true } : {}),
    ...(from?.startImage === undefined ? {} : { startImage: from.startImage }),
    ...(from?.continues === undefined ? {} : { continues: from.continues }),
  };
}

function ratioOf(body: JsonObject, type: string, from: SourceLook | undefined): string {
  const asked = body["aspect_ratio"];
  const isOfSource = type === "video_edit" || (type === "video" && from !== undefined);
  if (isOfSource && from !== undefined) return from.aspectRatio;
  return typeof asked === "string" ? asked : (from?.aspectRatio ?? "16:9");
}

function durationOf(video: JsonObject): number {
  return DURATIONS[String(video["duration"] ?? DEFAULT_DURATION)] ?? 5;
}

import type { Account } from "../account.ts";
import type { CreateReading } from "../api/create-rules.ts";
import type { GenerationKind } from "../book/generation.ts";
import { refusal } from "../http/answer.ts";
import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import { combinationProblems } from "./combinations.ts";
import {
  inputFailure,
  type MediaPlace,
  mediaFormProblems,
  mediaTargetProblems,
  withoutData,
} from "./media-reference.ts";
import { agentsPriceUsdE4 } from "./price.ts";
import type { Problem } from "./problem.ts";
import { valueProblems } from "./values.ts";
import { DEFAULT_DURATION, DEFAULT_RESOLUTION, DURATIONS } from "./vocabulary.ts";

/** How long a source is taken to be that no generation of ours is, in seconds: nothing is fetched. */
const SOURCE_SECONDS = 5;

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
  const video = videoOf(body);
  const failure = inputFailure(places);
  return {
    kind: "good",
    creation: {
      kind,
      model,
      request: withoutData({ ...body, model, type }) as JsonObject,
      priceUsdE4: agentsPriceUsdE4({
        kind,
        model,
        resolution: String(video["resolution"] ?? DEFAULT_RESOLUTION),
        seconds: secondsOf(account, body),
        hdr: video["hdr"] === true,
      }),
      ...(failure === undefined ? {} : { inputFailure: failure }),
    },
  };
}

function* problems(account: Account, body: JsonObject, places: readonly MediaPlace[]): Generator<Problem> {
  yield* valueProblems(body);
  for (const place of places) yield* mediaFormProblems(place);
  yield* combinationProblems(body);
  for (const place of places) yield* mediaTargetProblems(account, place);
}

/** Every reference of a request, with the name that error texts use. */
function mediaPlaces(body: JsonObject): readonly MediaPlace[] {
  const video = videoOf(body);
  const edit = isJsonObject(video["edit"]) ? video["edit"] : {};
  const many = (name: string, refs: Json | undefined): readonly MediaPlace[] =>
    Array.isArray(refs)
      ? (refs as readonly Json[]).map((ref, at) => ({ name: `${name}[${at}]`, ref, medium: "image" }))
      : [];
  const one = (name: string, ref: Json | undefined, medium: MediaPlace["medium"]): readonly MediaPlace[] =>
    ref === undefined || ref === null ? [] : [{ name, ref, medium }];
  const isOfVideo = String(body["type"]).startsWith("video");
  return [
    ...one("source", body["source"], isOfVideo ? "video" : "image"),
    ...many("image_ref", body["image_ref"]),
    ...one("start_frame", video["start_frame"], "image"),
    ...one("end_frame", video["end_frame"], "image"),
    ...one("guide_frame", video["guide_frame"], "image"),
    ...many("keyframes", video["keyframes"]),
    ...many("edit.keyframes", edit["keyframes"]),
  ];
}

function secondsOf(account: Account, body: JsonObject): number {
  const source = body["source"];
  if (isJsonObject(source)) {
    const upstream = account.book.find(String(source["generation_id"]), "agents");
    return upstream === undefined ? SOURCE_SECONDS : durationOf(videoOf(upstream.request));
  }
  return durationOf(videoOf(body));
}

function durationOf(video: JsonObject): number {
  return DURATIONS[String(video["duration"] ?? DEFAULT_DURATION)] ?? 5;
}

function videoOf(body: JsonObject): JsonObject {
  return isJsonObject(body["video"]) ? body["video"] : {};
}

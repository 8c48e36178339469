import type { Account } from "../account.ts";
import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import { isGenerationRef } from "./media-reference.ts";
import { type Problem, problem } from "./problem.ts";
import { DEFAULT_DURATION, DEFAULT_RESOLUTION, DURATIONS, FRAMES_PER_SECOND } from "./vocabulary.ts";

const MAX_KEYFRAMES = 64;

/** What a request for a video says, with the defaults filled in. */
interface Asked {
  readonly type: string;
  readonly resolution: string;
  readonly duration: string;
  readonly hasLoop: boolean;
  readonly hasHdr: boolean;
  readonly video: JsonObject;
  readonly access: Account["access"];
  readonly has: (field: string) => boolean;
}

/**
 * What is wrong with combinations of values that are good by themselves: always 422. The rules are those of
 * the SDKs and the guides, the texts are the simulator's own, because none is published.
 */
export function* combinationProblems(body: JsonObject, access: Account["access"]): Generator<Problem> {
  const type = String(body["type"] ?? "image");
  if (!type.startsWith("video")) return;
  const video = isJsonObject(body["video"]) ? body["video"] : {};
  const asked: Asked = {
    type,
    video,
    resolution: String(video["resolution"] ?? DEFAULT_RESOLUTION),
    duration: String(video["duration"] ?? DEFAULT_DURATION),
    hasLoop: video["loop"] === true,
    hasHdr: video["hdr"] === true,
    access,
    has: (field) => (video[field] ?? null) !== null,
  };
  if (type === "video_edit") yield* editProblems(asked);
  else if (asked.has("edit")) yield problem(422, "edit is only valid for type 'video_edit'");
  if (type === "video_reframe") yield* reframeProblems(asked, String(body["aspect_ratio"]));
  else if (asked.has("source_position"))
    yield problem(422, "source_position is only valid for type 'video_reframe'");
  yield* lengthProblems(asked);
  yield* loopProblems(asked);
  yield* rangeProblems(asked);
  yield* extendProblems(asked);
  yield* keyframeProblems(asked);
}

/** An edit and a reframe are as long as their source, whatever `duration` says. */
function* lengthProblems({ type, duration, has, hasHdr, hasLoop }: Asked): Generator<Problem> {
  if (type !== "video" || duration !== "10s") return;
  const others = [
    ...["start_frame", "end_frame"].filter(has),
    ...(hasHdr ? ["hdr"] : []),
    ...(hasLoop ? ["loop"] : []),
  ];
  for (const other of others) yield problem(422, `duration '10s' cannot be combined with ${other}`);
}

function* loopProblems({ type, has, hasHdr, hasLoop }: Asked): Generator<Problem> {
  if (!hasLoop) return;
  if (type !== "video") yield problem(422, "loop is only valid for type 'video'");
  if (hasHdr) yield problem(422, "loop cannot be combined with hdr");
  for (const other of ["end_frame", "keyframes"].filter(has))
    yield problem(422, `loop cannot be combined with ${other}`);
}

function* rangeProblems({ video, resolution, hasHdr, access }: Asked): Generator<Problem> {
  if (hasHdr && !access.hdr) yield problem(422, "hdr is not enabled for this account");
  if (hasHdr && resolution !== "720p" && resolution !== "1080p")
    yield problem(422, "hdr requires resolution '720p' or '1080p'");
  if (video["exr_export"] === true && !hasHdr) yield problem(422, "exr_export requires hdr");
}

/** Extending: one generation at one end, and nothing at the other. */
function* extendProblems({ type, video, has, hasHdr }: Asked): Generator<Problem> {
  if (type !== "video") return;
  const ends = ["start_frame", "end_frame"].filter((end) => isGenerationRef(video[end]));
  if (ends.length === 0) return;
  if (has("start_frame") && has("end_frame"))
    yield problem(422, "extending takes exactly one generation_id and no second frame");
  if (hasHdr) yield problem(422, "extending cannot be combined with hdr");
}

function* keyframeProblems({ type, video, duration, has }: Asked): Generator<Problem> {
  if (!has("keyframes") && !has("keyframe_indexes")) return;
  if (type !== "video") yield problem(422, "keyframes is only valid for type 'video'");
  for (const other of ["start_frame", "end_frame"].filter(has))
    yield problem(422, `keyframes cannot be combined with ${other}`);
  const lastFrame = (DURATIONS[duration] ?? 5) * FRAMES_PER_SECOND;
  yield* gridProblems("keyframes", video, lastFrame);
}

function* editProblems({ video, has }: Asked): Generator<Problem> {
  const edit = isJsonObject(video["edit"]) ? video["edit"] : {};
  if (has("end_frame")) yield problem(422, "end_frame is not valid for type 'video_edit'");
  const isManual = (edit["strength"] ?? null) !== null || (edit["controls"] ?? null) !== null;
  if (edit["auto_controls"] === true && isManual)
    yield problem(422, "edit.auto_controls cannot be combined with edit.strength or edit.controls");
  if ((edit["keyframes"] ?? null) === null && (edit["keyframe_indexes"] ?? null) === null) return;
  if (has("start_frame")) yield problem(422, "edit.keyframes cannot be combined with start_frame");
  yield* gridProblems("edit.keyframes", edit, Number.POSITIVE_INFINITY);
}

function* reframeProblems(
  { has, hasLoop, hasHdr, video, resolution, access }: Asked,
  ratio: string,
): Generator<Problem> {
  const refused = [
    ...["edit", "start_frame", "end_frame", "keyframes"].filter(has),
    ...(hasLoop ? ["loop"] : []),
    ...(hasHdr ? ["hdr"] : []),
    ...(video["exr_export"] === true ? ["exr_export"] : []),
  ];
  for (const name of refused) yield problem(422, `${name} is not valid for type 'video_reframe'`);
  if (resolution !== "1080p") return;
  if (ratio === "9:16" || ratio === "3:4")
    yield problem(422, `resolution '1080p' is not available for ${ratio}`);
  if (!access.reframe1080p) yield problem(422, "1080p reframe is coming soon");
}

function* gridProblems(name: string, holder: JsonObject, lastFrame: number): Generator<Problem> {
  const keyframes = listOf(holder["keyframes"]);
  const indexes = listOf(holder["keyframe_indexes"]);
  if (keyframes.length < 1 || keyframes.length > MAX_KEYFRAMES)
    yield problem(422, `${name} must hold 1 to ${MAX_KEYFRAMES} references`);
  if (indexes.length !== keyframes.length) yield problem(422, `keyframe_indexes must be as many as ${name}`);
  if (new Set(indexes).size !== indexes.length) yield problem(422, "keyframe_indexes must be unique");
  for (const index of indexes) {
    if (!Number.isInteger(index) || Number(index) < 0 || Number(index) > lastFrame)
      yield problem(422, `keyframe_indexes must lie between 0 and ${lastFrame}`);
  }
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

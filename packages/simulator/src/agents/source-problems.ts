import type { JsonObject } from "../json.ts";
import type { SourceLook } from "../media/source-look.ts";
import { objectIn } from "./media-places.ts";
import { type Problem, problem } from "./problem.ts";
import { FRAMES_PER_SECOND } from "./vocabulary.ts";

/** Longest sources, in seconds: the SDK for edits (its FAQ says 30), the guides for reframing. */
const MAX_SECONDS: Readonly<Record<string, number>> = { video_edit: 18, video_reframe: 30 };

/** What is wrong with the length of a source, 422; the texts are the simulator's own. */
export function* sourceProblems(body: JsonObject, source: SourceLook): Generator<Problem> {
  const type = String(body["type"]);
  const max = MAX_SECONDS[type];
  if (max !== undefined && source.seconds > max) yield problem(422, `source: video exceeds ${max} seconds`);
  const indexes = objectIn(objectIn(body, "video"), "edit")["keyframe_indexes"];
  if (!Array.isArray(indexes)) return;
  const lastFrame = Math.floor(source.seconds * FRAMES_PER_SECOND);
  if (indexes.some((index) => Number(index) > lastFrame))
    yield problem(422, `edit.keyframe_indexes must lie between 0 and ${lastFrame}`);
}

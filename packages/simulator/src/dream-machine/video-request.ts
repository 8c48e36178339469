import { videoPriceUsdE4 } from "../book/price.ts";
import { isJsonObject, type Json, type JsonObject } from "../json.ts";
import { createFieldReader, type FieldReader } from "./field-reader.ts";
import { type Keyframes, loopConflict, presentKeyframes, readKeyframes } from "./keyframes.ts";
import { type ParseResult, rule } from "./parsed-request.ts";
import { promptProblem } from "./prompt-problem.ts";
import {
  ASPECT_RATIOS,
  CONCEPTS,
  DEFAULT_DURATION,
  DEFAULT_RESOLUTION,
  DURATIONS,
  RAY_MODELS,
  RESOLUTIONS,
} from "./vocabulary.ts";

/**
 * Reads the body of `POST /generations/video`.
 *
 * Types and closed sets are checked first and reported together, as 422; then the rules of
 * docs.lumalabs.ai "Errors", in that page's words, one at a time, as 400.
 */
export function parseVideoRequest(body: JsonObject): ParseResult {
  const reader = createFieldReader();
  const echo = {
    generation_type: reader.text(body, ["generation_type"]) ?? "video",
    model: reader.oneOf(body, ["model"], RAY_MODELS, { required: true }),
    prompt: reader.text(body, ["prompt"]),
    aspect_ratio: reader.oneOf(body, ["aspect_ratio"], ASPECT_RATIOS) ?? "16:9",
    loop: reader.flag(body, ["loop"]) ?? false,
    keyframes: readKeyframes(reader, body) as Json & (Keyframes | null),
    concepts: readConcepts(reader, body),
    callback_url: reader.url(body, ["callback_url"]),
    resolution: reader.text(body, ["resolution"]),
    duration: reader.text(body, ["duration"]),
  };
  if (reader.problems.length > 0) return { kind: "fields", problems: reader.problems };
  const broken = brokenRule(echo);
  if (broken !== undefined) return rule(broken);
  const model = echo.model ?? "";
  const resolution = echo.resolution ?? DEFAULT_RESOLUTION;
  const seconds = DURATIONS[echo.duration ?? DEFAULT_DURATION] ?? 5;
  const media = presentKeyframes(echo.keyframes).flatMap((frame) =>
    frame.type === "image" ? [{ url: frame.url, medium: "image" as const }] : [],
  );
  return {
    kind: "parsed",
    request: {
      kind: "video",
      model,
      echo,
      wish: {
        medium: "video",
        prompt: echo.prompt ?? "",
        aspectRatio: echo.aspect_ratio,
        resolution,
        seconds,
        loops: echo.loop,
        concepts: (echo.concepts ?? []).map((concept) =>
          isJsonObject(concept) ? String(concept["key"]) : "",
        ),
        ...subjectOf(echo.keyframes),
      },
      priceUsdE4: videoPriceUsdE4({ model, resolution, seconds }),
      keyframes: echo.keyframes,
      media,
    },
  };
}

/** What the clip is of: its start, or its end where only that is given. */
function subjectOf(keyframes: Keyframes | null): { startImage?: string; continues?: string } {
  const [frame] = presentKeyframes(keyframes);
  if (frame === undefined) return {};
  return frame.type === "image" ? { startImage: frame.url } : { continues: frame.id };
}

function brokenRule(request: {
  readonly generation_type: string;
  readonly prompt: string | null;
  readonly loop: boolean;
  readonly keyframes: Keyframes | null;
  readonly concepts: readonly Json[] | null;
  readonly resolution: string | null;
  readonly duration: string | null;
}): string | undefined {
  if (request.generation_type !== "video") return "Unknown request type";
  const frames = presentKeyframes(request.keyframes);
  if (request.keyframes !== null && frames.length === 0) return "No keyframes provided";
  const promptWrong = promptProblem(request.prompt, !frames.some((frame) => frame.type === "image"));
  if (promptWrong !== undefined) return promptWrong;
  if (request.resolution !== null && !RESOLUTIONS.includes(request.resolution)) {
    return `Unsupported resolution: ${request.resolution}`;
  }
  if (request.duration !== null && DURATIONS[request.duration] === undefined) {
    return `Unsupported duration: ${request.duration}`;
  }
  for (const concept of request.concepts ?? []) {
    const key = isJsonObject(concept) ? concept["key"] : undefined;
    if (!CONCEPTS.includes(String(key))) return `Unknown concept: ${String(key)}`;
  }
  return request.loop ? loopConflict(request.keyframes) : undefined;
}

function readConcepts(reader: FieldReader, body: JsonObject): readonly Json[] | null {
  const concepts = body["concepts"] ?? null;
  if (concepts === null) return null;
  if (!Array.isArray(concepts)) {
    reader.problem("list_type", ["concepts"], "Input should be a valid list", concepts);
    return null;
  }
  return (concepts as readonly Json[]).map((concept, at) => {
    if (!isJsonObject(concept)) {
      reader.problem("dict_type", ["concepts", String(at)], "Input should be a valid dictionary", concept);
      return null;
    }
    return { key: reader.text(concept, ["concepts", String(at), "key"], { required: true }) };
  });
}

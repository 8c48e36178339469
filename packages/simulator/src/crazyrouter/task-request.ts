import type { Account } from "../account.ts";
import type { CreateReading } from "../api/create-rules.ts";
import { type SimulatedGeneration, stateAt } from "../book/generation.ts";
import type { ClipWish } from "../clip/clip-wish.ts";
import type { Answer } from "../http/answer.ts";
import type { Json, JsonObject } from "../json.ts";
import { lookAtUrl } from "../media/url-look.ts";
import { crazyrouterPriceUsdE4 } from "./price.ts";
import { badRequest, NO_TASK, noSuchModel } from "./refusals.ts";
import { DURATIONS, MODEL_NAMES, RESOLUTIONS } from "./vocabulary.ts";

const EXTENSION_SECONDS = 5;

/** Reads the body of `POST /luma/generations`. Fields that the gateway does not document are passed over. */
export function readTaskRequest(account: Account, body: JsonObject): CreateReading {
  const refused = firstProblem(body);
  if (refused !== undefined) return { kind: "refused", answer: refused };
  const modelName = String(body["model_name"] ?? MODEL_NAMES[0]);
  const resolution = String(body["resolution"] ?? RESOLUTIONS[0]);
  const seconds = DURATIONS[String(body["duration"] ?? "5")] ?? 5;
  const urls = [body["image_url"], body["image_end_url"]].filter((url) => typeof url === "string");
  const wish: ClipWish = {
    medium: "video",
    prompt: String(body["user_prompt"]),
    aspectRatio: "16:9",
    resolution,
    seconds,
    loops: false,
    ...(urls[0] === undefined ? {} : { startImage: urls[0] }),
  };
  const isUnreadable = urls.some((url) => {
    const found = lookAtUrl(account, url, "image");
    return found.kind !== "found" || found.look.medium !== "image";
  });
  return {
    kind: "good",
    creation: {
      kind: "video",
      model: modelName,
      request: body,
      wish,
      priceUsdE4: crazyrouterPriceUsdE4({ modelName, resolution, seconds }),
      ...(isUnreadable ? { inputFailure: { code: null, reason: "Failed to read user input frames" } } : {}),
    },
  };
}

/**
 * Reads the body of `POST /luma/generations/{task_id}/extend`: of it only `user_prompt` is documented. It makes a
 * new task of 5 s, which is assumed, as is that the task has to be completed.
 */
export function readExtendRequest(
  account: Account,
  body: JsonObject,
  source: SimulatedGeneration | undefined,
): CreateReading {
  if (source === undefined) return { kind: "refused", answer: NO_TASK };
  const wrong = promptProblem(body);
  if (wrong !== undefined) return { kind: "refused", answer: wrong };
  if (stateAt(source, account.clock.nowMs()) !== "completed")
    return { kind: "refused", answer: badRequest("Task is not completed") };
  const { model, wish } = source;
  const { startImage: _image, ...kept } = wish;
  return {
    kind: "good",
    creation: {
      kind: "video",
      model,
      request: { ...body, task_id: source.id },
      wish: {
        ...kept,
        prompt: String(body["user_prompt"]),
        seconds: EXTENSION_SECONDS,
        continues: source.id,
      },
      priceUsdE4: crazyrouterPriceUsdE4({
        modelName: model,
        resolution: wish.resolution,
        seconds: EXTENSION_SECONDS,
      }),
    },
  };
}

function firstProblem(body: JsonObject): Answer | undefined {
  const { model_name: model, duration, resolution, expand_prompt: expand } = body;
  if (!isAbsent(model) && !MODEL_NAMES.includes(String(model))) return noSuchModel(String(model));
  const wrong = promptProblem(body);
  if (wrong !== undefined) return wrong;
  if (!isAbsent(duration) && (typeof duration !== "string" || DURATIONS[duration] === undefined))
    return badRequest("duration is invalid");
  if (!isAbsent(resolution) && !RESOLUTIONS.includes(String(resolution)))
    return badRequest("resolution is invalid");
  if (!isAbsent(expand) && typeof expand !== "boolean") return badRequest("expand_prompt must be a boolean");
  for (const name of ["image_url", "image_end_url"]) {
    const url = body[name];
    if (!isAbsent(url) && !/^https?:$/.test(URL.parse(String(url))?.protocol ?? ""))
      return badRequest(`${name} is not a URL`);
  }
  return undefined;
}

function promptProblem({ user_prompt: prompt }: JsonObject): Answer | undefined {
  return typeof prompt === "string" && prompt.trim() !== ""
    ? undefined
    : badRequest("user_prompt is required");
}

function isAbsent(value: Json | undefined): value is null | undefined {
  return value === undefined || value === null;
}

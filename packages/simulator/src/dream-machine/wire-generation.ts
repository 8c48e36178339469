import type { Account } from "../account.ts";
import { type GenerationState, laneOf, type SimulatedGeneration, stateAt } from "../book/generation.ts";
import type { JsonObject } from "../json.ts";
import { DEFAULT_DURATION, DEFAULT_RESOLUTION } from "./vocabulary.ts";

/**
 * A generation as Dream Machine shows it: the OpenAPI schema's Generation, with links minted anew.
 *
 * @param state - the state to show, where it is not the one of the present moment.
 */
export function wireGeneration(
  account: Account,
  generation: SimulatedGeneration,
  state?: GenerationState,
): JsonObject {
  const nowMs = account.clock.nowMs();
  const shown = state ?? stateAt(generation, nowMs);
  return {
    id: generation.id,
    generation_type: laneOf(generation.kind) === "photon" ? "image" : "video",
    state: shown,
    failure_reason: shown === "failed" ? generation.failureReason : null,
    created_at: microseconds(generation.acceptedAtMs),
    assets: shown === "completed" ? assets(account, generation, nowMs) : null,
    model: generation.model,
    request:
      generation.oddities.echoNormalised === true ? normalised(generation.request) : generation.request,
  };
}

function assets(account: Account, generation: SimulatedGeneration, nowMs: number): JsonObject {
  const { noLinkUntilMs } = generation.oddities;
  const hasNoLink = noLinkUntilMs === null || (noLinkUntilMs !== undefined && nowMs < noLinkUntilMs);
  if (hasNoLink) return { video: null, image: null, progress_video: null };
  if (laneOf(generation.kind) === "photon") {
    return { video: null, image: account.links.mint(generation.id, "image.png"), progress_video: null };
  }
  return {
    video: account.links.mint(generation.id, "video.mp4"),
    image: account.links.mint(generation.id, "thumbnail.png"),
    progress_video: null,
  };
}

/** ISO 8601 with six digits of the second, as in the samples of the API's guide. */
function microseconds(atMs: number): string {
  const whole = Math.floor(atMs);
  const micros = Math.floor((atMs - whole) * 1000);
  return new Date(whole).toISOString().replace("Z", `${String(micros).padStart(3, "0")}Z`);
}

function normalised(request: JsonObject): JsonObject {
  const prompt = request["prompt"];
  const filled: Record<string, JsonObject[string]> = {
    ...request,
    ...(typeof prompt === "string" ? { prompt: prompt.replace(/\s+/g, " ").trim() } : {}),
  };
  if ("duration" in filled) filled["duration"] ??= DEFAULT_DURATION;
  if ("resolution" in filled) filled["resolution"] ??= DEFAULT_RESOLUTION;
  return Object.fromEntries(Object.entries(filled).reverse());
}

import type { Account } from "../account.ts";
import { type GenerationState, isImage, type SimulatedGeneration, stateAt } from "../book/generation.ts";
import type { JsonObject } from "../json.ts";

/**
 * A generation as the Agents API shows it: no echo of the request, `processing` for `dreaming`, and an
 * output whose link is minted anew.
 *
 * @param state - the state to show, where it is not the one of the present moment.
 */
export function wireAgentsGeneration(
  account: Account,
  generation: SimulatedGeneration,
  state?: GenerationState,
): JsonObject {
  const shown = state ?? stateAt(generation, account.clock.nowMs());
  const isFailed = shown === "failed";
  return {
    id: generation.id,
    type: generation.request["type"] ?? "image",
    state: shown === "dreaming" ? "processing" : shown,
    model: generation.model,
    created_at: new Date(Math.floor(generation.acceptedAtMs)).toISOString().replace(/\.\d+Z$/, "Z"),
    output: shown === "completed" ? output(account, generation) : [],
    failure_reason: isFailed ? generation.failureReason : null,
    failure_code: isFailed ? generation.failureCode : null,
  };
}

function output(account: Account, generation: SimulatedGeneration): readonly JsonObject[] {
  const { noLinkUntilMs, linkUrl } = generation.oddities;
  const hasNoLink =
    noLinkUntilMs === null || (noLinkUntilMs !== undefined && account.clock.nowMs() < noLinkUntilMs);
  if (hasNoLink) return [];
  const isPicture = isImage(generation.kind);
  const url = linkUrl ?? account.links.mint(generation, isPicture ? "image.png" : "video.mp4");
  return [{ type: isPicture ? "image" : "video", url }];
}

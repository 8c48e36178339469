import type { Account } from "../account.ts";
import { type GenerationState, type SimulatedGeneration, stateAt } from "../book/generation.ts";
import type { AssetName } from "../cdn/link-signer.ts";
import type { JsonObject } from "../json.ts";

/**
 * A generation as the Agents API shows it: no echo of the request, `processing` for `dreaming`, and an
 * output whose link is minted anew. What comes beside a clip is of the type `exr`, which is not published.
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
  const { medium, format, hasExr } = generation.wish;
  const link = (asset: AssetName): string => linkUrl ?? account.links.mint(generation, asset);
  if (medium === "image") return [{ type: medium, url: link(format === "jpeg" ? "image.jpg" : "image.png") }];
  const video = { type: medium, url: link("video.mp4") };
  return hasExr === true ? [video, { type: "exr", url: link("frames.zip") }] : [video];
}

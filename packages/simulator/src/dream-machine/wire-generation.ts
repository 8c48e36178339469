import type { Account } from "../account.ts";
import { type GenerationState, isImage, type SimulatedGeneration, stateAt } from "../book/generation.ts";
import type { AssetName } from "../cdn/link-signer.ts";
import type { JsonObject } from "../json.ts";
import { changedEcho } from "./changed-echo.ts";

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
    generation_type: isImage(generation.kind) ? "image" : "video",
    state: shown,
    failure_reason: shown === "failed" ? generation.failureReason : null,
    created_at: microseconds(generation.acceptedAtMs),
    assets: shown === "completed" ? assets(account, generation, nowMs) : null,
    model: generation.model,
    request: changedEcho(generation.request, generation.oddities.echo ?? []),
  };
}

function assets(account: Account, generation: SimulatedGeneration, nowMs: number): JsonObject {
  const { noLinkUntilMs } = generation.oddities;
  const hasNoLink = noLinkUntilMs === null || (noLinkUntilMs !== undefined && nowMs < noLinkUntilMs);
  if (hasNoLink) return { video: null, image: null, progress_video: null };
  const link = (asset: AssetName): string =>
    generation.oddities.linkUrl ?? account.links.mint(generation, asset);
  if (isImage(generation.kind)) {
    const image = link(generation.wish.format === "jpeg" ? "image.jpg" : "image.png");
    return { video: null, image, progress_video: null };
  }
  return { video: link("video.mp4"), image: link("thumbnail.png"), progress_video: null };
}

/** ISO 8601 with six digits of the second, as in the samples of the API's guide. */
function microseconds(atMs: number): string {
  const whole = Math.floor(atMs);
  const micros = Math.floor((atMs - whole) * 1000);
  return new Date(whole).toISOString().replace("Z", `${String(micros).padStart(3, "0")}Z`);
}

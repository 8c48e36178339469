import type { Account } from "../account.ts";
import { type GenerationState, type SimulatedGeneration, stateAt } from "../book/generation.ts";
import type { JsonObject } from "../json.ts";

/**
 * A generation as Crazyrouter shows it: no echo, and the links once it is completed. Where a failure says why is
 * not documented.
 *
 * @param state - the state to show, where it is not the one of the present moment.
 */
export function wireTask(
  account: Account,
  generation: SimulatedGeneration,
  state?: GenerationState,
): JsonObject {
  const shown = state ?? stateAt(generation, account.clock.nowMs());
  return {
    id: generation.id,
    state: account.likeSiblings && shown === "queued" ? "pending" : shown,
    created_at: new Date(Math.floor(generation.acceptedAtMs)).toISOString().replace(/\.\d+Z$/, "Z"),
    ...(account.likeSiblings
      ? { queue_state: null, estimate_wait_seconds: shown === "queued" ? 30 : 0 }
      : {}),
    ...(shown === "completed" ? links(account, generation) : {}),
    ...(shown === "failed" ? { failure_reason: generation.failureReason } : {}),
  };
}

function links(account: Account, generation: SimulatedGeneration): JsonObject {
  const { noLinkUntilMs, linkUrl } = generation.oddities;
  const hasNoLink =
    noLinkUntilMs === null || (noLinkUntilMs !== undefined && account.clock.nowMs() < noLinkUntilMs);
  if (hasNoLink) return {};
  const url = linkUrl ?? account.links.mint(generation, "video.mp4");
  const video = { url, download_url: url };
  if (!account.likeSiblings) return { video };
  const picture = { url: account.links.mint(generation, "thumbnail.png") };
  return { video, video_raw: { url }, thumbnail: picture, last_frame: picture };
}

import type { Random } from "../ports/clock.ts";
import type { Failure } from "../take/take.ts";

/** The code under which a refusal for now (429) is recorded: it buys nothing and uses up no retry. */
export const THROTTLED = "throttled";

/** What a run does about a shot whose take failed or was refused. */
export type RetryDecision = "again" | "later" | "give-up" | "stop-run";

/**
 * Decides what follows a failure.
 *
 * @param failure - why there is no clip.
 * @param used - retries that this shot has used in this run.
 * @param retries - how many it may use.
 * @returns `again`: at once, uncounted (the account's limits, not the shot); `later`: after `backoffMs`,
 *   counted; `give-up`: not in this run; `stop-run`: no shot can be sent with this account.
 */
export function decideRetry(failure: Failure, used: number, retries: number): RetryDecision {
  if (failure.category === "account") return "stop-run";
  if (failure.category === "permanent") return "give-up";
  if (failure.code === THROTTLED) return "again";
  return used < retries ? "later" : "give-up";
}

/**
 * How long to wait before a retry: doubling, with jitter over its upper half, so that shots which failed
 * together do not come back together.
 *
 * @param attempt - from 0 for the first retry.
 * @param bounds - first and longest wait, in milliseconds.
 * @returns milliseconds from half of the doubled wait to all of it.
 */
export function backoffMs(
  attempt: number,
  bounds: { readonly firstMs: number; readonly mostMs: number },
  random: Random,
): number {
  const fullMs = Math.min(bounds.mostMs, bounds.firstMs * 2 ** Math.min(attempt, 30));
  return fullMs / 2 + (random() * fullMs) / 2;
}

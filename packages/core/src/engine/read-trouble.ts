import type { Throttle } from "../ports/generation-api.ts";
import type { Failure } from "../take/take.ts";
import type { Lane, Watched } from "./lane.ts";
import { backoffMs } from "./retry-policy.ts";
import type { RunContext } from "./run-context.ts";

/** How a look or a listing can end without an answer to its question. */
export type ReadTrouble =
  | { readonly kind: "refused"; readonly failure: Failure }
  | { readonly kind: "throttled"; readonly retryAfterMs?: number | undefined; readonly throttle?: Throttle }
  | { readonly kind: "unreachable"; readonly reason: string }
  | { readonly kind: "broken"; readonly reason: string };

/**
 * Puts off the next look of what could not be read. A refused key stops submissions, and after three refusals
 * in a row nothing more is watched: the takes stay as they are for the next run.
 */
export function onUnreadable(
  run: RunContext,
  lane: Lane,
  trouble: ReadTrouble,
  affected: readonly Watched[],
): void {
  const waitMs = readWaitMs(run, lane, trouble);
  const untilMs = run.options.clock.nowMs() + waitMs;
  for (const watched of affected) {
    watched.restsUntilMs = untilMs;
    // A slow one does not keep the run going until the API can be reached.
    watched.looked = true;
  }
}

/** Learns from a read that failed; how long to wait before the next one, in milliseconds. */
export function readWaitMs(run: RunContext, lane: Lane, trouble: ReadTrouble): number {
  const { clock, random } = run.options;
  const atMs = clock.nowMs();
  const bounds = { firstMs: run.times.networkMs, mostMs: run.times.networkMaxMs };
  switch (trouble.kind) {
    case "refused":
      lane.refusedReads++;
      if (trouble.failure.category === "account") run.shutdown.stop("account", trouble.failure.message);
      return backoffMs(lane.refusedReads, bounds, random);
    case "throttled": {
      const askedMs = trouble.retryAfterMs ?? trouble.throttle?.retryAfterMs ?? bounds.mostMs / 2;
      run.tell({ type: "throttled", atMs, kind: "rate", waitMs: askedMs, slots: lane.slots.limit });
      return askedMs;
    }
    case "broken":
      lane.listRestsUntilMs = atMs + run.times.listRestMs;
      run.tell({
        type: "warning",
        atMs,
        code: "list-broken",
        words: `The API's list does not work (${trouble.reason}); each generation is looked at by itself for now.`,
      });
      return 0;
    case "unreachable": {
      lane.unreadable++;
      const waitMs = backoffMs(lane.unreadable - 1, bounds, random);
      const words = `the API cannot be reached for watching: ${trouble.reason}`;
      if (!run.shutdown.over) run.tell({ type: "network", atMs, words, waitMs });
      return waitMs;
    }
  }
}

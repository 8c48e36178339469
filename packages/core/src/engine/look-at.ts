import type { GenerationApi, LookOutcome } from "../ports/generation-api.ts";
import type { Take } from "../take/take.ts";
import { MISSING_AFTER } from "../take/take-machine.ts";
import type { Lane, Watched } from "./lane.ts";
import { learn } from "./learn.ts";
import { onUnreadable } from "./read-trouble.ts";
import type { RunContext } from "./run-context.ts";
import { takeName } from "./take-book.ts";
import { withTimeout } from "./with-timeout.ts";

/** Asks the API for one generation. A port that never answers counts as unreachable. */
export async function look(run: RunContext, lane: Lane, generationId: string): Promise<LookOutcome> {
  const { clock, limits } = run.options;
  run.requests.looks++;
  return withTimeout(
    { clock, timeoutMs: limits.requestTimeoutMs, signal: run.shutdown.left },
    (signal) => lane.api.look(generationId, signal),
    (reason) => ({ kind: "unreachable", reason }),
  );
}

/** The API's list, counted and bounded in time. */
export function countedList(
  run: RunContext,
  list: NonNullable<GenerationApi["list"]>,
): NonNullable<GenerationApi["list"]> {
  const { clock, limits } = run.options;
  return (page, signal) => {
    run.requests.lists++;
    return withTimeout(
      { clock, timeoutMs: limits.requestTimeoutMs, signal },
      (bounded) => list(page, bounded),
      (reason) => ({ kind: "unreachable", reason }),
    );
  };
}

/** One look at a watched generation, recorded. */
export async function lookAt(run: RunContext, lane: Lane, watched: Watched): Promise<void> {
  const { take } = watched;
  if (take.generationId === undefined) return;
  const sentAtMs = run.options.clock.nowMs();
  const outcome = await look(run, lane, take.generationId);
  const atMs = run.options.clock.nowMs();
  switch (outcome.kind) {
    case "found":
      lane.readable(outcome.serverTimeMs, atMs);
      lane.price.noteRead(atMs - sentAtMs);
      await learn(run, lane, watched.take, outcome.generation, atMs, sentAtMs);
      return;
    case "not-found":
      lane.readable(undefined, atMs);
      watched.looked = true;
      await recordNotFound(run, take, atMs);
      watched.dueAtMs = atMs + notFoundWaitMs(run, lane, take);
      return;
    default:
      onUnreadable(run, lane, outcome, [watched]);
  }
}

/** Records that the API denies an id. */
export async function recordNotFound(run: RunContext, take: Take, atMs: number): Promise<void> {
  await run.book.happen(take, { type: "not-found", atMs, spanMs: run.times.goneSpanMs });
}

/** Looks that find nothing are spread over the time after which the id counts as gone. */
export function notFoundWaitMs(run: RunContext, lane: Lane, take: Take): number {
  const slow = lane.watched.get(takeName(take))?.slow === true;
  return slow ? run.times.slowLookMs : run.times.goneSpanMs / (MISSING_AFTER.looks - 1);
}

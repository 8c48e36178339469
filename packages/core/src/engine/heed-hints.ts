import type { Lane } from "./lane.ts";
import type { RunContext } from "./run-context.ts";
import { lookSoon } from "./watch.ts";

/**
 * Looks at once at what a hint speaks of, as long as this run watches it. Hints of anything else do nothing, and
 * one generation's hints cause a look each `poll_min_s` at most.
 *
 * @returns a function that stops listening.
 */
export function heedHints(run: RunContext): () => void {
  const stop = run.options.hints?.onHint((requestId) => {
    if (run.shutdown.over) return;
    for (const lane of run.lanes.values()) if (hear(run, lane, requestId)) return;
  });
  return stop ?? (() => {});
}

function hear(run: RunContext, lane: Lane, requestId: string): boolean {
  const nowMs = run.options.clock.nowMs();
  const isNew = (one: { readonly hintedAtMs?: number }): boolean =>
    nowMs - (one.hintedAtMs ?? Number.NEGATIVE_INFINITY) >= run.options.limits.pollMinMs;
  for (const watched of lane.watched.values()) {
    const { generationId } = watched.take;
    if (watched.take.requestId !== requestId || generationId === undefined) continue;
    if (!isNew(watched)) return true;
    watched.hintedAtMs = nowMs;
    lookSoon(lane, generationId, nowMs);
    return true;
  }
  for (const doubt of lane.doubts.values()) {
    if (doubt.take.requestId !== requestId) continue;
    // The create has arrived after all: the list shows it.
    if (isNew(doubt) && doubt.nextAtMs !== undefined) {
      doubt.hintedAtMs = nowMs;
      doubt.nextAtMs = nowMs;
      lane.confirmBell.ring();
    }
    return true;
  }
  for (const take of lane.sending.values()) {
    if (take.requestId !== requestId) continue;
    lane.hintedEarly.add(requestId);
    return true;
  }
  return false;
}

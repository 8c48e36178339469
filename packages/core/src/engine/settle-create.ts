import type { CreateOutcome, Throttle } from "../ports/generation-api.ts";
import { hasCode } from "../shotlist-error.ts";
import type { Failure, Take } from "../take/take.ts";
import type { TakeEvent } from "../take/take-event.ts";
import type { Lane } from "./lane.ts";
import { learn } from "./learn.ts";
import { THROTTLED } from "./retry-policy.ts";
import type { RunContext } from "./run-context.ts";

/** Records how a create ended, and learns from it: the id before anything else. */
export async function settleCreate(
  run: RunContext,
  lane: Lane,
  take: Take,
  outcome: CreateOutcome,
): Promise<void> {
  const { book, options } = run;
  const atMs = options.clock.nowMs();
  if ("serverTimeMs" in outcome) lane.heardServerTime(outcome.serverTimeMs, atMs);
  switch (outcome.kind) {
    case "accepted": {
      const { generation } = outcome;
      const accepted = await recordId(run, take, generation.id, atMs);
      if (accepted === undefined) return;
      lane.accepted.push({ generationId: generation.id, atMs });
      lane.slots.accepted(atMs);
      lane.price.noteCreate(atMs - take.intentAtMs);
      run.breaker.worked("create");
      await learn(run, lane, accepted, generation, atMs);
      return;
    }
    case "throttled":
      heedThrottle(run, lane, outcome.throttle, atMs);
      await book.happen(take, { type: "refused", atMs, failure: throttledFailure(outcome.throttle) });
      return;
    case "refused":
      await book.happen(take, { type: "refused", atMs, failure: outcome.failure });
      return;
    case "accepted-unknown":
      await book.happen(take, { type: "unanswered", atMs, reason: outcome.reason, neverResend: true });
      return;
    case "unanswered":
      await book.happen(take, { type: "unanswered", atMs, reason: outcome.reason, neverResend: false });
      return;
    case "unsent":
      await book.happen(take, { type: "unsent", atMs, reason: outcome.reason });
  }
}

async function recordId(
  run: RunContext,
  take: Take,
  generationId: string,
  atMs: number,
): Promise<Take | undefined> {
  const event: TakeEvent = { type: "accepted", atMs, generationId, idSource: "answer" };
  try {
    return await run.book.happen(take, event);
  } catch (error) {
    if (hasCode(error, "generation-id-taken")) {
      const reason = `the answer names generation ${generationId}, which belongs to another take`;
      await run.book.happen(take, { type: "unanswered", atMs, reason, neverResend: true });
      return undefined;
    }
    // The id is worth money and could not be kept: the last place where it can be told is here.
    run.tell({
      type: "warning",
      atMs,
      code: "id-not-stored",
      words: `Generation ${generationId} (take ${take.number} of "${take.shotId}") was accepted but could not be stored.`,
      hint: "Keep this line; settle the take with `shotlist resolve` once the state can be written again.",
      shotId: take.shotId,
    });
    throw error;
  }
}

function heedThrottle(run: RunContext, lane: Lane, throttle: Throttle, atMs: number): void {
  const { pace, slots } = lane;
  // Without a word from the API: the rate if a whole minute's creates were sent, else the concurrency.
  const guess = pace.used(atMs) >= pace.capacity ? "rate" : "concurrency";
  const kind = throttle.kind === "unclassified" ? guess : throttle.kind;
  const waitMs =
    kind === "rate" ? pace.hold(atMs, throttle.retryAfterMs) : slots.refused(atMs, throttle.retryAfterMs);
  run.tell({ type: "throttled", atMs, kind, waitMs, slots: slots.limit });
}

function throttledFailure(throttle: Throttle): Failure {
  return {
    category: "transient",
    code: THROTTLED,
    message: throttle.message,
    status: 429,
    refund: "refunded",
  };
}

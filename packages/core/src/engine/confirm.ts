import { hasCode } from "../shotlist-error.ts";
import type { Take } from "../take/take.ts";
import { isAbsent } from "./absence.ts";
import { dueAtMs, findAmongListed } from "./find-among-listed.ts";
import type { Doubt, Lane } from "./lane.ts";
import { readWaitMs } from "./read-trouble.ts";
import type { RunContext } from "./run-context.ts";
import { serviceKey } from "./service-history.ts";

/** The slot of an unanswered create is kept for this many times the longest usual service. */
const HOLD_FACTOR = 1.5;

/** Listings after a doubt is due that may leave it open, before it is left to the next run or a person. */
const TRIES = 8;

/** Part of `confirm_after_s` between listings. */
const STEP = 1 / 8;

/**
 * The confirm loop of one account: settles creates without a usable answer. Where the API can list, they are
 * looked for at once and again until the list can be trusted; elsewhere only their slots are freed in time, and
 * a person settles them.
 */
export async function confirmLoop(run: RunContext, lane: Lane): Promise<void> {
  const { clock } = run.options;
  while (!run.shutdown.over) {
    freeSlots(run, lane);
    const dueMs = run.shutdown.watching && !lane.blind ? nextListingMs(lane) : Number.POSITIVE_INFINITY;
    const nowMs = clock.nowMs();
    const waitMs = Math.min(dueMs, nextSlotMs(run, lane)) - nowMs;
    if (waitMs > 0) await lane.confirmBell.wait(waitMs);
    else if (dueMs <= nowMs) await settleDoubts(run, lane);
  }
}

/** Whether an unanswered create may still be settled in this run. */
export function isConfirming(lane: Lane): boolean {
  return !lane.blind && nextListingMs(lane) < Number.POSITIVE_INFINITY;
}

function nextListingMs(lane: Lane): number {
  let dueMs = Number.POSITIVE_INFINITY;
  if (lane.api.list === undefined) return dueMs;
  for (const { nextAtMs } of lane.doubts.values()) dueMs = Math.min(dueMs, nextAtMs ?? dueMs);
  return dueMs;
}

async function settleDoubts(run: RunContext, lane: Lane): Promise<void> {
  const { clock, limits } = run.options;
  const doubts = [...lane.doubts.values()].filter(({ nextAtMs }) => nextAtMs !== undefined);
  const beganAtMs = clock.nowMs();
  const outcome = await findAmongListed(run, lane, "doubts");
  const nowMs = clock.nowMs();
  if (outcome.kind === "trouble") {
    const waitMs = Math.max(readWaitMs(run, lane, outcome.trouble), limits.confirmAfterMs * STEP);
    for (const doubt of doubts) putOff(run, doubt, nowMs + waitMs, beganAtMs);
    return;
  }
  for (const doubt of doubts) {
    const { take } = doubt;
    if (run.book.get(take)?.state !== "unconfirmed") continue;
    const due = beganAtMs >= dueAtMs(run, take);
    if (due && (await isAbsent(run, lane, doubt, outcome, dueAtMs(run, take)))) {
      await recordAbsent(run, take, nowMs);
    } else {
      const stepMs = limits.confirmAfterMs * STEP;
      const waitMs = due ? stepMs * (doubt.tries + 1) : Math.min(stepMs, dueAtMs(run, take) - nowMs);
      putOff(run, doubt, nowMs + Math.max(waitMs, 1), beganAtMs);
    }
  }
}

async function recordAbsent(run: RunContext, take: Take, atMs: number): Promise<void> {
  try {
    await run.book.happen(take, { type: "absent", atMs, by: "listing" });
  } catch (error) {
    // Its answer came after all, in the same moment.
    if (!hasCode(error, "impossible-event")) throw error;
  }
}

function putOff(run: RunContext, doubt: Doubt, nextAtMs: number, beganAtMs: number): void {
  const due = beganAtMs >= dueAtMs(run, doubt.take);
  if (due) doubt.tries++;
  // What can never be called absent is looked for a few times, then left open.
  doubt.nextAtMs = doubt.tries >= TRIES || (due && doubt.take.neverResend === true) ? undefined : nextAtMs;
  if (doubt.nextAtMs === undefined) run.shutdown.changed();
}

function slotFreeAtMs(run: RunContext, take: Take): number {
  const { holdMaxMs } = run.times;
  const usualMs = run.history.p99Ms(serviceKey(take));
  const holdMs = usualMs === undefined ? holdMaxMs : Math.min(holdMaxMs, HOLD_FACTOR * usualMs);
  return (take.unansweredAtMs ?? take.intentAtMs) + holdMs;
}

function nextSlotMs(run: RunContext, lane: Lane): number {
  let nextMs = Number.POSITIVE_INFINITY;
  for (const { take, holds } of lane.doubts.values()) {
    if (holds) nextMs = Math.min(nextMs, slotFreeAtMs(run, take));
  }
  return nextMs;
}

function freeSlots(run: RunContext, lane: Lane): void {
  const nowMs = run.options.clock.nowMs();
  for (const doubt of lane.doubts.values()) {
    if (!doubt.holds || slotFreeAtMs(run, doubt.take) > nowMs) continue;
    doubt.holds = false;
    lane.setSlot(doubt.take, false);
    lane.submitBell.ring();
  }
}

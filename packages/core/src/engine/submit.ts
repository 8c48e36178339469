import type { Lane } from "./lane.ts";
import type { RunContext } from "./run-context.ts";
import { sendCreate } from "./send-create.ts";
import { windowWaitMs } from "./submission-window.ts";

/** Requests of one create, the opening of its connection included, each of which may take its whole time-out. */
const REQUESTS = 3;

/**
 * The submit loop of one account: sends the next create the moment that a slot, a place in the rate, the
 * network and the submission window all allow it. Creates overlap; only their beginnings stand in line.
 */
export async function submitLoop(run: RunContext, lane: Lane): Promise<void> {
  const { demand, shutdown } = run;
  while (!shutdown.over) {
    const waitMs = submitWaitMs(run, lane);
    if (waitMs > 0) {
      lane.share?.rest();
      await lane.submitBell.wait(waitMs);
      continue;
    }
    const slotMs = slotWaitMs(run, lane);
    if (slotMs > 0) {
      await lane.submitBell.wait(slotMs);
      continue;
    }
    const order = demand.next(lane.dialect);
    if (order === undefined) {
      lane.share?.giveBack();
      lane.share?.hold(lane.slots.inUse);
      continue;
    }
    lane.slots.take();
    lane.pace.take();
    lane.gate.begin();
    lane.leaving++;
    const sent = sendCreate(run, lane, order).finally(() => {
      lane.leaving--;
      lane.submitBell.ring();
      shutdown.changed();
    });
    shutdown.guard(sent);
  }
}

/** How long until a create may begin once there is a slot, in milliseconds; `Infinity` while that depends on something else. */
function submitWaitMs(run: RunContext, lane: Lane): number {
  const { demand, options, shutdown } = run;
  if (!shutdown.submitting || !demand.hasReady(lane.dialect)) return Number.POSITIVE_INFINITY;
  const nowMs = options.clock.nowMs();
  const { window } = options.limits;
  return Math.max(
    lane.pace.waitMs(nowMs),
    lane.gate.waitMs(nowMs),
    window === undefined ? 0 : windowWaitMs(nowMs, window),
  );
}

/**
 * How long until there is a slot, in milliseconds; `Infinity` until one of this run's own is free. With 0, other
 * runs of the account know that it is taken.
 */
function slotWaitMs({ options }: RunContext, { slots, pace, share }: Lane): number {
  const nowMs = options.clock.nowMs();
  const ownMs = slots.waitMs(nowMs);
  if (share === undefined) return ownMs;
  // Where others hold slots one of theirs may be free first: they are told that this run waits.
  if (ownMs > 0 && share.othersSlots() === 0) {
    share.rest();
    return ownMs;
  }
  const sharedMs = share.take({
    nowMs,
    slots: ownMs > 0 ? slots.limit : Math.max(slots.limit, slots.used + 1),
    creates: pace.capacity,
    windowMs: pace.windowMs,
    openUntilMs: nowMs + REQUESTS * options.limits.requestTimeoutMs + pace.windowMs,
  });
  return Math.min(sharedMs, ownMs === 0 ? sharedMs : ownMs);
}

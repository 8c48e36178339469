import type { Lane } from "./lane.ts";
import type { RunContext } from "./run-context.ts";
import { sendCreate } from "./send-create.ts";
import { windowWaitMs } from "./submission-window.ts";

/**
 * The submit loop of one account: sends the next create the moment that a slot, a place in the rate, the
 * network and the submission window all allow it. Creates overlap; only their beginnings stand in line.
 */
export async function submitLoop(run: RunContext, lane: Lane): Promise<void> {
  const { demand, shutdown } = run;
  while (!shutdown.over) {
    const waitMs = submitWaitMs(run, lane);
    if (waitMs > 0) {
      await lane.submitBell.wait(waitMs);
      continue;
    }
    const order = demand.next(lane.dialect);
    if (order === undefined) continue;
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

/** How long until the next create may begin, in milliseconds; `Infinity` while that depends on something else. */
function submitWaitMs(run: RunContext, lane: Lane): number {
  const { demand, options, shutdown } = run;
  if (!shutdown.submitting || !demand.hasReady(lane.dialect)) return Number.POSITIVE_INFINITY;
  const nowMs = options.clock.nowMs();
  const { window } = options.limits;
  return Math.max(
    lane.slots.waitMs(nowMs),
    lane.pace.waitMs(nowMs),
    lane.gate.waitMs(nowMs),
    window === undefined ? 0 : windowWaitMs(nowMs, window),
  );
}

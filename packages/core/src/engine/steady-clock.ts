import type { Clock } from "../ports/clock.ts";

/** Less than this is how two clocks that both run right differ from each other, in milliseconds. */
const DRIFT_MS = 1_000;

/**
 * A clock that follows the time of day forwards (a machine that slept has missed what happened meanwhile) but is
 * never set back: whatever was due in five seconds would otherwise be due in an hour and five seconds.
 */
export function steadyClock(clock: Clock): Clock {
  let aheadMs = 0;
  let lastMs = clock.nowMs();
  let lastMonotonicMs = clock.monotonicMs();
  return {
    nowMs() {
      const monotonicMs = clock.monotonicMs();
      const expectedMs = lastMs + (monotonicMs - lastMonotonicMs);
      const saidMs = clock.nowMs() + aheadMs;
      if (saidMs < expectedMs - DRIFT_MS) aheadMs += expectedMs - saidMs;
      lastMs = Math.max(lastMs, clock.nowMs() + aheadMs);
      lastMonotonicMs = monotonicMs;
      return lastMs;
    },
    monotonicMs: () => clock.monotonicMs(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
  };
}

/** Counts events over the last stretch of time. */
export interface SlidingWindow {
  /** How many events lie in the window that ends now. */
  count(nowMs: number): number;
  /** Adds an event. Times must not go back. */
  add(nowMs: number): void;
  /** When the oldest event in the window leaves it; undefined if there is none. Unix milliseconds. */
  nextFreeMs(nowMs: number): number | undefined;
}

/** A window of `lengthMs`: an event counts from its moment until, but not including, `lengthMs` later. */
export function createSlidingWindow(lengthMs: number): SlidingWindow {
  let times: number[] = [];
  let first = 0;
  const drop = (nowMs: number): void => {
    while (first < times.length && (times[first] ?? 0) + lengthMs <= nowMs) first += 1;
    if (first > 1000) {
      times = times.slice(first);
      first = 0;
    }
  };
  return {
    count: (nowMs) => {
      drop(nowMs);
      return times.length - first;
    },
    add: (nowMs) => {
      times.push(nowMs);
    },
    nextFreeMs: (nowMs) => {
      drop(nowMs);
      const oldest = times[first];
      return oldest === undefined ? undefined : oldest + lengthMs;
    },
  };
}

/** Runs a callback after a delay in milliseconds; the returned function calls it off. */
export type SetTimer = (callback: () => void, delayMs: number) => () => void;

/** The simulator's time: wall time plus what was skipped, with every duration shrunk by the speed. */
export interface SimClock {
  /** Unix milliseconds. Stays near wall time at any speed, because only durations shrink. */
  nowMs(): number;
  /** How many milliseconds of the simulator's time `seconds` of real Luma take here. */
  durationMs(seconds: number): number;
  /** Runs a callback once, `delayMs` from now; the returned function calls it off. */
  later(callback: () => void, delayMs: number): () => void;
  /** Skips time ahead; negative amounts are ignored. Timers that are running keep their wall time. */
  skipMs(amountMs: number): void;
  /** How far time was skipped in all, in milliseconds. */
  skippedMs(): number;
  /** Calls off every timer. */
  stop(): void;
}

/** Makes a clock; `now` and `setTimer` replace the machine's own, for tests in virtual time. */
export function createSimClock(options: {
  readonly speed: number;
  readonly now?: (() => number) | undefined;
  readonly setTimer?: SetTimer | undefined;
  readonly skippedMs?: number;
}): SimClock {
  const now = options.now ?? Date.now;
  const setTimer = options.setTimer ?? systemTimer;
  const running = new Set<() => void>();
  let skippedMs = options.skippedMs ?? 0;
  return {
    nowMs: () => now() + skippedMs,
    durationMs: (seconds) => (seconds * 1000) / options.speed,
    later: (callback, delayMs) => {
      const cancel = setTimer(
        () => {
          running.delete(cancel);
          callback();
        },
        Math.max(0, delayMs),
      );
      running.add(cancel);
      return () => {
        running.delete(cancel);
        cancel();
      };
    },
    skipMs: (amountMs) => {
      skippedMs += Math.max(0, amountMs);
    },
    skippedMs: () => skippedMs,
    stop: () => {
      for (const cancel of running) cancel();
      running.clear();
    },
  };
}

function systemTimer(callback: () => void, delayMs: number): () => void {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
}

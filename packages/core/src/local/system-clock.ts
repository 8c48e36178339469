import { randomUUID } from "node:crypto";
import type { Clock, NewId, Random } from "../ports/clock.ts";

/** The longest wait that one Node timer can hold; longer ones fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The time of this machine. A sleep keeps the process alive; an aborted one leaves no timer behind. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  async sleep(ms, signal) {
    const endMs = performance.now() + ms;
    for (let leftMs = ms; leftMs > 0 && signal?.aborted !== true; leftMs = endMs - performance.now()) {
      await pause(Math.min(leftMs, LONGEST_TIMER_MS), signal);
    }
  },
};

/** Numbers that need not be secret: jitter, samples. */
export const systemRandom: Random = () => Math.random();

/** A random UUID, version 4. */
export const newUuid: NewId = () => randomUUID();

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener("abort", end, { once: true });
  });
}

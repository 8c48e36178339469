import type { Clock } from "../ports/clock.ts";

/** The longest single sleep; timers of the platform overflow beyond it. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1;

/** Lets one loop sleep until a time comes or something happens. A ring that nobody waits for is kept for the next wait. */
export class Bell {
  readonly #clock: Clock;
  #sleeper: AbortController | undefined;
  #rung = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  ring(): void {
    this.#rung = true;
    // A reason of our own: the default one is an error whose stack is costly, and nobody reads it.
    this.#sleeper?.abort("rung");
  }

  /** Resolves when rung, or after `ms` milliseconds (`Infinity`: only when rung). */
  async wait(ms: number): Promise<void> {
    if (!this.#rung && ms > 0) {
      const sleeper = new AbortController();
      this.#sleeper = sleeper;
      await (ms === Number.POSITIVE_INFINITY
        ? new Promise<void>((resolve) =>
            sleeper.signal.addEventListener("abort", () => resolve(), { once: true }),
          )
        : this.#clock.sleep(Math.min(ms, LONGEST_SLEEP_MS), sleeper.signal));
      this.#sleeper = undefined;
    }
    this.#rung = false;
  }
}

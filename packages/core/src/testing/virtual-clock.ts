import { MinHeap } from "../engine/min-heap.ts";
import type { Clock } from "../ports/clock.ts";

interface Sleeper {
  readonly atMs: number;
  readonly order: number;
  readonly wake: () => void;
  awake: boolean;
}

/**
 * A clock whose time passes only while nothing else can run, so that days of a run take milliseconds and come
 * out the same every time. Sleepers wake in the order of their time, equal ones in the order in which they
 * lay down.
 *
 * Work that leaves the process (files, sockets) must be wrapped in `during`, or time runs past it.
 */
export class VirtualClock implements Clock {
  #startMs: number;
  readonly #sleepers: MinHeap<Sleeper> = new MinHeap((a, b) => a.atMs - b.atMs || a.order - b.order);
  #elapsedMs = 0;
  #order = 0;
  #outside = 0;

  /** @param startMs - Unix milliseconds at which this clock begins. */
  constructor(startMs: number = Date.UTC(2026, 0, 1)) {
    this.#startMs = startMs;
  }

  nowMs(): number {
    return this.#startMs + this.#elapsedMs;
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper: Sleeper = {
        atMs: this.#elapsedMs + Math.max(0, Math.ceil(ms)),
        order: this.#order++,
        awake: false,
        wake: () => {
          sleeper.awake = true;
          signal?.removeEventListener("abort", sleeper.wake);
          resolve();
        },
      };
      signal?.addEventListener("abort", sleeper.wake, { once: true });
      if (sleeper.atMs < Number.POSITIVE_INFINITY) this.#sleepers.push(sleeper);
    });
  }

  /**
   * What a machine that slept wakes up to, or one whose clock was set: the time of day is another one, while no
   * sleeper has come any nearer to its end.
   */
  jump(ms: number): void {
    this.#startMs += ms;
  }

  /** Holds time still while `work` is under way. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#outside++;
    try {
      return await work;
    } finally {
      this.#outside--;
    }
  }

  /**
   * Lets time pass until `work` has ended, and gives its result.
   *
   * @throws Error when nothing sleeps and nothing outside is awaited, but `work` has not ended: it never would.
   */
  async run<T>(work: Promise<T>): Promise<T> {
    let ended = false;
    const end = (): void => {
      ended = true;
    };
    work.then(end, end);
    let idle = 0;
    for (;;) {
      await macrotask();
      if (ended) return work;
      if (this.#outside > 0) continue;
      idle = this.#step() ? 0 : idle + 1;
      if (idle > 3) throw new Error("Nothing sleeps and nothing runs, but the work has not ended.");
    }
  }

  /** Lets `ms` milliseconds pass, waking every sleeper on the way. */
  async advance(ms: number): Promise<void> {
    await this.run(this.sleep(ms));
  }

  /** Wakes the next sleeper, and all that are due at the same moment; false when nobody sleeps. */
  #step(): boolean {
    const sleepers = this.#sleepers;
    let next = sleepers.pop();
    while (next?.awake === true) next = sleepers.pop();
    if (next === undefined) return false;
    this.#elapsedMs = Math.max(this.#elapsedMs, next.atMs);
    next.wake();
    for (let also = sleepers.peek(); also !== undefined; also = sleepers.peek()) {
      if (!also.awake && also.atMs > this.#elapsedMs) break;
      sleepers.pop();
      if (!also.awake) also.wake();
    }
    return true;
  }
}

function macrotask(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

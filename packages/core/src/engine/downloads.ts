import pLimit, { type LimitFunction } from "p-limit";
import type { Take } from "../take/take.ts";
import { MinHeap } from "./min-heap.ts";
import { takeName } from "./take-book.ts";

interface Job {
  readonly take: Take;
  readonly diesAtMs: number;
  readonly order: number;
}

/** What the downloads work with. */
export interface DownloadsOptions {
  /** How many at once. */
  readonly atOnce: number;
  /** When the link of a take's clip dies, Unix milliseconds of the server. */
  readonly diesAtMs: (take: Take) => number;
  /** Brings one clip home, or leaves it for later; settles only when that is done. */
  readonly fetch: (take: Take) => Promise<void>;
  /** Runs a piece of work on its own; an error ends the run. */
  readonly guard: (work: Promise<unknown>) => void;
  readonly onIdle: () => void;
}

/** The download loop: finished generations at once, so many at a time, the one whose link dies first before the others. */
export class Downloads {
  readonly #options: DownloadsOptions;
  readonly #limit: LimitFunction;
  readonly #waiting: MinHeap<Job> = new MinHeap((a, b) => a.diesAtMs - b.diesAtMs || a.order - b.order);
  readonly #known = new Set<string>();
  #order = 0;

  constructor(options: DownloadsOptions) {
    this.#options = options;
    this.#limit = pLimit(options.atOnce);
  }

  /** Whether anything is waiting or under way. */
  get busy(): boolean {
    return this.#known.size > 0;
  }

  /** Puts a take in line; one that is in line or under way already stays as it is. */
  add(take: Take): void {
    const name = takeName(take);
    if (this.#known.has(name)) return;
    this.#known.add(name);
    this.#waiting.push({ take, diesAtMs: this.#options.diesAtMs(take), order: this.#order++ });
    // Whichever begins takes the most urgent one at that moment, not the one that was put in line with it.
    this.#options.guard(this.#limit(() => this.#next()));
  }

  async #next(): Promise<void> {
    const job = this.#waiting.pop();
    if (job === undefined) return;
    try {
      await this.#options.fetch(job.take);
    } finally {
      this.#known.delete(takeName(job.take));
      this.#options.onIdle();
    }
  }
}

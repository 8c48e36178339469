import type { ServiceTime } from "../ports/state-store.ts";
import type { Take } from "../take/take.ts";

/** Samples of one kind that are remembered; older ones are forgotten, because services change. */
const REMEMBERED = 200;

/** Fewest samples from which a quantile is believed. */
const ENOUGH = 5;

/** What generations of one kind took, sorted, with the order in which they came. */
interface Samples {
  readonly sorted: number[];
  readonly arrived: number[];
}

/** Under which name service times are kept: generations of equal model, resolution and duration take alike. */
export function serviceKey(take: Pick<Take, "model" | "resolution" | "duration">): string {
  return `${take.model}/${take.resolution}/${take.duration}`;
}

/** How long generations take at the API, learned while they do. Times are in milliseconds. */
export class ServiceHistory {
  readonly #kinds = new Map<string, Samples>();
  #meanMs: number | undefined;

  constructor(times: readonly ServiceTime[] = []) {
    for (const { key, ms } of times) this.add(key, ms);
  }

  /** A recent mean over every kind; absent while nothing is known. */
  get meanMs(): number | undefined {
    return this.#meanMs;
  }

  add(key: string, ms: number): void {
    const samples = this.#kinds.get(key) ?? { sorted: [], arrived: [] };
    this.#kinds.set(key, samples);
    samples.sorted.splice(firstAbove(samples.sorted, ms), 0, ms);
    samples.arrived.push(ms);
    if (samples.arrived.length > REMEMBERED) {
      const oldest = samples.arrived.shift() as number;
      samples.sorted.splice(firstAbove(samples.sorted, oldest) - 1, 1);
    }
    this.#meanMs = this.#meanMs === undefined ? ms : this.#meanMs + (ms - this.#meanMs) / 20;
  }

  /** Samples of a kind, ascending; empty while there are too few to believe. */
  of(key: string): readonly number[] {
    const sorted = this.#kinds.get(key)?.sorted ?? [];
    return sorted.length < ENOUGH ? [] : sorted;
  }

  /** The 99th percentile of a kind; absent while too little is known. */
  p99Ms(key: string): number | undefined {
    const sorted = this.of(key);
    return sorted.length === 0 ? undefined : quantile(sorted, 0, 0.99);
  }
}

/** Index of the first value above `ms` in an ascending list. */
function firstAbove(sorted: readonly number[], ms: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) > ms) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The `q` quantile (0 to 1) of an ascending list from index `from` on; the list reaches beyond `from`. */
export function quantile(sorted: readonly number[], from: number, q: number): number {
  const last = sorted.length - 1;
  return sorted[Math.min(last, from + Math.floor((last - from) * q))] as number;
}

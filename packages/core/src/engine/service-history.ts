import type { ServiceTime } from "../ports/state-store.ts";
import type { Take } from "../take/take.ts";
import type { ServiceModel } from "./service-model.ts";
import { ServiceSamples } from "./service-samples.ts";

/** Fewest samples from which a quantile is believed. */
const ENOUGH = 5;

/** Under which name service times are kept: generations of equal model, resolution and duration take alike. */
export function serviceKey(take: Pick<Take, "model" | "resolution" | "duration">): string {
  return `${take.model}/${take.resolution}/${take.duration}`;
}

/** The model of which a name of service times speaks. */
export function modelOfKey(key: string): string {
  return key.slice(0, key.lastIndexOf("/", key.lastIndexOf("/") - 1));
}

/**
 * How long generations take at the API, learned while they do. When they begin to take far longer or shorter
 * than before, what was learned before is forgotten. Times are in milliseconds.
 */
export class ServiceHistory {
  readonly #kinds = new Map<string, ServiceSamples>();
  readonly #usualMs: (key: string) => number;
  #meanMs: number | undefined;

  /**
   * @param times - what earlier runs learned, oldest first.
   * @param usualMs - what a kind takes of which nothing is known; a minute unless said.
   */
  constructor(times: readonly ServiceTime[] = [], usualMs: (key: string) => number = () => 60_000) {
    this.#usualMs = usualMs;
    for (const { key, ms } of times) {
      this.#samplesOf(key).restore(ms);
      this.#countMean(ms);
    }
  }

  /** A recent mean over every kind; absent while nothing is known. */
  get meanMs(): number | undefined {
    return this.#meanMs;
  }

  add(key: string, ms: number): void {
    this.#samplesOf(key).add(ms);
    this.#countMean(ms);
  }

  /**
   * What is believed of a kind.
   *
   * @param ages - of those of the kind that are at work now: what ended first is not all there is.
   */
  model(key: string, ages: readonly number[]): ServiceModel {
    return this.#samplesOf(key).model(ages);
  }

  /** What was believed of a kind when it was last asked about. */
  latest(key: string): ServiceModel {
    return this.#samplesOf(key).latest();
  }

  /** Samples of a kind, ascending; empty while there are too few to believe. */
  of(key: string): readonly number[] {
    const sorted = this.#kinds.get(key)?.sorted ?? [];
    return sorted.length < ENOUGH ? [] : sorted;
  }

  /** The 99th percentile of a kind; absent while too little is known. */
  p99Ms(key: string): number | undefined {
    const sorted = this.of(key);
    return sorted[Math.floor((sorted.length - 1) * 0.99)];
  }

  #countMean(ms: number): void {
    this.#meanMs = this.#meanMs === undefined ? ms : this.#meanMs + (ms - this.#meanMs) / 20;
  }

  #samplesOf(key: string): ServiceSamples {
    const known = this.#kinds.get(key);
    if (known !== undefined) return known;
    const samples = new ServiceSamples(this.#usualMs(key));
    this.#kinds.set(key, samples);
    return samples;
  }
}

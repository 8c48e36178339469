import type { Random } from "../ports/clock.ts";
import { backoffMs } from "./retry-policy.ts";

/** Holds creates back while nothing can be reached: after each failure a longer wait, then one try alone. */
export class NetworkGate {
  readonly #bounds: { readonly firstMs: number; readonly mostMs: number };
  readonly #random: Random;
  #failures = 0;
  #openAtMs = 0;
  #trying = 0;

  constructor(bounds: { readonly firstMs: number; readonly mostMs: number }, random: Random) {
    this.#bounds = bounds;
    this.#random = random;
  }

  /** How long until a connection may be tried, in milliseconds; `Infinity` while one is being tried alone. */
  waitMs(nowMs: number): number {
    if (this.#failures === 0) return 0;
    return this.#trying > 0 ? Number.POSITIVE_INFINITY : Math.max(0, this.#openAtMs - nowMs);
  }

  /** A connection is being opened. */
  begin(): void {
    this.#trying++;
  }

  /** It is open. */
  reached(): void {
    this.#trying--;
    this.#failures = 0;
  }

  /**
   * It could not be opened. Connections that fail together count once.
   *
   * @returns the wait that begins now, in milliseconds; undefined when one is on already.
   */
  failed(nowMs: number): number | undefined {
    this.#trying--;
    if (nowMs < this.#openAtMs) return undefined;
    const waitMs = backoffMs(this.#failures, this.#bounds, this.#random);
    this.#failures++;
    this.#openAtMs = nowMs + waitMs;
    return waitMs;
  }
}

import type { AccountShare } from "../ports/account-share.ts";
import { MinHeap } from "./min-heap.ts";

/** A server that counts both ends of its window would count one more at the very edge. */
const EDGE_MS = 1;

/**
 * Keeps creates within the rate: never more than so many within any sliding minute, as the API sees it.
 *
 * Nobody knows when a request arrives between its sending and its answer, so a place is taken from the sending
 * on and is free again a minute after the answer; whatever its journey takes, the API never counts one too many.
 */
export class Pace {
  readonly #capacity: number;
  readonly #windowMs: number;
  readonly #freeAt: MinHeap<number> = new MinHeap((a, b) => a - b);
  readonly #share: Pick<AccountShare, "giveBack" | "answered"> | undefined;
  #open = 0;
  #heldUntilMs = 0;

  /**
   * @param createsPerMinute - above 0; below 1 one create takes more than a minute.
   * @param minuteMs - length of that minute, in milliseconds.
   * @param recentMs - when the creates of earlier runs were sent, Unix milliseconds, any order.
   * @param share - told what becomes of the places that this run has taken there.
   */
  constructor(
    createsPerMinute: number,
    minuteMs: number,
    recentMs: readonly number[] = [],
    share?: Pick<AccountShare, "giveBack" | "answered">,
  ) {
    this.#share = share;
    this.#capacity = Math.max(1, Math.floor(createsPerMinute));
    this.#windowMs = createsPerMinute < 1 ? minuteMs / createsPerMinute : minuteMs;
    for (const sentMs of recentMs) this.#freeAt.push(sentMs + this.#windowMs + EDGE_MS);
  }

  /** How many creates a minute's window has room for. */
  get capacity(): number {
    return this.#capacity;
  }

  /** Length of the window in which creates are counted, in milliseconds. */
  get windowMs(): number {
    return this.#windowMs;
  }

  /** Places taken now: creates under way, and those of the last minute. */
  used(nowMs: number): number {
    this.#prune(nowMs);
    return this.#open + this.#freeAt.size;
  }

  /** How long until a place is free, in milliseconds; `Infinity` while that depends on an answer. */
  waitMs(nowMs: number): number {
    const heldMs = Math.max(0, this.#heldUntilMs - nowMs);
    if (this.used(nowMs) < this.#capacity) return heldMs;
    const next = this.#freeAt.peek();
    return next === undefined ? Number.POSITIVE_INFINITY : Math.max(heldMs, next - nowMs);
  }

  /**
   * How long until so many places are free, in milliseconds, if nothing more is sent: at least `waitMs`.
   *
   * @param places - above 0; more than the capacity count as the capacity.
   */
  waitForMs(nowMs: number, places: number): number {
    const lacking = Math.min(places, this.#capacity) - (this.#capacity - this.used(nowMs));
    if (lacking <= 0) return this.waitMs(nowMs);
    const soonest = this.#freeAt.smallest(lacking).at(-1) ?? nowMs;
    return Math.max(this.waitMs(nowMs), soonest - nowMs);
  }

  /** Takes a place. */
  take(): void {
    this.#open++;
  }

  /** Gives a place back unused: nothing was sent. */
  giveBack(): void {
    this.#open--;
    this.#share?.giveBack();
  }

  /** The create that holds a place was answered, or its connection ended. */
  answered(nowMs: number): void {
    this.#open--;
    const freeAtMs = nowMs + this.#windowMs + EDGE_MS;
    this.#freeAt.push(freeAtMs);
    this.#share?.answered(freeAtMs);
  }

  /** The API refused for the rate: nothing more is sent for so long. */
  hold(nowMs: number, retryAfterMs: number | undefined): number {
    const next = this.#freeAt.peek();
    const untilMs = retryAfterMs === undefined ? (next ?? nowMs + this.#windowMs) : nowMs + retryAfterMs;
    this.#heldUntilMs = Math.max(this.#heldUntilMs, untilMs);
    return this.#heldUntilMs - nowMs;
  }

  #prune(nowMs: number): void {
    for (let next = this.#freeAt.peek(); next !== undefined && next <= nowMs; next = this.#freeAt.peek()) {
      this.#freeAt.pop();
    }
  }
}

import type { AccountShare } from "../ports/account-share.ts";

/** How a `Slots` begins; waits in milliseconds. */
export interface SlotOptions {
  /** Slots that the account is taken to have. */
  readonly limit: number;
  /** Whether to look for more than `limit`. */
  readonly grows: boolean;
  /** Wait after a refusal that does not name one, and the longest wait between two tries above the limit. */
  readonly throttleMs: number;
  readonly throttleMaxMs: number;
  /** Other runs of this account, where there may be some: their slots count, and ours are told. */
  readonly share?: Pick<AccountShare, "othersSlots" | "hold"> | undefined;
}

/**
 * The account's concurrency: counts the slots in use, and learns how many there are.
 *
 * A refusal for concurrency sets the limit to what was in use without it. `Retry-After` holds back only what
 * goes above that: a slot that is seen free is used at once. When the wait is over one more is tried; if it is
 * accepted the limit rises and the next is tried at once, if not the wait doubles.
 */
export class Slots {
  readonly #most: number;
  readonly #options: SlotOptions;
  #limit: number;
  #inUse = 0;
  #tryAboveAtMs = Number.NEGATIVE_INFINITY;
  #failedTries = 0;

  constructor(options: SlotOptions) {
    this.#options = options;
    this.#limit = options.limit;
    this.#most = options.grows ? Number.POSITIVE_INFINITY : options.limit;
  }

  get inUse(): number {
    return this.#inUse;
  }

  /** Slots in use by this run and by others of its account. */
  get used(): number {
    return this.#inUse + (this.#options.share?.othersSlots() ?? 0);
  }

  /** Slots that are known to work. */
  get limit(): number {
    return this.#limit;
  }

  /** How long until a slot may be taken, in milliseconds; `Infinity` while it depends on one coming free. */
  waitMs(nowMs: number): number {
    const { used } = this;
    if (used < this.#limit) return 0;
    if (used > this.#limit || this.#limit >= this.#most) return Number.POSITIVE_INFINITY;
    return Math.max(0, this.#tryAboveAtMs - nowMs);
  }

  take(): void {
    this.#inUse++;
    this.#options.share?.hold(this.#inUse);
  }

  release(): void {
    this.#inUse--;
    this.#options.share?.hold(this.#inUse);
  }

  /** A create was accepted while its slot was taken. */
  accepted(nowMs: number): void {
    const { used } = this;
    if (used <= this.#limit || this.#limit >= this.#most) return;
    this.#limit = Math.min(this.#most, used);
    // What failed before still counts: the API may have freed a slot that we still take for used, so that this
    // proves little. Where there really are more, one after the other is accepted now.
    this.#tryAboveAtMs = nowMs;
  }

  /**
   * The API refused a create for concurrency. Call before its slot is released.
   *
   * @returns how long nothing is tried above the limit, in milliseconds.
   */
  refused(nowMs: number, retryAfterMs: number | undefined): number {
    this.#limit = Math.max(0, Math.min(this.#limit, this.used - 1));
    const { throttleMs, throttleMaxMs } = this.#options;
    const baseMs = retryAfterMs ?? throttleMs;
    // Creates that were refused together are one lesson, not many.
    if (this.#tryAboveAtMs <= nowMs) this.#failedTries++;
    const doubledMs = Math.min(baseMs * 2 ** Math.min(Math.max(0, this.#failedTries - 1), 10), throttleMaxMs);
    const waitMs = Math.max(baseMs, doubledMs);
    this.#tryAboveAtMs = Math.max(this.#tryAboveAtMs, nowMs + waitMs);
    return waitMs;
  }
}

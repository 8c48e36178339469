import type { Take } from "../take/take.ts";
import { isUnanswered } from "../take/take-facts.ts";

/**
 * Requests on their way or without an answer, so that equal ones are never confused: while one is unanswered,
 * another one with the same hash waits. The state store checks the same; this spares it the question.
 */
export class TwinRegister<Waiter> {
  readonly #waiters = new Map<string, Waiter[]>();

  constructor(takes: Iterable<Take>) {
    for (const take of takes) if (isUnanswered(take)) this.hold(take.requestHash);
  }

  /** Whether an equal request has no answer yet. */
  has(hash: string): boolean {
    return this.#waiters.has(hash);
  }

  /** A request is on its way, or known to be without an answer. */
  hold(hash: string): void {
    if (!this.#waiters.has(hash)) this.#waiters.set(hash, []);
  }

  /** Waits until the request is released. */
  wait(hash: string, waiter: Waiter): void {
    this.hold(hash);
    this.#waiters.get(hash)?.push(waiter);
  }

  /** Who waits, by the hash of the request that has no answer. */
  waiting(): Iterable<readonly [hash: string, waiters: readonly Waiter[]]> {
    return this.#waiters;
  }

  /** The request has its answer, or was never sent: who waited for it, in order. */
  release(hash: string): readonly Waiter[] {
    const waiters = this.#waiters.get(hash) ?? [];
    this.#waiters.delete(hash);
    return waiters;
  }
}

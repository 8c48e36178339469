/** What an account allows. */
export interface AccountLimits {
  readonly slots: number;
  readonly createsPerMinute: number;
  /** Length of that minute, in milliseconds; 60,000 in real time. */
  readonly minuteMs: number;
}

/**
 * How long the zero-delay schedule takes: the same generations, in the same order, each begun the instant that a
 * slot and the rate allow it.
 *
 * @param servicesMs - what each generation takes, in the order of their creation.
 * @returns from the first begin to the last end, in milliseconds.
 */
export function zeroDelayMs(servicesMs: readonly number[], limits: AccountLimits): number {
  const { slots, createsPerMinute, minuteMs } = limits;
  const freeAtMs = new Float64Array(slots);
  const begins: number[] = [];
  for (const serviceMs of servicesMs) {
    const slot = freeAtMs.indexOf(Math.min(...freeAtMs));
    const rateMs = (begins.at(-createsPerMinute) ?? Number.NEGATIVE_INFINITY) + minuteMs;
    const beginMs = Math.max(freeAtMs[slot] ?? 0, rateMs, begins.at(-1) ?? 0);
    begins.push(beginMs);
    freeAtMs[slot] = beginMs + serviceMs;
  }
  return Math.max(...freeAtMs);
}

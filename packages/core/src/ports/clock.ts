/** Time as an input: the whole engine runs the same in real and in virtual time. */
export interface Clock {
  /** Unix milliseconds. May jump (a machine asleep, a corrected clock). */
  nowMs(): number;
  /** Milliseconds that only ever grow, from any start; for durations. */
  monotonicMs(): number;
  /** Resolves after `ms` milliseconds, or at once when the signal is aborted; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** A number from 0 (included) to 1 (not included). */
export type Random = () => number;

/** A new unique id (a UUID in real life). */
export type NewId = () => string;

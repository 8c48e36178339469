import type { Clock } from "../ports/clock.ts";

const ANSWERED = "answered";

/** What bounds one request. */
export interface RequestBounds {
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Aborted when the run is left at once. */
  readonly signal: AbortSignal;
}

/**
 * Gives a request at most so much time, whatever the port does with its signal.
 *
 * @param request - is given a signal that is aborted when nobody waits for it any more.
 * @param late - the outcome when there is none in time, or the run is left first.
 */
export async function withTimeout<Outcome>(
  bounds: RequestBounds,
  request: (signal: AbortSignal) => Promise<Outcome>,
  late: (reason: string) => Outcome,
): Promise<Outcome> {
  const { clock, timeoutMs, signal } = bounds;
  if (signal.aborted) return late("the run was left");
  const done = new AbortController();
  const cut = new AbortController();
  // Reasons of our own: the default one is an error whose stack is costly, and nobody reads it.
  const leave = (): void => done.abort("left");
  signal.addEventListener("abort", leave, { once: true });
  const timeout = clock.sleep(timeoutMs, done.signal).then(() => {
    if (done.signal.reason !== ANSWERED) cut.abort();
    return late(signal.aborted ? "the run was left" : `no answer within ${Math.round(timeoutMs)} ms`);
  });
  try {
    return await Promise.race([request(cut.signal), timeout]);
  } finally {
    signal.removeEventListener("abort", leave);
    done.abort(ANSWERED);
  }
}

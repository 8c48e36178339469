/** The engine's own durations, in milliseconds, as they apply to one run. */
export interface EngineTimes {
  /** The sliding window of the create rate. */
  readonly minuteMs: number;
  /** First wait after a transient failure, doubled each time up to `backoffMaxMs`. */
  readonly backoffMs: number;
  readonly backoffMaxMs: number;
  /** First wait after nothing could be reached, doubled each time up to `networkMaxMs`. */
  readonly networkMs: number;
  readonly networkMaxMs: number;
  /** Between looks at overdue and missing generations. */
  readonly slowLookMs: number;
  /** How long the API may deny an id before it counts as gone. */
  readonly goneSpanMs: number;
  /** How long a finished generation may be without a link. */
  readonly linklessMs: number;
  /** Life of a link that does not say when it dies. */
  readonly linkLifeMs: number;
  /** Longest time for which a create without an answer holds its slot. */
  readonly holdMaxMs: number;
  /** How far before an intent its generation may seem to be made, for clocks that differ. */
  readonly clockSlackMs: number;
  /** How long a list that only answers errors is left alone. */
  readonly listRestMs: number;
  /** Wait after a concurrency refusal without `Retry-After`, and the longest between tries above what is known. */
  readonly throttleMs: number;
  readonly throttleMaxMs: number;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/**
 * The durations of a run.
 *
 * @param scale - how many times as fast as the real one the API runs; 1 in real life.
 */
export function engineTimes(scale: number): EngineTimes {
  const scaled = (ms: number): number => ms / scale;
  return {
    minuteMs: scaled(MINUTE_MS),
    backoffMs: scaled(2 * SECOND_MS),
    backoffMaxMs: scaled(MINUTE_MS),
    networkMs: scaled(SECOND_MS),
    networkMaxMs: scaled(30 * SECOND_MS),
    slowLookMs: scaled(10 * MINUTE_MS),
    goneSpanMs: scaled(10 * MINUTE_MS),
    linklessMs: scaled(60 * MINUTE_MS),
    linkLifeMs: scaled(60 * MINUTE_MS),
    holdMaxMs: scaled(60 * MINUTE_MS),
    clockSlackMs: 10 * MINUTE_MS,
    listRestMs: scaled(5 * MINUTE_MS),
    throttleMs: scaled(MINUTE_MS),
    throttleMaxMs: scaled(10 * MINUTE_MS),
  };
}

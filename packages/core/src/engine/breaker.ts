import type { Failure } from "../take/take.ts";

/** Equal failures in a row, on different shots, after which the API is taken to be at fault. */
const TRIPS_AFTER = 5;

/** Where in a take's life something went wrong. */
export type FailurePoint = "create" | "generation";

interface Streak {
  readonly code: string;
  readonly shots: Set<string>;
  readonly takes: { readonly shotId: string; readonly number: number }[];
}

/**
 * Notices that the API, not the shots, is at fault: five equal refusals (or failures) in a row on different
 * shots. Refusals and failures are counted apart, because an accepted create says nothing about how
 * generations end.
 */
export class Breaker {
  readonly #streaks = new Map<FailurePoint, Streak>();
  #tripped: Streak | undefined;

  /** The code that tripped it, once it has. */
  get code(): string | undefined {
    return this.#tripped?.code;
  }

  /** A create was accepted, or a generation completed: that point works. */
  worked(point: FailurePoint): void {
    this.#streaks.delete(point);
  }

  /**
   * Counts a failure.
   *
   * @returns the takes that must be excused: none before it trips; the whole streak when it trips; afterwards
   *   each further take that fails in the same way.
   */
  failed(
    point: FailurePoint,
    failure: Failure,
    take: { readonly shotId: string; readonly number: number },
  ): readonly { readonly shotId: string; readonly number: number }[] {
    const code = `${failure.status ?? ""} ${failure.code}`.trim();
    if (this.#tripped !== undefined) return this.#tripped.code === code ? [take] : [];
    const running = this.#streaks.get(point);
    const streak = running?.code === code ? running : { code, shots: new Set<string>(), takes: [] };
    this.#streaks.set(point, streak);
    streak.shots.add(take.shotId);
    streak.takes.push({ shotId: take.shotId, number: take.number });
    if (streak.shots.size < TRIPS_AFTER) return [];
    this.#tripped = streak;
    return streak.takes;
  }
}

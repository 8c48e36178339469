import { POINTS, type ServiceGrid } from "./service-grid.ts";

/**
 * What is believed of how long generations of one kind take: the share that takes longer, for every age. Nothing
 * is ever certain: the chance that a generation ends is small before the quickest one seen and after the slowest
 * one, but never none. Times are in milliseconds.
 */
export class ServiceModel {
  /** The usual time. */
  readonly meanMs: number;
  /**
   * The square of ∫√(f·S), f being the density and S the survival: looks at one generation that are placed as
   * well as can be are so many as this over twice their mean delay.
   */
  readonly lookScaleMs: number;
  readonly #grid: ServiceGrid;
  readonly #survival: Float64Array;

  /** @param survival - for each point of the grid, falling from nearly 1 to nearly 0. */
  constructor(grid: ServiceGrid, survival: Float64Array) {
    this.#grid = grid;
    this.#survival = survival;
    let meanMs = grid.msAt(0);
    let roots = 0;
    for (let point = 1; point < POINTS; point++) {
      const before = survival[point - 1] as number;
      const after = survival[point] as number;
      const widthMs = grid.msAt(point) - grid.msAt(point - 1);
      const here = (before + after) / 2;
      meanMs += here * widthMs;
      roots += Math.sqrt(Math.max(0, before - after) * here * widthMs);
    }
    this.meanMs = meanMs;
    this.lookScaleMs = roots ** 2;
  }

  /** Share of generations that take longer than this; above 0 at every age. */
  survival(ageMs: number): number {
    const place = this.#grid.placeOf(ageMs);
    const point = Math.floor(place);
    const before = this.#survival[point] as number;
    // Beyond the grid the chance to end is inversely proportional to the age.
    if (point >= POINTS - 1)
      return (before * this.#grid.msAt(point)) / Math.max(ageMs, this.#grid.msAt(point));
    return before + ((this.#survival[point + 1] as number) - before) * (place - point);
  }

  /** The chance that a generation that was at work at an age has ended so much later. */
  endedWithin(ageMs: number, ms: number): number {
    return 1 - this.survival(ageMs + ms) / this.survival(ageMs);
  }
}

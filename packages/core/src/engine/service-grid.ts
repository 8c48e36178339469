/** Service times are counted on a grid of logarithms: a step is three hundredths of a time, whatever it is. */
const STEP = 0.03;

/** The grid reaches from a 50th of the usual time to 50 times as much. */
const HALF = Math.round(Math.log(50) / STEP);

/** Points of the grid. */
export const POINTS: number = 2 * HALF + 1;

/** Places of times on a grid around a usual time in milliseconds. */
export class ServiceGrid {
  readonly usualMs: number;
  readonly #leastMs: number;

  constructor(usualMs: number) {
    this.usualMs = usualMs;
    this.#leastMs = usualMs * Math.exp(-HALF * STEP);
  }

  /** Where a time is, between 0 and the last point; not whole. */
  placeOf(ms: number): number {
    return ms <= this.#leastMs ? 0 : Math.min(POINTS - 1, Math.log(ms / this.#leastMs) / STEP);
  }

  /** The time of a point, in milliseconds. */
  msAt(point: number): number {
    return this.#leastMs * Math.exp(point * STEP);
  }
}

/** Shapes of a log-logistic that service times may follow, from wide to narrow. */
const SHAPES = [2, 3, 4.5, 7, 10, 15, 25] as const;

/** Candidates for the middle of the distribution are so many points apart; how sure the usual time is, in points. */
const APART = 2;
const UNSURE = 0.6 / STEP;

/** Candidates that agree so much worse than the best, by the logarithm, are left out. */
const HOPELESS = -6;

const MIDDLES = Math.floor((POINTS - 1) / APART) + 1;

interface ShapeTable {
  /** By distance from the middle in points, with `POINTS` added: survival, and its logarithm and the density's. */
  readonly survival: Float64Array;
  readonly logSurvival: Float64Array;
  readonly logDensity: Float64Array;
}

function shapeTable(shape: number): ShapeTable {
  const size = 2 * POINTS + 1;
  const survival = new Float64Array(size);
  const logSurvival = new Float64Array(size);
  const logDensity = new Float64Array(size);
  for (let index = 0; index < size; index++) {
    const x = shape * (index - POINTS) * STEP;
    survival[index] = 1 / (1 + Math.exp(x));
    const logAlive = -Math.log1p(Math.exp(-Math.abs(x))) - Math.max(0, x);
    logSurvival[index] = logAlive;
    // The density is shape · S · (1 − S), and ln(1 − S) = x + ln S.
    logDensity[index] = Math.log(shape) + 2 * logAlive + x;
  }
  return { survival, logSurvival, logDensity };
}

let tables: readonly ShapeTable[] | undefined;

/**
 * What few service times tell, those of generations included that are still at work: every likely distribution
 * of a simple family, weighed by how well it agrees. Times are places on a `ServiceGrid`.
 */
export class ServiceFit {
  readonly #tables: readonly ShapeTable[];
  readonly #logWeights: Float64Array;

  constructor() {
    tables ??= SHAPES.map(shapeTable);
    this.#tables = tables;
    this.#logWeights = new Float64Array(SHAPES.length * MIDDLES);
    for (let middle = 0; middle < MIDDLES; middle++) {
      const off = (middle * APART - HALF) / UNSURE;
      for (let shape = 0; shape < SHAPES.length; shape++) {
        this.#logWeights[shape * MIDDLES + middle] = -(off ** 2) / 2;
      }
    }
  }

  /** A generation took so long; `-1` takes it back. */
  count(place: number, times: 1 | -1): void {
    this.#add(this.#logWeights, Math.round(place), "logDensity", times);
  }

  /**
   * Adds to `survival`, point by point, so many times the share that takes longer.
   *
   * @param ages - where those are that are still at work.
   */
  addTo(survival: Float64Array, times: number, ages: readonly number[]): void {
    const logWeights = this.#logWeights.slice();
    for (const age of ages) this.#add(logWeights, Math.round(age), "logSurvival", 1);
    let most = Number.NEGATIVE_INFINITY;
    for (const weight of logWeights) most = Math.max(most, weight);
    const likely: { readonly index: number; readonly weight: number }[] = [];
    let total = 0;
    for (let index = 0; index < logWeights.length; index++) {
      const off = (logWeights[index] as number) - most;
      if (off < HOPELESS) continue;
      const weight = Math.exp(off);
      total += weight;
      likely.push({ index, weight });
    }
    for (const { index, weight } of likely) {
      const table = (this.#tables[Math.floor(index / MIDDLES)] as ShapeTable).survival;
      const begin = POINTS - (index % MIDDLES) * APART;
      const part = (times * weight) / total;
      for (let point = 0; point < POINTS; point++) {
        survival[point] = (survival[point] as number) + part * (table[begin + point] as number);
      }
    }
  }

  #add(logWeights: Float64Array, point: number, of: "logDensity" | "logSurvival", times: number): void {
    let index = 0;
    for (const table of this.#tables) {
      const values = table[of];
      const begin = POINTS + point;
      for (let middle = 0; middle < MIDDLES; middle++, index++) {
        logWeights[index] =
          (logWeights[index] as number) + times * (values[begin - middle * APART] as number);
      }
    }
  }
}

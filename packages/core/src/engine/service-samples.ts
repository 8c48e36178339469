import { POINTS, ServiceFit, ServiceGrid } from "./service-grid.ts";
import { ServiceModel } from "./service-model.ts";

/** Samples of one kind that are remembered; older ones are forgotten, because services change. */
const REMEMBERED = 200;

/** As many for each one at work: those that begin together end in order, so that fewer would be a biased choice. */
const REMEMBERED_EACH = 4;

/** What the fitted distribution counts beside the samples themselves, in samples. */
const FIT_COUNTS = 10;

/** So many samples for each one at work say nothing of their own: the quickest of a wave come first. */
const BIASED_EACH = 2;

/** Everything remains possible: this part is spread widely around the usual time. */
const WIDE = 0.5;

/** From so many samples on, and so many for each one at work, the model is made anew only now and then. */
const SETTLED = 40;
const SETTLED_EACH = 4;
const RENEWED_AFTER = 0.05;

/** A change is only believed when there were so many samples before it, and so many for each one at work. */
const KNOWN_WELL = 8;
const KNOWN_WELL_EACH = 2;

/**
 * So many generations in a row that differ from all before them mean that the service has changed, and so great a
 * part of those at work: of many that begin together the quickest come in a row.
 */
const CHANGED_AFTER = 4;
const CHANGED_AFTER_EACH = 0.1;

/** How far beyond the usual they must be, and where the usual ends. */
const BEYOND = 1.15;
const USUAL_ENDS = 0.98;

/** More of them need not be that far from it. */
const SHIFTED_AFTER = 6;
const SHIFTED_AFTER_EACH = 0.25;
const SHIFTED_BEYOND = 0.9;

/** What generations of one kind took, and what follows from it. Times are in milliseconds. */
export class ServiceSamples {
  #sorted: number[] = [];
  #arrived: number[] = [];
  #grid: ServiceGrid;
  #fit = new ServiceFit();
  #counts = new Float64Array(POINTS);
  #mostAtWork = 0;
  #model: ServiceModel | undefined;
  #madeFor = "";
  #fresh = 0;

  /** @param usualMs - what they take, as far as is known without samples. */
  constructor(usualMs: number) {
    this.#grid = new ServiceGrid(usualMs);
  }

  /** Ascending. */
  get sorted(): readonly number[] {
    return this.#sorted;
  }

  /** Adds the latest; when the last few are far from all before them, those are forgotten. */
  add(ms: number): void {
    this.restore(ms);
    const changed = this.#changed();
    if (changed > 0) this.#beginAnew(this.#arrived.slice(-changed));
  }

  /** Adds one that an earlier run has learned: nobody knows how many were at work beside it. */
  restore(ms: number): void {
    this.#count(ms, 1);
    this.#fresh++;
    this.#sorted.splice(firstAbove(this.#sorted, ms), 0, ms);
    this.#arrived.push(ms);
    if (this.#arrived.length > Math.max(REMEMBERED, REMEMBERED_EACH * this.#mostAtWork)) {
      const oldest = this.#arrived.shift() as number;
      this.#count(oldest, -1);
      this.#sorted.splice(firstAbove(this.#sorted, oldest) - 1, 1);
    }
  }

  /** @param ages - of those that are at work now. */
  model(ages: readonly number[]): ServiceModel {
    this.#mostAtWork = Math.max(this.#mostAtWork, ages.length);
    const older = this.#tooOld(ages);
    if (older.length > 0) {
      this.#grid = new ServiceGrid(BEYOND * mean(older));
      this.#beginAnew([]);
    }
    const madeFor = this.#isSettled() ? "settled" : `${this.#arrived.length} ${atWorkWords(ages)}`;
    const isFresh = this.#fresh > (this.#isSettled() ? this.#arrived.length * RENEWED_AFTER : 0);
    if (this.#model === undefined || madeFor !== this.#madeFor || isFresh) {
      this.#madeFor = madeFor;
      this.#fresh = 0;
      this.#model = this.#make(ages);
    }
    return this.#model;
  }

  /** As it was made last, or without anything at work. */
  latest(): ServiceModel {
    return this.#model ?? this.model([]);
  }

  #make(ages: readonly number[]): ServiceModel {
    const survival = new Float64Array(POINTS);
    const own = Math.max(0, this.#arrived.length - BIASED_EACH * this.#mostAtWork);
    const total = FIT_COUNTS + own;
    const places = ages.filter((ageMs) => ageMs > 0).map((ageMs) => this.#grid.placeOf(ageMs));
    this.#fit.addTo(survival, (FIT_COUNTS - WIDE) / total, places);
    const everything = wideSurvival();
    for (let point = 0; point < POINTS; point++) {
      survival[point] = (survival[point] as number) + (WIDE / total) * (everything[point] as number);
    }
    if (own > 0) this.#addSmoothed(survival, own / total);
    return new ServiceModel(this.#grid, survival);
  }

  #isSettled(): boolean {
    return this.#arrived.length >= Math.max(SETTLED, SETTLED_EACH * this.#mostAtWork);
  }

  #count(ms: number, times: 1 | -1): void {
    const place = this.#grid.placeOf(ms);
    this.#fit.count(place, times);
    const point = Math.round(place);
    this.#counts[point] = (this.#counts[point] as number) + times;
  }

  #beginAnew(samples: readonly number[]): void {
    this.#fit = new ServiceFit();
    this.#counts = new Float64Array(POINTS);
    this.#model = undefined;
    for (const ms of samples) this.#count(ms, 1);
    this.#arrived = [...samples];
    this.#sorted = this.#arrived.toSorted((a, b) => a - b);
  }

  /** Adds what the samples say themselves, each one widened by as much as their number leaves open. */
  #addSmoothed(survival: Float64Array, times: number): void {
    const width = this.#width();
    const reach = Math.ceil(3 * width);
    const kernel = Array.from({ length: 2 * reach + 1 }, (_, index) =>
      Math.exp(-(((index - reach) / width) ** 2) / 2),
    );
    const part = times / (kernel.reduce((sum, weight) => sum + weight, 0) * this.#arrived.length);
    const ends = new Float64Array(POINTS);
    for (const [point, count] of this.#counts.entries()) {
      if (count === 0) continue;
      for (let index = 0; index < kernel.length; index++) {
        const near = Math.min(POINTS - 1, Math.max(0, point + index - reach));
        ends[near] = (ends[near] as number) + count * (kernel[index] as number) * part;
      }
    }
    let alive = times;
    for (const [point, ended] of ends.entries()) {
      // An end at a point is as likely just before it as just after it.
      survival[point] = (survival[point] as number) + Math.max(0, alive - ended / 2);
      alive -= ended;
    }
  }

  /** Silverman's rule, in points. */
  #width(): number {
    const places = this.#sorted.map((ms) => this.#grid.placeOf(ms));
    const count = places.length;
    const middle = mean(places);
    const deviation = Math.sqrt(places.reduce((sum, place) => sum + (place - middle) ** 2, 0) / count);
    const quarters = (at(places, 0.75) - at(places, 0.25)) / 1.34;
    return Math.max(1, 0.9 * Math.min(deviation, quarters > 0 ? quarters : deviation) * count ** -0.2);
  }

  /** How many of the last to arrive tell of a change: 0 while there is none. */
  #changed(): number {
    const few = Math.max(CHANGED_AFTER, Math.ceil(CHANGED_AFTER_EACH * this.#mostAtWork));
    if (this.#isApart(few, USUAL_ENDS, BEYOND)) return few;
    const more = Math.max(SHIFTED_AFTER, Math.ceil(SHIFTED_AFTER_EACH * this.#mostAtWork));
    return this.#isApart(more, SHIFTED_BEYOND, 1) ? more : 0;
  }

  /** Whether the last few to arrive are all beyond such a part of what came before them, by such a factor. */
  #isApart(few: number, part: number, factor: number): boolean {
    const before = this.#sorted.length - few;
    if (!this.#isKnownWell(before)) return false;
    const last = this.#arrived.slice(-few);
    const within = Math.floor((before - 1) * part);
    // When they have changed they stand together at one end of the order.
    const usualMost = this.#sorted[within] as number;
    const usualLeast = this.#sorted[this.#sorted.length - 1 - within] as number;
    return Math.min(...last) > usualMost * factor || Math.max(...last) < usualLeast / factor;
  }

  /** Those at work that have become far older than what came before them, if there are several. */
  #tooOld(ages: readonly number[]): readonly number[] {
    if (!this.#isKnownWell(this.#sorted.length)) return [];
    const mostMs = at(this.#sorted, USUAL_ENDS) * BEYOND;
    const older = ages.filter((ageMs) => ageMs > mostMs);
    return older.length >= Math.max(CHANGED_AFTER - 1, ages.length / 10) ? older : [];
  }

  #isKnownWell(count: number): boolean {
    return count >= Math.max(KNOWN_WELL, KNOWN_WELL_EACH * this.#mostAtWork);
  }
}

/** What a model takes from those at work, to a twentieth. */
function atWorkWords(ages: readonly number[]): string {
  let sum = 0;
  for (const ageMs of ages) sum += ageMs;
  return `${Math.round(20 * Math.log(sum + 1))}`;
}

let wide: Float64Array | undefined;

/** What is believed while nothing at all is known; the same around every usual time. */
function wideSurvival(): Float64Array {
  if (wide === undefined) {
    wide = new Float64Array(POINTS);
    new ServiceFit().addTo(wide, 1, []);
  }
  return wide;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The `q` quantile (0 to 1) of an ascending list that is not empty. */
function at(sorted: readonly number[], q: number): number {
  return sorted[Math.floor((sorted.length - 1) * q)] as number;
}

/** Index of the first value above `ms` in an ascending list. */
function firstAbove(sorted: readonly number[], ms: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) > ms) high = middle;
    else low = middle + 1;
  }
  return low;
}

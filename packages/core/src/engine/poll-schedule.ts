import type { ServiceModel } from "./service-model.ts";

/** A generation that is at work as far as is known. */
export interface AtWork {
  readonly model: ServiceModel;
  /** When it was last known to be at work, and its age then; milliseconds. */
  readonly knownAtMs: number;
  readonly ageMs: number;
  /** The part of such ends that nothing announces, from 0 to 1: only they have to be looked for. */
  readonly silent: number;
}

/** What it costs that an end is not seen, each as the part of a moment by which the batch ends later. */
export interface Stakes {
  /** For each end that is not seen, before `neededAtMs` and from then on. */
  readonly lazy: number;
  readonly needed: number;
  /** From when on ends are needed, Unix milliseconds. */
  readonly neededAtMs: number;
  /** While all have ended and this is not seen. */
  readonly all: number;
}

/** What a look is placed by; times are Unix milliseconds. */
export interface LookQuestion {
  /** What one look shows. */
  readonly atWork: readonly AtWork[];
  readonly stakes: Stakes;
  /** What a look may cost: so many milliseconds by which the batch ends later. */
  readonly priceMs: number;
  /** Since when costs add up: the look before. */
  readonly sinceMs: number;
  /** The look is never before `fromMs` and never after `toMs`. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** Steps in which costs are added up: at first this part of the usual time, then longer and longer. */
const FIRST_STEP = 1 / 200;
const STEP_GROWTH = 1.15;

/**
 * Says when to look again: as soon as what has probably been lost since the last look is as dear as a look.
 * With a steady rate of ends this is the interval that costs least in all; where ends come in waves, or only
 * from a certain age on, looks are close together where ends are likely and far apart where they are not.
 *
 * @returns Unix milliseconds.
 */
export function nextLookAtMs(question: LookQuestion): number {
  const { atWork, stakes, priceMs, sinceMs, fromMs, toMs } = question;
  const alive = atWork.map(({ model, ageMs }) => model.survival(ageMs));
  const rateAt = (atMs: number): number => {
    let unseen = 0;
    let all = 1;
    for (const [index, { model, knownAtMs, ageMs, silent }] of atWork.entries()) {
      const sinceKnownMs = Math.max(0, atMs - knownAtMs);
      const share = 1 - model.survival(ageMs + sinceKnownMs) / (alive[index] as number);
      // What was not announced by then is still at work, or has ended in silence.
      const ended = silent === 1 ? share : (silent * share) / (1 - share + silent * share);
      unseen += ended;
      all *= ended;
    }
    return unseen * (atMs >= stakes.neededAtMs ? stakes.needed : stakes.lazy) + all * stakes.all;
  };
  const [first] = atWork;
  if (first === undefined) return toMs;
  let stepMs = first.model.meanMs * FIRST_STEP;
  let atMs = sinceMs;
  let rate = rateAt(atMs);
  let lostMs = 0;
  while (atMs < toMs) {
    const nextMs = atMs + stepMs;
    const nextRate = rateAt(nextMs);
    const moreMs = ((rate + nextRate) / 2) * stepMs;
    if (lostMs + moreMs >= priceMs) {
      const part = Math.sqrt((priceMs - lostMs) / moreMs);
      return Math.min(toMs, Math.max(fromMs, atMs + part * stepMs));
    }
    lostMs += moreMs;
    atMs = nextMs;
    rate = nextRate;
    stepMs *= STEP_GROWTH;
  }
  return Math.max(fromMs, toMs);
}

/**
 * How long ago a generation ended that was at work and is seen to have ended: the mean, in milliseconds.
 *
 * @param atMs - when it was seen, Unix milliseconds.
 */
export function meanDelayMs({ model, knownAtMs, ageMs }: Omit<AtWork, "silent">, atMs: number): number {
  const spanMs = atMs - knownAtMs;
  if (spanMs <= 0) return 0;
  const alive = model.survival(ageMs);
  const parts = 8;
  let ended = 0;
  for (let part = 1; part < parts; part++) ended += alive - model.survival(ageMs + (spanMs * part) / parts);
  const last = alive - model.survival(ageMs + spanMs);
  return (spanMs * (ended + last / 2)) / (parts * last);
}

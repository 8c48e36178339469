import { changedFields, type Shot } from "@shotlist/manifest";
import type { CostDifference, ShotChange, ShotDifference } from "./cost-difference-data.ts";
import type { PriceSum } from "./estimate-data.ts";

/** A manifest's shots with what they cost. */
export interface PricedShots {
  readonly shots: readonly Shot[];
  /** Price of one take in USD × 10⁴; null when unknown. */
  readonly priceOf: (shot: Shot) => number | null;
}

/**
 * Compares what two manifests would cost, shot by shot. Pure.
 *
 * Shots belong together by their ids; of the others those with equal fingerprints do, in the order of the manifests:
 * they were renamed.
 */
export function costDifference(before: PricedShots, after: PricedShots): CostDifference {
  const earlier = new Map(before.shots.map((shot) => [shot.id, shot]));
  const left = new Leftovers(before.shots, new Set(after.shots.map(({ id }) => id)));
  const kept = after.shots.map((shot) => {
    const old = earlier.get(shot.id) ?? left.take(shot.fingerprint);
    return old === undefined ? added(shot, after) : compared(old, shot, before, after);
  });
  const shots = [...kept, ...left.rest().map((shot) => removed(shot, before))];
  const counts: Record<ShotChange, number> = { added: 0, removed: 0, changed: 0, repriced: 0, unchanged: 0 };
  for (const { change } of shots) counts[change] += 1;
  const sums = { before: sumOf(before), after: sumOf(after) };
  return { version: 1, shots, counts, ...sums, differenceUsdE4: sums.after.usdE4 - sums.before.usdE4 };
}

/** Shots of the older manifest whose ids are gone. */
class Leftovers {
  readonly #byFingerprint: ReadonlyMap<string, Shot[]>;

  constructor(shots: readonly Shot[], keptIds: ReadonlySet<string>) {
    const gone = shots.filter(({ id }) => !keptIds.has(id));
    this.#byFingerprint = Map.groupBy(gone, ({ fingerprint }) => fingerprint);
  }

  take(fingerprint: string): Shot | undefined {
    return this.#byFingerprint.get(fingerprint)?.shift();
  }

  rest(): readonly Shot[] {
    return [...this.#byFingerprint.values()].flat();
  }
}

function added(shot: Shot, { priceOf }: PricedShots): ShotDifference {
  const afterUsdE4 = wholePrice(shot, priceOf);
  return { shotId: shot.id, change: "added", changedFields: [], beforeUsdE4: 0, afterUsdE4 };
}

function removed(shot: Shot, { priceOf }: PricedShots): ShotDifference {
  const beforeUsdE4 = wholePrice(shot, priceOf);
  return { shotId: shot.id, change: "removed", changedFields: [], beforeUsdE4, afterUsdE4: 0 };
}

function compared(old: Shot, shot: Shot, before: PricedShots, after: PricedShots): ShotDifference {
  const beforeUsdE4 = wholePrice(old, before.priceOf);
  const afterUsdE4 = wholePrice(shot, after.priceOf);
  const fields = [
    ...(old.fingerprint === shot.fingerprint ? [] : changedFields(old.wanted, shot.wanted)),
    ...(old.takes === shot.takes ? [] : ["takes"]),
  ];
  const isSame = old.fingerprint === shot.fingerprint && fields.length === 0;
  return {
    shotId: shot.id,
    change: !isSame ? "changed" : beforeUsdE4 === afterUsdE4 ? "unchanged" : "repriced",
    ...(old.id === shot.id ? {} : { renamedFrom: old.id }),
    changedFields: fields,
    beforeUsdE4,
    afterUsdE4,
  };
}

function wholePrice(shot: Shot, priceOf: PricedShots["priceOf"]): number | null {
  const price = priceOf(shot);
  return price === null ? null : price * shot.takes;
}

function sumOf({ shots, priceOf }: PricedShots): PriceSum {
  const sum = { takes: 0, usdE4: 0, unknownPrices: 0 };
  for (const shot of shots) {
    const price = priceOf(shot);
    sum.takes += shot.takes;
    if (price === null) sum.unknownPrices += shot.takes;
    else sum.usdE4 += price * shot.takes;
  }
  return sum;
}

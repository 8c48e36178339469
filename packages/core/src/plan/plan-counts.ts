import type { ActionKind, Plan } from "./plan.ts";

/** A plan in numbers. Money in USD × 10⁴. */
export interface PlanCounts {
  /** Shots of the manifest. */
  readonly shots: number;
  readonly selected: number;
  /** Selected shots by action, and removed ones. */
  readonly byKind: Readonly<Record<ActionKind, number>>;
  readonly renamed: number;
  /** Takes that are bought. */
  readonly buys: number;
  /** What they cost, as far as prices are known. */
  readonly knownUsdE4: number;
  /** What they cost; null when a price is unknown. */
  readonly priceUsdE4: number | null;
  /** Bought takes of unknown price. */
  readonly unknownPrices: number;
}

/** Counts a plan's actions for a summary. */
export function planCounts(plan: Plan): PlanCounts {
  const byKind: Record<ActionKind, number> = {
    new: 0,
    changed: 0,
    retry: 0,
    retake: 0,
    "more-takes": 0,
    resume: 0,
    download: 0,
    blocked: 0,
    done: 0,
    removed: 0,
  };
  let removed = 0;
  let selected = 0;
  let buys = 0;
  let knownUsdE4 = 0;
  let unknownPrices = 0;
  for (const action of plan.actions) {
    if (action.kind === "removed") removed += 1;
    if (action.selected && action.kind !== "removed") selected += 1;
    if (action.selected) byKind[action.kind] += 1;
    buys += action.buys;
    if (action.priceUsdE4 === null) unknownPrices += action.buys;
    else knownUsdE4 += action.priceUsdE4;
  }
  return {
    shots: plan.actions.length - removed,
    selected,
    byKind,
    renamed: plan.actions.filter(({ renamedFrom }) => renamedFrom !== undefined).length,
    buys,
    knownUsdE4,
    priceUsdE4: unknownPrices > 0 ? null : knownUsdE4,
    unknownPrices,
  };
}

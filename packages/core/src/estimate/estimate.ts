import type { Shot } from "@shotlist/manifest";
import type { EngineLimits } from "../engine/engine-options.ts";
import type { ModelCard } from "../models/model-card.ts";
import { MODEL_CARDS } from "../models/model-cards.ts";
import type { Plan, PlanAction } from "../plan/plan.ts";
import type { SettledSums } from "../plan/settled-shots.ts";
import type { StateSnapshot } from "../ports/state-store.ts";
import { isUnanswered, moneyOf } from "../take/take-facts.ts";
import { appPlansFor } from "./app-plans.ts";
import { comparisonsFor } from "./comparisons.ts";
import type { Estimate, EstimateLine, MoneySoFar, PriceSum } from "./estimate-data.ts";
import { estimateDuration } from "./estimate-duration.ts";

/** What an estimate is made from, beside plan and shots. */
export interface EstimateInput {
  /** Price of one take in USD × 10⁴; null when unknown. */
  readonly priceOf: (shot: Shot) => number | null;
  readonly snapshot: StateSnapshot;
  /** What the takes come to that are not in the snapshot; see `readOpenState`. */
  readonly settled?: SettledSums | undefined;
  readonly limits: EngineLimits;
  /** Model cards; all that we know unless said. */
  readonly cards?: readonly ModelCard[];
}

/**
 * Says what a plan costs before it is bought, what was paid already, how long it will take, and what the
 * same shots would cost elsewhere. Pure. Shots that are not selected are left out of everything but `soFar`.
 */
export function estimate(plan: Plan, shots: readonly Shot[], input: EstimateInput): Estimate {
  const cards = input.cards ?? MODEL_CARDS;
  const actions = new ActionFinder(plan.actions);
  const selected = shots.filter(({ id }) => actions.find(id)?.selected !== false);
  const lines = selected.map((shot) => lineOf(shot, actions.find(shot.id), input.priceOf(shot)));
  return {
    version: 1,
    lines,
    toBuy: sumOf(lines, ({ buys }) => buys),
    whole: sumOf(lines, ({ takes }) => takes),
    retries: retriesOf(selected, lines, { cards, perShot: input.limits.retries }),
    soFar: moneySoFar(input.snapshot, input.settled),
    duration: estimateDuration(selected, (id) => actions.find(id)?.buys ?? 0, { ...input, cards }),
    comparisons: comparisonsFor(selected, cards),
    appPlans: appPlansFor(selected),
  };
}

/** Finds the action of a shot; plans have them in the manifest's order, so the next one is nearly always meant. */
class ActionFinder {
  readonly #actions: readonly PlanAction[];
  #next = 0;
  #byId: ReadonlyMap<string, PlanAction> | undefined;

  constructor(actions: readonly PlanAction[]) {
    this.#actions = actions;
  }

  find(shotId: string): PlanAction | undefined {
    for (const at of [this.#next, 0]) {
      const action = this.#actions[at];
      if (action?.shotId !== shotId) continue;
      this.#next = at + 1;
      return action;
    }
    this.#byId ??= new Map(this.#actions.map((action) => [action.shotId, action]));
    return this.#byId.get(shotId);
  }
}

function lineOf(shot: Shot, action: PlanAction | undefined, priceUsdE4: number | null): EstimateLine {
  const buys = action?.buys ?? 0;
  return {
    shotId: shot.id,
    ...(shot.kind === "video" ? {} : { kind: shot.kind }),
    model: shot.model,
    resolution: shot.resolution,
    duration: shot.duration,
    aspectRatio: shot.aspectRatio,
    ...(shot.sourceS === undefined ? {} : { sourceS: shot.sourceS }),
    ...optionsOf(shot),
    priceUsdE4,
    takes: shot.takes,
    buys,
    toBuyUsdE4: buys === 0 ? 0 : priceUsdE4 === null ? null : priceUsdE4 * buys,
  };
}

function optionsOf({ hdr, exr, image }: Shot): Pick<EstimateLine, "options"> {
  const references = image?.references.length ?? 0;
  const options = [
    ...(hdr === true ? ["hdr"] : []),
    ...(exr === true ? ["exr"] : []),
    ...(references === 0 ? [] : [`${references} ${references === 1 ? "reference" : "references"}`]),
  ];
  return options.length === 0 ? {} : { options: options.join(", ") };
}

function sumOf(lines: readonly EstimateLine[], countOf: (line: EstimateLine) => number): PriceSum {
  const sum = { takes: 0, usdE4: 0, unknownPrices: 0 };
  for (const line of lines) {
    const count = countOf(line);
    sum.takes += count;
    if (line.priceUsdE4 === null) sum.unknownPrices += count;
    else sum.usdE4 += line.priceUsdE4 * count;
  }
  return sum;
}

/** @param lines - one for each of the shots. */
function retriesOf(
  shots: readonly Shot[],
  lines: readonly EstimateLine[],
  { cards, perShot }: { readonly cards: readonly ModelCard[]; readonly perShot: number },
): Estimate["retries"] {
  let atMostUsdE4 = 0;
  let afterRefundsUsdE4 = 0;
  let unknownPrices = 0;
  const refunding = new Set(cards.filter((card) => card.refundsFailures).map(({ model }) => model));
  for (const [index, { provider, model }] of shots.entries()) {
    const { toBuyUsdE4 = 0, buys = 0 } = lines[index] ?? {};
    if (toBuyUsdE4 === null) unknownPrices += buys;
    const added = (toBuyUsdE4 ?? 0) * perShot;
    atMostUsdE4 += added;
    // What the gateway does with the money of a failure nobody says.
    if (provider !== "luma" || !refunding.has(model)) afterRefundsUsdE4 += added;
  }
  return { perShot, atMostUsdE4, afterRefundsUsdE4, ...(unknownPrices === 0 ? {} : { unknownPrices }) };
}

/**
 * Sums up what the state's takes cost, over its whole life.
 *
 * @param settled - what the takes come to that are not in the snapshot.
 */
export function moneySoFar(
  snapshot: Pick<StateSnapshot, "takes" | "forgotten">,
  settled?: Pick<SettledSums, "spentUsdE4" | "unknownPrices">,
): MoneySoFar {
  const forgotten = (snapshot.forgotten ?? []).reduce((sum, take) => sum + take.committedUsdE4, 0);
  const sum = {
    spentUsdE4: forgotten + (settled?.spentUsdE4 ?? 0),
    inFlightUsdE4: 0,
    unconfirmedUsdE4: 0,
    refundedUsdE4: 0,
    unknownPrices: settled?.unknownPrices ?? 0,
  };
  for (const take of snapshot.takes) {
    const money = moneyOf(take);
    if (money === "none") continue;
    if (take.priceUsdE4 === null && money !== "refunded") sum.unknownPrices += 1;
    const price = take.priceUsdE4 ?? 0;
    if (money === "spent") sum.spentUsdE4 += price;
    else if (money === "refunded") sum.refundedUsdE4 += price;
    else if (isUnanswered(take)) sum.unconfirmedUsdE4 += price;
    else sum.inFlightUsdE4 += price;
  }
  return sum;
}

import type { Take, TakeState } from "./take.ts";

/** What of a take's price counts: nothing, still held back, spent, or given back by the API. */
export type MoneyStatus = "none" | "held" | "spent" | "refunded";

const MONEY: Readonly<Record<Exclude<TakeState, "failed">, MoneyStatus>> = {
  sending: "held",
  unconfirmed: "held",
  running: "held",
  overdue: "held",
  missing: "spent",
  completed: "spent",
  checked: "spent",
  done: "spent",
  refused: "none",
  "not-created": "none",
  abandoned: "spent",
};

/**
 * What became of a take's price. A failed generation's money is free again only when its refund is
 * documented; a charge or silence counts as spent.
 */
export function moneyOf(take: Take): MoneyStatus {
  if (take.state !== "failed") return MONEY[take.state];
  return take.failure?.refund === "refunded" ? "refunded" : "spent";
}

/** Whether the take's price counts against the walls. */
export function holdsMoney(take: Take): boolean {
  const money = moneyOf(take);
  return money === "held" || money === "spent";
}

/** What a take counts against the walls, in USD × 10⁴; an unknown price counts 0, and no wall lets one through. */
export function committedUsdE4(take: Take): number {
  return holdsMoney(take) ? (take.priceUsdE4 ?? 0) : 0;
}

/** Whether the create has no usable answer yet; at most one take of an equal request may be so. */
export function isUnanswered(take: Take): boolean {
  return take.state === "sending" || take.state === "unconfirmed";
}

/** Whether the API may still be at work on it, or may have begun without our knowing. */
export function isInFlight(take: Take): boolean {
  return isUnanswered(take) || take.state === "running" || take.state === "overdue";
}

/** Whether the API has finished it, and its clip is still to be fetched or given its name. */
export function awaitsClip(take: Take): boolean {
  return take.state === "completed" || take.state === "checked";
}

/** Whether the API has made it: its generation can be a keyframe, and its clip can be fetched or is there. */
export function isMade(take: Take): boolean {
  return awaitsClip(take) || take.state === "done";
}

/** Whether nothing more will happen to it by itself. */
export function isSettled(take: Take): boolean {
  return isEmptyHanded(take) || take.state === "done";
}

/** Whether it ended without a clip and never will have one. */
export function isEmptyHanded(take: Take): boolean {
  const { state } = take;
  return state === "failed" || state === "refused" || state === "not-created" || state === "abandoned";
}

/**
 * Whether a shot may buy another take by itself after this one. A permanent failure asks for a person first;
 * a take that may still turn into a clip is never bought again, however long it takes.
 */
export function buysAgain(take: Take): boolean {
  return isEmptyHanded(take) && take.failure?.category !== "permanent";
}

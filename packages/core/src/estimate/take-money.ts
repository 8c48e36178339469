import type { Take } from "../take/take.ts";

/**
 * What of a take's price counts.
 *
 * `held`: it may still turn out either way. `spent`: it is gone, which is also assumed of a failure whose
 * refund is not documented. `refunded`: charged and given back. `none`: it was never charged.
 */
export type TakeMoney = "none" | "held" | "spent" | "refunded";

/** Says whether a take's price is held, spent, given back, or was never charged. */
export function takeMoney(take: Pick<Take, "state" | "failure">): TakeMoney {
  switch (take.state) {
    case "sending":
    case "unconfirmed":
    case "running":
    case "overdue":
      return "held";
    case "missing":
    case "completed":
    case "checked":
    case "done":
    case "abandoned":
      return "spent";
    case "failed":
      return take.failure?.refund === "refunded" ? "refunded" : "spent";
    case "refused":
    case "not-created":
      return "none";
  }
}

/**
 * What takes count against the walls: the prices of those that are held or spent.
 *
 * @returns USD × 10⁴; an unknown price counts 0, which is why no wall lets one through.
 */
export function committedUsdE4(takes: Iterable<Pick<Take, "state" | "failure" | "priceUsdE4">>): number {
  let sum = 0;
  for (const take of takes) {
    const money = takeMoney(take);
    if (money === "held" || money === "spent") sum += take.priceUsdE4 ?? 0;
  }
  return sum;
}

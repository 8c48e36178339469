import { type Account, moneyOf, sameAccount, type Take } from "@shotlist/core";

/** What a state's takes come to at one account. Money in USD × 10⁴. */
export interface AccountMoney {
  readonly takes: number;
  readonly spentUsdE4: number;
  readonly heldUsdE4: number;
  readonly refundedUsdE4: number;
  /** Takes of unknown price that are spent or held, in none of the sums. */
  readonly unknownPrices: number;
}

/** Sums up the takes of one account; those of other keys and other addresses are another account's. */
export function accountMoney(takes: readonly Take[], account: Account): AccountMoney {
  const sum = { takes: 0, spentUsdE4: 0, heldUsdE4: 0, refundedUsdE4: 0, unknownPrices: 0 };
  for (const take of takes) {
    const money = moneyOf(take);
    if (money === "none" || !sameAccount(take.account, account)) continue;
    sum.takes += 1;
    const price = take.priceUsdE4 ?? 0;
    if (take.priceUsdE4 === null && money !== "refunded") sum.unknownPrices += 1;
    if (money === "spent") sum.spentUsdE4 += price;
    else if (money === "held") sum.heldUsdE4 += price;
    else sum.refundedUsdE4 += price;
  }
  return sum;
}

import { type Dialect, forEachDialect } from "../dialect.ts";
import type { SimulatedGeneration } from "./generation.ts";

/** An account's money, USD × 10⁴. Balance = start − charged + refunded, at every moment. */
export interface Money {
  readonly startUsdE4: number;
  readonly chargedUsdE4: number;
  readonly refundedUsdE4: number;
  readonly balanceUsdE4: number;
}

/** The money of the accounts at every API. */
export interface Ledger {
  charge(generation: SimulatedGeneration): void;
  /** Gives back what a failed generation gives back. */
  refund(generation: SimulatedGeneration): void;
  money(dialect: Dialect): Money;
}

/** Opens a ledger with the accounts' balances at their start, USD × 10⁴. */
export function openLedger(startUsdE4: Readonly<Record<Dialect, number>>): Ledger {
  const chargedUsdE4: Record<Dialect, number> = { ...forEachDialect(() => 0) };
  const refundedUsdE4: Record<Dialect, number> = { ...forEachDialect(() => 0) };
  return {
    charge: ({ dialect, priceUsdE4 }) => {
      chargedUsdE4[dialect] += priceUsdE4;
    },
    refund: ({ dialect, refundUsdE4 }) => {
      refundedUsdE4[dialect] += refundUsdE4;
    },
    money: (dialect) => ({
      startUsdE4: startUsdE4[dialect],
      chargedUsdE4: chargedUsdE4[dialect],
      refundedUsdE4: refundedUsdE4[dialect],
      balanceUsdE4: startUsdE4[dialect] - chargedUsdE4[dialect] + refundedUsdE4[dialect],
    }),
  };
}

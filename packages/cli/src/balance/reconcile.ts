import {
  type Dialect,
  formatUsd,
  type GenerationApi,
  type OpenState,
  type StateSnapshot,
} from "@shotlist/core";
import { type AccountMoney, accountMoney } from "./account-money.ts";

/** What an account had before and after a run, and what the state says that the run cost. USD × 10⁴. */
export interface BalanceCheck {
  readonly dialect: Dialect;
  readonly beforeUsdE4: number;
  readonly afterUsdE4: number;
  /** By how much spent and held money grew in the state; refunds make it less. */
  readonly recordedUsdE4: number;
  /** Takes that the run added to what is spent or held. */
  readonly takes: number;
  /** Of them those of unknown price, which `recordedUsdE4` lacks. */
  readonly unknownPrices: number;
}

/** A run is held up no longer than this by a question that it can do without. */
const PATIENCE_MS = 2_000;

const CENT_USD_E4 = 100;

/** Asks what an account has left; undefined where the API does not tell, or not soon. Never rejects. */
export async function askBalance(
  api: GenerationApi | undefined,
  patienceMs: number = PATIENCE_MS,
): Promise<number | undefined> {
  if (api?.balance === undefined) return undefined;
  const timeout = AbortSignal.timeout(patienceMs);
  return api.balance(timeout).catch(() => undefined);
}

/**
 * Puts an account's balance beside what a run recorded.
 *
 * @param before - the state as the run began, with what was settled then and so is what it was.
 * @param balances - what the API told; without both there is nothing to compare.
 */
export function checkBalance(
  { account }: Pick<GenerationApi, "account">,
  before: OpenState,
  after: Pick<StateSnapshot, "takes">,
  balances: { readonly before: number | undefined; readonly after: number | undefined },
): BalanceCheck | undefined {
  if (balances.before === undefined || balances.after === undefined) return undefined;
  const earlier = accountMoney(before.snapshot.takes, account);
  const touched = after.takes.filter(({ shotId }) => !before.settled.takesOf.has(shotId));
  const later = accountMoney(touched, account);
  const committed = ({ spentUsdE4, heldUsdE4 }: AccountMoney): number => spentUsdE4 + heldUsdE4;
  return {
    dialect: account.dialect,
    beforeUsdE4: balances.before,
    afterUsdE4: balances.after,
    recordedUsdE4: committed(later) - committed(earlier),
    takes: Math.max(0, later.takes - earlier.takes),
    unknownPrices: Math.max(0, later.unknownPrices - earlier.unknownPrices),
  };
}

/**
 * Says where an account's balance and the state disagree; undefined where they do not. Up to a cent is no
 * disagreement, nor is half a cent for each take that was bought: balances are in whole cents, and prices are not.
 */
export function disagreement(check: BalanceCheck): string | undefined {
  const { beforeUsdE4, afterUsdE4, recordedUsdE4, takes, unknownPrices } = check;
  const gone = beforeUsdE4 - afterUsdE4;
  const more = gone - recordedUsdE4;
  if (Math.abs(more) <= CENT_USD_E4 + (takes * CENT_USD_E4) / 2) return undefined;
  const head = `The account's balance fell by ${formatUsd(gone)} during this run, and the run's takes come to ${formatUsd(recordedUsdE4)}`;
  if (unknownPrices > 0 && more > 0) {
    return `${head} without ${unknownPrices} of unknown price, which the rest may be for.`;
  }
  const why =
    more > 0
      ? "another program on the account, refunds that are still under way, or price data that is out of date"
      : "funds that were added, refunds of earlier takes, charges still to come, or price data that is out of date";
  return `${head}: ${formatUsd(Math.abs(more))} ${more > 0 ? "more" : "less"} than recorded. Likely reasons: ${why}.`;
}

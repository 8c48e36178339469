import { type Dialect, formatUsd, type GenerationApi } from "@shotlist/core";
import type { StatusFlags } from "../arguments.ts";
import { EXIT } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { apiTitle } from "../keys.ts";
import { dialectOf } from "../open-apis.ts";
import { printRecord } from "../print-record.ts";
import { withApis } from "../run-session.ts";
import type { Standing } from "../standing.ts";
import { type AccountMoney, accountMoney } from "./account-money.ts";
import { askBalance } from "./reconcile.ts";

/** The one API that tells what an account has left. */
const TELLS: Dialect = "dream-machine";

/** What an account has left, beside what a state says of it: the record of `--json`. Money in USD × 10⁴. */
interface BalanceRecord extends AccountMoney {
  readonly dialect: Dialect;
  readonly balanceUsdE4: number | null;
  /** What the plan buys there now; null when a price is unknown. */
  readonly toBuyUsdE4: number | null;
}

/**
 * Asks what the account has left, and says what of it this state's spend explains. One request; nothing is changed.
 *
 * With `--json`: `version` and one `balance` record (see `BalanceRecord`).
 *
 * @throws ShotlistError `no-api-key`, `bad-base-url`
 */
export async function showBalance(
  io: Io,
  version: string,
  standing: Standing,
  flags: StatusFlags,
): Promise<number> {
  const { paths, limits } = standing;
  const needs = { io, flags, paths, dialects: new Set([TELLS]) };
  return withApis(needs, limits.requestTimeoutMs, async (apis) => {
    const api = apis.get(TELLS);
    if (api === undefined) return EXIT.ok;
    const record = await recordOf(api, standing);
    if (flags.json === true) {
      printRecord(io, { type: "version", format: 1, shotlist: version });
      printRecord(io, { type: "balance", ...record });
    } else for (const line of linesOf(record)) io.stdout.write(`${line}\n`);
    return EXIT.ok;
  });
}

async function recordOf(api: GenerationApi, standing: Standing): Promise<BalanceRecord> {
  const { snapshot, plan, manifest, limits } = standing;
  const there = new Set(manifest.shots.filter((shot) => dialectOf(shot) === TELLS).map(({ id }) => id));
  const prices = plan.actions
    .filter(({ shotId, selected }) => selected && there.has(shotId))
    .map(({ priceUsdE4 }) => priceUsdE4);
  return {
    dialect: TELLS,
    balanceUsdE4: (await askBalance(api, limits.requestTimeoutMs)) ?? null,
    ...accountMoney(snapshot.takes, api.account),
    toBuyUsdE4: prices.includes(null) ? null : prices.reduce<number>((sum, price) => sum + (price ?? 0), 0),
  };
}

function linesOf(record: BalanceRecord): readonly string[] {
  const { balanceUsdE4, spentUsdE4, heldUsdE4, refundedUsdE4, unknownPrices, takes, toBuyUsdE4 } = record;
  const title = apiTitle(TELLS);
  const unknown = unknownPrices === 0 ? "" : `, without ${unknownPrices} of unknown price`;
  const own = `This state: ${formatUsd(spentUsdE4)} spent there, ${formatUsd(heldUsdE4)} held, ${formatUsd(refundedUsdE4)} refunded, over ${takes} ${takes === 1 ? "take" : "takes"}${unknown}.`;
  if (balanceUsdE4 === null) return [`${title}: the balance was not told.`, own];
  const began = formatUsd(balanceUsdE4 + spentUsdE4 + heldUsdE4);
  const explains = `With that it explains a balance of ${began} before its first take; what was added since makes that less, what other programs spent makes it more.`;
  return [
    `${title}: ${formatUsd(balanceUsdE4)} left.`,
    own,
    ...(takes === 0 ? [] : [explains]),
    ...(toBuyUsdE4 === 0 ? [] : [nextWords(balanceUsdE4, toBuyUsdE4)]),
  ];
}

function nextWords(balanceUsdE4: number, toBuyUsdE4: number | null): string {
  if (toBuyUsdE4 === null) return "What the plan buys there has a price that is unknown.";
  const left = balanceUsdE4 - toBuyUsdE4;
  const ends = left < 0 ? `${formatUsd(-left)} more than there is` : `which leaves ${formatUsd(left)}`;
  return `The plan buys ${formatUsd(toBuyUsdE4)} there, ${ends}.`;
}

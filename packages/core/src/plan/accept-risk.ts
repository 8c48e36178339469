import type { StateSnapshot, TakeChange } from "../ports/state-store.ts";
import { settleByHand } from "../take/settle-by-hand.ts";
import type { Dialect, Take } from "../take/take.ts";
import { isUnanswered } from "../take/take-facts.ts";

/** Unconfirmed takes that are to be sent again at a person's risk, and the state as it will be then. */
export interface AcceptedRisk {
  readonly changes: readonly TakeChange[];
  readonly snapshot: StateSnapshot;
  /** What may be paid twice, in USD × 10⁴. */
  readonly usdE4: number;
  /** Takes that stay unconfirmed: beyond the sum, or of unknown price. */
  readonly left: readonly Take[];
}

/**
 * Chooses the unconfirmed takes that are sent again, oldest first, up to a sum that may be paid twice. Takes
 * of APIs that can list are never among them: those settle themselves. Neither are takes that the API answered
 * with a yes: they were made for certain.
 *
 * @param wants - whether a shot is to be made in this run as it stands.
 */
export function acceptRisk(
  snapshot: StateSnapshot,
  options: {
    readonly mostUsdE4: number;
    readonly canList: (dialect: Dialect) => boolean;
    readonly wants: (take: Take) => boolean;
    readonly atMs: number;
  },
): AcceptedRisk {
  const { mostUsdE4, canList, wants, atMs } = options;
  const open = snapshot.takes
    .filter((take) => isUnanswered(take) && !canList(take.account.dialect) && wants(take))
    .toSorted((one, other) => one.intentAtMs - other.intentAtMs);
  const changes: TakeChange[] = [];
  const left: Take[] = [];
  let usdE4 = 0;
  for (const take of open) {
    const price = take.priceUsdE4;
    if (price === null || take.neverResend === true || usdE4 + price > mostUsdE4) {
      left.push(take);
      continue;
    }
    usdE4 += price;
    changes.push(...settleByHand(take, { kind: "not-created" }, { atMs, siblings: [] }));
  }
  const after = new Map(changes.map(({ take }) => [nameOf(take), take]));
  const takes = snapshot.takes.map((take) => after.get(nameOf(take)) ?? take);
  return { changes, snapshot: { ...snapshot, takes }, usdE4, left };
}

const nameOf = (take: Take): string => `${take.number}@${take.shotId}`;

import type { ForgottenTake } from "../ports/state-store.ts";
import type { ShotState, ShotView, Totals } from "../read-model.ts";

/**
 * Sums shots up. Removed shots count with their takes, clips and money, but neither among `shots` nor in
 * the estimate: both speak of the manifest as it stands.
 *
 * @param toBuyUsdE4 - what the next run would buy, from the plan; null when a price in it is unknown.
 * @param forgotten - takes that only their money is left of: it stays spent.
 */
export function sumTotals(
  shots: readonly ShotView[],
  toBuyUsdE4: number | null,
  forgotten: readonly ForgottenTake[] = [],
): Totals {
  const byState: Record<ShotState, number> = {
    done: 0,
    waiting: 0,
    running: 0,
    downloading: 0,
    failed: 0,
    unconfirmed: 0,
    blocked: 0,
    removed: 0,
  };
  const sums = { takes: 0, clips: 0, clipBytes: 0, spent: 0, held: 0, refunded: 0 };
  for (const { committedUsdE4 } of forgotten) sums.spent += committedUsdE4;
  let estimateUsdE4 = 0;
  let unknownPrices = 0;
  for (const shot of shots) {
    byState[shot.state] += 1;
    if (shot.state !== "removed") {
      if (shot.priceUsdE4 === null) unknownPrices += 1;
      else estimateUsdE4 += shot.priceUsdE4 * (shot.takesWanted ?? 1);
    }
    for (const take of shot.takes) {
      sums.takes += 1;
      if (take.clip !== undefined) {
        sums.clips += 1;
        sums.clipBytes += take.clip.bytes;
      }
      if (take.money !== "none") sums[take.money] += take.priceUsdE4 ?? 0;
    }
  }
  return {
    shots: shots.length - byState.removed,
    byState,
    takes: sums.takes,
    clips: sums.clips,
    clipBytes: sums.clipBytes,
    estimateUsdE4,
    unknownPrices,
    spentUsdE4: sums.spent,
    heldUsdE4: sums.held,
    refundedUsdE4: sums.refunded,
    toBuyUsdE4,
  };
}

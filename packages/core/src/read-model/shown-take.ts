/** What of a take decides whether it stands for its shot. */
export interface RankedTake {
  readonly number: number;
  readonly current: boolean;
  readonly clip?: object;
  readonly verdict?: { readonly verdict: "approved" | "rejected" };
}

/**
 * The take whose clip stands for a shot: one of the present text before one of an older text, an approved
 * one before one without a verdict before a rejected one, a newer one before an older one.
 *
 * @param takes - oldest first.
 * @returns its number, or 0 while no take has a clip.
 */
export function shownTake(takes: readonly RankedTake[]): number {
  const rank = ({ current, verdict }: RankedTake): number =>
    (current ? 3 : 0) + (verdict === undefined ? 1 : verdict.verdict === "approved" ? 2 : 0);
  let shown: RankedTake | undefined;
  for (const take of takes) {
    if (take.clip !== undefined && (shown === undefined || rank(take) >= rank(shown))) shown = take;
  }
  return shown?.number ?? 0;
}

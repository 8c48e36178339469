/**
 * Money for other programs: dollars as a number with at most four decimals, or null where it is unknown.
 * Takes USD × 10⁴.
 */
export function toUsd(usdE4: number | null): number | null {
  return usdE4 === null ? null : usdE4 / 10_000;
}

/** One US dollar in our unit of money: whole hundredths of a cent, USD × 10⁴. */
export const USD_E4 = 10_000;

/**
 * Money as people read it: dollars, at least two decimals, more only where they say something.
 *
 * @param usdE4 - USD × 10⁴, or null for an unknown price.
 * @returns such as `$1.27`, `$0.0022`, or `unknown`; never `$0.00` for an unknown price.
 */
export function formatUsd(usdE4: number | null): string {
  if (usdE4 === null) return "unknown";
  const sign = usdE4 < 0 ? "-" : "";
  const digits = String(Math.abs(usdE4)).padStart(5, "0");
  const decimals = digits.slice(-4).replace(/0{1,2}$/, "");
  const whole = digits.slice(0, -4).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${sign}$${whole}.${decimals}`;
}

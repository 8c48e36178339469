import type { ProblemList } from "../problem-list.ts";
import { type Located, numberOf, placeOf } from "../source/located.ts";

/** USD in the file become whole USD × 10⁴; nothing finer can be kept. */
const USD_E4 = 10_000;

/** An amount of US dollars as whole USD × 10⁴, or undefined where there is none. Reports `money-too-fine`. */
export function readUsd(node: Located, problems: ProblemList): number | undefined {
  const usd = numberOf(node);
  if (usd === undefined) return undefined;
  const usdE4 = Math.round(usd * USD_E4);
  if (Math.abs(usdE4 - usd * USD_E4) > 1e-6 * Math.max(1, usdE4)) {
    problems.add("money-too-fine", placeOf(node), `${usd} USD is finer than a hundredth of a cent.`);
    return undefined;
  }
  return usdE4;
}

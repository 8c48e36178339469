import type { Place } from "../problem.ts";
import { type LocatedScalar, placeOf, placeWithin } from "../source/located.ts";

/**
 * Where a template first uses a variable, such as `product.title` or `product.row["Art No"]`, whether its last part is
 * written in dots or brackets. The whole text where it is not found.
 */
export function placeOfVariable(node: LocatedScalar, variable: string): Place {
  const text = String(node.value);
  const last = /([^.[\]"']+)["'\]]*$/.exec(variable)?.[1] ?? variable;
  for (const wanted of [variable, last]) {
    const at = text.indexOf(wanted, Math.max(0, text.search(/\{[{%]/)));
    if (at >= 0) return placeWithin(node, at, wanted.length);
  }
  return placeOf(node);
}

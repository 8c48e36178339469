import type { ProblemList } from "../problem-list.ts";
import { type LocatedList, placeOfSpan } from "../source/located.ts";
import type { Span } from "../source/source-text.ts";
import { TableShot } from "../source/table-shot.ts";

/** Entries beyond which a list is worth moving to a table: reading them takes longer than a person likes to wait. */
const MANY = 5_000;

/**
 * Advises against a list of thousands of shots in YAML (`many-listed-shots`); rows of a table may be any number.
 *
 * @param key - where the list is named.
 */
export function adviseOnLists({ items }: LocatedList, key: Span, problems: ProblemList): void {
  if (items.length < MANY || items[0] instanceof TableShot) return;
  const count = items.length.toLocaleString("en");
  problems.add("many-listed-shots", placeOfSpan(key), `The manifest lists ${count} shots one by one.`);
}

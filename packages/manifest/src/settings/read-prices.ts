import type { PriceOverrides } from "../manifest.ts";
import type { ProblemList } from "../problem-list.ts";
import { type Located, placeOfSpan } from "../source/located.ts";
import { readUsd } from "./read-usd.ts";

const KINDS = new Set(["video", "image", "edit", "reframe"]);

/**
 * Reads `prices`; a key may leave out its last parts. Reports `price-key`.
 *
 * A key whose second part is a kind has four parts, any other three.
 */
export function readPrices(node: Located | undefined, problems: ProblemList): PriceOverrides {
  const prices: Record<string, number> = {};
  if (node?.kind !== "map") return prices;
  for (const [key, entry] of node.entries) {
    const parts = key.split("/").map((part) => part.trim());
    const length = KINDS.has(parts[1] ?? "") || parts.length === 4 ? 4 : 3;
    const isKind = length === 3 || parts[1] === "*" || KINDS.has(parts[1] ?? "");
    if (parts.length > length || parts.includes("") || !isKind) {
      const form = parts.length > 3 ? "model/kind/resolution/duration" : "model/resolution/duration";
      problems.add("price-key", placeOfSpan(entry.key), `"${key}" is not of the form ${form}.`);
      continue;
    }
    const usdE4 = readUsd(entry.value, problems);
    if (usdE4 !== undefined) prices[[...parts, "*", "*", "*"].slice(0, length).join("/")] = usdE4;
  }
  return prices;
}

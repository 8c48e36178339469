import type { Problem } from "../problem.ts";
import { shortHash } from "./catalog-entry.ts";
import type { PlacedProduct } from "./catalog-unit.ts";

/**
 * Makes every product's handle its own, also when case is folded.
 *
 * Products whose ids differ but whose handles came out the same (`A 1` and `a-1`) get a short hash of the id. A row
 * that repeats a product word for word is dropped with a warning; one that gives another product the same id is an error.
 */
export function uniqueHandles(units: readonly PlacedProduct[]): {
  readonly units: readonly PlacedProduct[];
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const byId = new Map<string, PlacedProduct>();
  const kept: PlacedProduct[] = [];
  const handles = new Map<string, number>();
  for (const unit of units) {
    const key = `${unit.product.handle}\0${unit.product.id}`;
    const first = byId.get(key);
    if (first === undefined) {
      byId.set(key, unit);
      kept.push(unit);
      const folded = unit.product.handle.toLowerCase();
      handles.set(folded, (handles.get(folded) ?? 0) + 1);
    } else problems.push(repeated(first, unit));
  }
  return {
    problems,
    units: kept.map((unit) => {
      const { handle, id } = unit.product;
      const isShared = (handles.get(handle.toLowerCase()) ?? 0) > 1;
      if (!isShared || handle === id) return unit;
      return { ...unit, product: { ...unit.product, handle: `${handle}-${shortHash(id)}` } };
    }),
  };
}

function repeated(first: PlacedProduct, second: PlacedProduct): Problem {
  const related = [{ place: first.place, message: "the first one" }];
  const name = `"${second.product.id || second.product.handle}"`;
  if (JSON.stringify(first.product) === JSON.stringify(second.product)) {
    return {
      code: "catalog-repeated-row",
      severity: "warning",
      message: `The product ${name} stands in the catalog twice, with the same cells; the second is left out.`,
      place: second.place,
      related,
    };
  }
  return {
    code: "catalog-repeated-product",
    severity: "error",
    message: `Two different products of the catalog are both called ${name}.`,
    place: second.place,
    hint: "Give each row its own SKU or id, or add a column of handles, so that a clip keeps belonging to its product.",
    related,
  };
}

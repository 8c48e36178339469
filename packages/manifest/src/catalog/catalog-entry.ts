import { createHash } from "node:crypto";
import { slug } from "../expand/slug.ts";
import type { Place, Problem } from "../problem.ts";
import type { CatalogTable } from "./catalog-table.ts";
import type { ColumnFinder } from "./column-finder.ts";
import type { Product, ProductVariant } from "./product.ts";

/** A variant together with the row of the file that it came from. */
export interface VariantEntry {
  readonly variant: ProductVariant;
  readonly row: Readonly<Record<string, string>>;
  readonly place: Place;
}

/** A product together with what splitting it into variants or images needs to know of its rows. */
export interface CatalogEntry {
  readonly product: Product;
  readonly place: Place;
  /** As many as the product has variants, same order. */
  readonly variants: readonly VariantEntry[];
}

/** What reading a table in one format gives. */
interface CatalogEntries {
  readonly entries: readonly CatalogEntry[];
  readonly problems: readonly Problem[];
}

/** Reads the products of a table whose columns are known. */
export type FormatReader = (table: CatalogTable, columns: ColumnFinder) => CatalogEntries;

/**
 * Turns a product's own key (SKU, id, title) into a handle, safe for ids. A key without a letter that ASCII has gets
 * a short hash, so that it stays stable.
 */
export function handleOf(key: string): string {
  const text = key.trim();
  if (text === "") return "";
  return slug(text) || `p-${shortHash(text)}`;
}

/** Eight hex digits that depend on the text alone. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex").slice(0, 8);
}

/** Puts things with the same key together; groups and what is in them keep their first-come order. */
export function groupBy<T>(things: Iterable<T>, keyOf: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [thing]);
    else group.push(thing);
  }
  return groups;
}

/** Option names to the distinct values that the variants have, in order. */
export function optionValues(variants: readonly ProductVariant[]): Record<string, readonly string[]> {
  const values: Record<string, string[]> = Object.create(null);
  for (const { options } of variants) {
    for (const [name, value] of Object.entries(options)) {
      const known = values[name] ?? [];
      values[name] = known;
      if (value !== "" && !known.includes(value)) known.push(value);
    }
  }
  return values;
}

import { slug } from "../expand/slug.ts";
import type { Place } from "../problem.ts";
import { type CatalogEntry, shortHash, type VariantEntry } from "./catalog-entry.ts";
import { distinct } from "./cell-values.ts";
import type { Product } from "./product.ts";

/** What becomes one product for templates: a product, each of its variants, or each of its images. */
export type CatalogUnit = "product" | "variant" | "image";

/** A product and the row it began in. */
export interface PlacedProduct {
  readonly product: Product;
  readonly place: Place;
}

/**
 * Splits a product into the units that a manifest asks for.
 *
 * Handles and ids of units are made from option values, SKUs or image positions, never from row numbers, so that
 * reordering a file changes none of them.
 */
export function splitIntoUnits(entry: CatalogEntry, unit: CatalogUnit): readonly PlacedProduct[] {
  if (unit === "product") return [{ product: entry.product, place: entry.place }];
  return unit === "image" ? imagesOf(entry) : variantsOf(entry);
}

function imagesOf({ product, place }: CatalogEntry): PlacedProduct[] {
  return product.images.map((image, index) => ({
    place,
    product: {
      ...product,
      id: `${product.id}-image-${index + 1}`,
      handle: `${product.handle}-image-${index + 1}`,
      image,
      images: [image],
    },
  }));
}

function variantsOf(entry: CatalogEntry): PlacedProduct[] {
  const { product, variants } = entry;
  if (variants.length === 0) return [{ product, place: entry.place }];
  const suffixes = distinctSuffixes(variants);
  return variants.map(({ variant, row, place }, index) => {
    const suffix = suffixes[index] ?? "";
    const image = variant.image || product.image;
    return {
      place,
      product: {
        ...product,
        id: suffix === "" ? product.id : `${product.id}-${suffix}`,
        handle: suffix === "" ? product.handle : `${product.handle}-${suffix}`,
        price: variant.price || product.price,
        image,
        images: distinct([image, ...product.images]),
        options: Object.fromEntries(Object.entries(variant.options).map(([name, value]) => [name, [value]])),
        variants: [variant],
        row,
      },
    };
  });
}

/** The first of these ways to name the variants that names each of them, and no two the same. */
function distinctSuffixes(variants: readonly VariantEntry[]): readonly string[] {
  if (variants.length === 1) return variants.map(({ variant }) => slug(variant.title));
  const ways: ((entry: VariantEntry) => string)[] = [
    ({ variant }) => slug(Object.values(variant.options).join(" ")),
    ({ variant }) => slug(variant.sku),
    ({ variant }) => slug(variant.id),
    ({ variant, row }) =>
      shortHash(JSON.stringify([variant.options, variant.sku, variant.id, variant.image, row])),
  ];
  for (const way of ways) {
    const suffixes = variants.map(way);
    if (new Set(suffixes).size === variants.length && !suffixes.includes("")) return suffixes;
  }
  const seen = new Map<string, number>();
  return variants.map((entry) => {
    const hash = shortHash(JSON.stringify(entry.row));
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    return count === 1 ? hash : `${hash}-${count}`;
  });
}

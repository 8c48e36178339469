import {
  type CatalogEntry,
  type FormatReader,
  groupBy,
  handleOf,
  optionValues,
  type VariantEntry,
} from "./catalog-entry.ts";
import type { CatalogRow } from "./catalog-table.ts";
import { distinct, priceAmount, urlsOf } from "./cell-values.ts";
import type { ColumnFinder } from "./column-finder.ts";
import { plainText } from "./plain-text.ts";

/** The attributes by which the items of one `item_group_id` may differ. */
const VARYING = ["color", "size", "material", "pattern", "gender", "age_group", "size_type"] as const;

const IMAGE = ["image", "image_link"] as const;
const LABELS = [0, 1, 2, 3, 4].map((number) => `custom_label_${number}`);

/**
 * Reads a Google Merchant product feed: an item a row, items with the same `item_group_id` are variants of one product.
 *
 * Handles come from `item_group_id`, else from `id`, which Google asks to keep stable. A feed has no unpublished items.
 * Source: Google Merchant Center's product data specification.
 */
export const readGoogleMerchant: FormatReader = (table, columns) => {
  const groups = groupBy(
    table.rows,
    (row) => columns.cell(row, "item_group_id", "id") || `\0${row.place.line}`,
  );
  return { entries: [...groups.values()].map((rows) => readProduct(rows, columns)), problems: [] };
};

function readProduct(rows: readonly CatalogRow[], columns: ColumnFinder): CatalogEntry {
  const [first] = rows as readonly [CatalogRow, ...CatalogRow[]];
  const id = columns.cell(first, "item_group_id", "id");
  const variants = rows.map((row) => readVariant(row, columns));
  const images = distinct(
    rows.flatMap((row) => [
      columns.cell(row, ...IMAGE),
      ...urlsOf(columns.cell(row, "images", "additional_image_link")),
    ]),
  );
  return {
    place: first.place,
    variants,
    product: {
      id,
      handle: handleOf(id),
      title: plainText(columns.cell(first, "title", "structured_title")),
      description: plainText(columns.cell(first, "description")),
      vendor: columns.cell(first, "vendor", "brand"),
      type: columns.cell(first, "type", "product_type", "google_product_category"),
      tags: distinct(LABELS.map((label) => columns.cell(first, label))),
      price: variants[0]?.variant.price ?? "",
      image: images[0] ?? "",
      images,
      options: optionValues(variants.map(({ variant }) => variant)),
      variants: variants.map(({ variant }) => variant),
      published: true,
      row: first.cells,
    },
  };
}

function readVariant(row: CatalogRow, columns: ColumnFinder): VariantEntry {
  const options: Record<string, string> = Object.create(null);
  for (const name of VARYING) {
    const value = columns.cell(row, name);
    if (value !== "") options[name] = value;
  }
  const id = columns.cell(row, "id");
  return {
    place: row.place,
    row: row.cells,
    variant: {
      id,
      sku: id,
      title: Object.values(options).join(" / "),
      price: priceAmount(columns.cell(row, "price")),
      image: columns.cell(row, ...IMAGE),
      options,
    },
  };
}

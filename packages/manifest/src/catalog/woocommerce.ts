import type { Problem } from "../problem.ts";
import {
  type CatalogEntry,
  type FormatReader,
  groupBy,
  handleOf,
  type VariantEntry,
} from "./catalog-entry.ts";
import type { CatalogRow } from "./catalog-table.ts";
import { distinct, listOf, priceAmount, urlsOf } from "./cell-values.ts";
import type { ColumnFinder } from "./column-finder.ts";
import { plainText } from "./plain-text.ts";

/** More attributes than any product has; columns that are not there cost one look-up a file. */
const ATTRIBUTES = Array.from({ length: 30 }, (_, index) => index + 1);

/**
 * Reads a WooCommerce product export: a product a row, its variations in rows of their own that name the parent
 * by SKU or as `id:123`, wherever they stand.
 *
 * Handles come from the SKU, else the id, else the name. `Published` is 1; 0 and -1 are private and draft.
 * Source: WooCommerce's product CSV import schema.
 */
export const readWooCommerce: FormatReader = (table, columns) => {
  const isVariation = (row: CatalogRow): boolean =>
    listOf(columns.cell(row, "Type").toLowerCase()).includes("variation") &&
    columns.cell(row, "Parent") !== "";
  const variations = groupBy(table.rows.filter(isVariation), (row) => columns.cell(row, "Parent"));
  const used = new Set<string>();
  const entries = table.rows
    .filter((row) => !isVariation(row))
    .map((row) => {
      const keys = [columns.cell(row, "SKU"), `id:${columns.cell(row, "ID")}`].filter((key) =>
        variations.has(key),
      );
      for (const key of keys) used.add(key);
      return readProduct(
        row,
        keys.flatMap((key) => variations.get(key) ?? []),
        columns,
      );
    });
  const orphans = [...variations].filter(([parent]) => !used.has(parent));
  return {
    entries,
    problems: orphans.map(([parent, rows]): Problem => {
      const [first] = rows as [CatalogRow, ...CatalogRow[]];
      return {
        code: "catalog-variation-without-parent",
        severity: "warning",
        message: `The parent "${parent}" of this variation is not in the file; ${rows.length} of its rows are left out.`,
        place: first.place,
        hint: "Export the variable product together with its variations.",
      };
    }),
  };
};

function readProduct(
  row: CatalogRow,
  variationRows: readonly CatalogRow[],
  columns: ColumnFinder,
): CatalogEntry {
  const id = columns.cell(row, "ID");
  const sku = columns.cell(row, "SKU");
  const title = plainText(columns.cell(row, "Name", "Title"));
  const variants = (variationRows.length === 0 ? [row] : variationRows).map((one) =>
    readVariant(one, variationRows.length > 0, columns),
  );
  const images = urlsOf(columns.cell(row, "Images"));
  const ownPrice = priceAmount(columns.cell(row, "Price", "Regular price"));
  return {
    place: row.place,
    variants,
    product: {
      id: id || sku || title,
      handle: handleOf(sku) || (id === "" ? handleOf(title) : `product-${handleOf(id)}`),
      title,
      description: plainText(columns.cell(row, "Description", "Short description").replaceAll("\\n", " ")),
      vendor: columns.cell(row, "Vendor", "Brands", "Brand"),
      type: columns.cell(row, "Categories"),
      tags: listOf(columns.cell(row, "Tags")),
      price: ownPrice || (variants.find(({ variant }) => variant.price !== "")?.variant.price ?? ""),
      image: images[0] ?? variants.find(({ variant }) => variant.image !== "")?.variant.image ?? "",
      images: distinct([...images, ...variants.map(({ variant }) => variant.image)]),
      options: readAttributes(row, columns),
      variants: variants.map(({ variant }) => variant),
      published: !["0", "-1", "false", "no"].includes(columns.cell(row, "Published").toLowerCase()),
      row: row.cells,
    },
  };
}

function readVariant(row: CatalogRow, isVariation: boolean, columns: ColumnFinder): VariantEntry {
  const options: Record<string, string> = Object.create(null);
  for (const [name, values] of Object.entries(readAttributes(row, columns))) {
    const value = values.join(", ");
    // On a simple product attributes are facts, not a choice; one with a single value is still a fair option.
    if (value !== "" && (isVariation || values.length === 1)) options[name] = value;
  }
  const sku = columns.cell(row, "SKU");
  return {
    place: row.place,
    row: row.cells,
    variant: {
      id: columns.cell(row, "ID") || sku,
      sku,
      title: isVariation ? Object.values(options).join(" / ") : "",
      price: priceAmount(columns.cell(row, "Price", "Regular price")),
      image: urlsOf(columns.cell(row, "Images"))[0] ?? "",
      options,
    },
  };
}

function readAttributes(row: CatalogRow, columns: ColumnFinder): Record<string, readonly string[]> {
  const options: Record<string, readonly string[]> = Object.create(null);
  for (const number of ATTRIBUTES) {
    const name = columns.cell(row, `Attribute ${number} name`);
    if (name !== "") options[name] = listOf(columns.cell(row, `Attribute ${number} value(s)`));
  }
  return options;
}

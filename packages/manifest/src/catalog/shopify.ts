import {
  type CatalogEntry,
  type FormatReader,
  groupBy,
  optionValues,
  type VariantEntry,
} from "./catalog-entry.ts";
import type { CatalogRow } from "./catalog-table.ts";
import { distinct, listOf, meansPublished, priceAmount } from "./cell-values.ts";
import type { ColumnFinder } from "./column-finder.ts";
import { plainText } from "./plain-text.ts";

const HANDLE = ["Handle", "URL handle"] as const;
const IMAGE = ["Image", "Image Src", "Product image URL"] as const;
const SKU = ["SKU", "Variant SKU"] as const;
const PRICE = ["Price", "Variant Price"] as const;

/** What Shopify writes as the only option of a product that has none. */
const NO_OPTION = { name: "Title", value: "Default Title" } as const;

/**
 * Reads a Shopify product export, in the older header dialect (`Handle`, `Body (HTML)`, `Image Src`) or the
 * newer one (`URL handle`, `Description`, `Product image URL`).
 *
 * Rows with the same handle are one product, wherever they stand: each row may add a variant, an image, or both.
 * Source: Shopify's help page "Using CSV files to import and export products" and its sample files.
 */
export const readShopify: FormatReader = (table, columns) => {
  const withHandle = table.rows.filter((row) => columns.cell(row, ...HANDLE) !== "");
  const lost = table.rows.find((row) => columns.cell(row, ...HANDLE) === "");
  const groups = groupBy(withHandle, (row) => columns.cell(row, ...HANDLE));
  return {
    entries: [...groups].map(([handle, rows]) => readProduct(handle, rows, columns)),
    problems:
      lost === undefined
        ? []
        : [
            {
              code: "catalog-row-without-handle",
              severity: "warning",
              message: `This row has no handle, so it belongs to no product; ${table.rows.length - withHandle.length} such rows are left out.`,
              place: lost.place,
              hint: "Every row of a Shopify export repeats the handle of its product.",
            },
          ],
  };
};

function readProduct(handle: string, rows: readonly CatalogRow[], columns: ColumnFinder): CatalogEntry {
  const [first] = rows as readonly [CatalogRow, ...CatalogRow[]];
  const firstCell = (...names: readonly string[]): string => {
    for (const row of rows) {
      const cell = columns.cell(row, ...names);
      if (cell !== "") return cell;
    }
    return "";
  };
  const variants = readVariants(rows, columns);
  const images = readImages(rows, columns);
  return {
    place: first.place,
    variants,
    product: {
      id: firstCell("ID", "Product ID") || handle,
      handle,
      title: firstCell("Title"),
      description: plainText(firstCell("Description", "Body (HTML)")),
      vendor: firstCell("Vendor"),
      type: firstCell("Type", "Custom Product Type", "Standard Product Type", "Product Category"),
      tags: listOf(firstCell("Tags")),
      price: variants.find(({ variant }) => variant.price !== "")?.variant.price ?? "",
      image: images[0] ?? "",
      images,
      options: optionValues(variants.map(({ variant }) => variant)),
      variants: variants.map(({ variant }) => variant),
      published:
        meansPublished(firstCell("Published", "Published on online store")) &&
        meansPublished(firstCell("Status")),
      row: first.cells,
    },
  };
}

function readVariants(rows: readonly CatalogRow[], columns: ColumnFinder): VariantEntry[] {
  const optionColumns = [1, 2, 3].map((number) => ({
    name:
      columns.cell(rows[0] as CatalogRow, `Option${number} Name`) ||
      firstOf(rows, columns, `Option${number} Name`),
    value: `Option${number} Value`,
  }));
  const isVariant = (row: CatalogRow): boolean =>
    columns.cell(row, "Option1 Value", ...SKU, ...PRICE) !== "" || rows.length === 1;
  return rows.filter(isVariant).map((row) => {
    const options: Record<string, string> = Object.create(null);
    for (const { name, value } of optionColumns) {
      const cell = columns.cell(row, value);
      if (name === "" || cell === "" || (name === NO_OPTION.name && cell === NO_OPTION.value)) continue;
      options[name] = cell;
    }
    const sku = columns.cell(row, ...SKU);
    const title = Object.values(options).join(" / ");
    return {
      place: row.place,
      row: row.cells,
      variant: {
        id: columns.cell(row, "Variant ID") || sku || title,
        sku,
        title,
        price: priceAmount(columns.cell(row, ...PRICE)),
        image: columns.cell(row, "Variant Image", "Variant image URL"),
        options,
      },
    };
  });
}

function firstOf(rows: readonly CatalogRow[], columns: ColumnFinder, name: string): string {
  return rows.map((row) => columns.cell(row, name)).find((cell) => cell !== "") ?? "";
}

/** Images in the order of their positions; one without a position keeps its place among the rows. */
function readImages(rows: readonly CatalogRow[], columns: ColumnFinder): string[] {
  const placed = rows.flatMap((row, index) => {
    const url = columns.cell(row, ...IMAGE);
    const position = Number.parseInt(columns.cell(row, "Image Position"), 10);
    return url === "" ? [] : [{ url, position: Number.isNaN(position) ? index + 1 : position }];
  });
  return distinct(placed.toSorted((a, b) => a.position - b.position).map(({ url }) => url));
}

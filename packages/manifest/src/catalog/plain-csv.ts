import {
  type CatalogEntry,
  type FormatReader,
  groupBy,
  handleOf,
  type VariantEntry,
} from "./catalog-entry.ts";
import type { CatalogRow } from "./catalog-table.ts";
import { distinct, listOf, meansPublished, priceAmount, urlsOf } from "./cell-values.ts";
import { headerKey } from "./column-finder.ts";
import { plainText } from "./plain-text.ts";

/** What the fields of a product are called in tables that no store made, the likeliest name first. */
export const PLAIN_COLUMNS = {
  handle: ["handle", "url handle", "product handle", "slug", "url key"],
  id: ["id", "product id", "item id", "item number", "article number"],
  sku: ["sku", "product sku", "variant sku", "product code", "item code", "code", "article"],
  title: ["title", "name", "product", "product name", "product title", "item name", "item"],
  description: [
    "description",
    "product description",
    "long description",
    "body",
    "body html",
    "short description",
    "summary",
  ],
  vendor: ["vendor", "brand", "manufacturer", "maker", "supplier"],
  type: ["type", "product type", "category", "categories", "product category", "collection"],
  tags: ["tags", "keywords", "labels"],
  price: ["price", "regular price", "unit price", "retail price", "amount"],
  image: [
    "image",
    "image url",
    "image link",
    "image src",
    "main image",
    "main image url",
    "primary image",
    "image 1",
    "image url 1",
    "picture",
    "picture url",
    "photo",
    "photo url",
    "img",
    "thumbnail",
  ],
  images: [
    "images",
    "image urls",
    "additional images",
    "additional image link",
    "additional image links",
    "gallery",
    "pictures",
    "photos",
  ],
  published: ["published", "is published", "status", "active", "enabled", "visible", "visibility"],
} as const;

/** Handles that can stand as they are; stores allow letters of every script. */
const SAFE_HANDLE = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u;

/** Images in columns of their own: `image 2`, `image_url_3`, `Image3`. */
const NUMBERED_IMAGE = /^(?:image|imageurl|imagelink|picture|photo)\d+(?:url|src)?$/;

/**
 * Reads any table of products: headers are taken as they are, and common names for them are understood.
 *
 * A row is a product. Its handle comes from a handle column, else the SKU, the id, or the title. Rows that
 * repeat a handle of a handle column are variants of one product.
 */
export const readPlainCsv: FormatReader = (table, columns) => {
  const imageColumns = table.headers.filter((header) => NUMBERED_IMAGE.test(headerKey(header)));
  const cellOf = (row: CatalogRow, field: keyof typeof PLAIN_COLUMNS): string =>
    columns.cell(row, field, ...PLAIN_COLUMNS[field]);
  const groups = groupBy(table.rows, (row) => cellOf(row, "handle") || `\0${row.place.line}`);
  return {
    entries: [...groups.values()].map((rows) => readProduct(rows, cellOf, imageColumns)),
    problems: [],
  };
};

type CellOf = (row: CatalogRow, field: keyof typeof PLAIN_COLUMNS) => string;

function readProduct(
  rows: readonly CatalogRow[],
  cellOf: CellOf,
  imageColumns: readonly string[],
): CatalogEntry {
  const [first] = rows as readonly [CatalogRow, ...CatalogRow[]];
  const cell = (field: keyof typeof PLAIN_COLUMNS): string =>
    rows.map((row) => cellOf(row, field)).find((text) => text !== "") ?? "";
  const imagesOf = (row: CatalogRow): string[] =>
    distinct([
      ...urlsOf(cellOf(row, "image")),
      ...urlsOf(cellOf(row, "images")),
      ...imageColumns.map((header) => row.cells[header] ?? ""),
    ]);
  const images = distinct(rows.flatMap(imagesOf));
  const variants = rows.map((row): VariantEntry => {
    const sku = cellOf(row, "sku");
    return {
      place: row.place,
      row: row.cells,
      variant: {
        id: cellOf(row, "id") || sku,
        sku,
        title: "",
        price: priceAmount(cellOf(row, "price")),
        image: imagesOf(row)[0] ?? "",
        options: {},
      },
    };
  });
  const title = plainText(cell("title"));
  const written = cell("handle");
  const handle = SAFE_HANDLE.test(written) ? written : handleOf(written);
  return {
    place: first.place,
    variants,
    product: {
      id: cellOf(first, "id") || cellOf(first, "sku") || handle || title,
      handle: handle || handleOf(cellOf(first, "sku") || cellOf(first, "id") || title),
      title,
      description: plainText(cell("description")),
      vendor: cell("vendor"),
      type: cell("type"),
      tags: listOf(cell("tags")),
      price: variants.find(({ variant }) => variant.price !== "")?.variant.price ?? "",
      image: images[0] ?? "",
      images,
      options: {},
      variants: variants.map(({ variant }) => variant),
      published: meansPublished(cellOf(first, "published")),
      row: first.cells,
    },
  };
}

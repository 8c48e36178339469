import type { FormatReader } from "./catalog-entry.ts";
import { type ColumnFinder, headerKey } from "./column-finder.ts";
import { readGoogleMerchant } from "./google-merchant.ts";
import { PLAIN_COLUMNS, readPlainCsv } from "./plain-csv.ts";
import { readShopify } from "./shopify.ts";
import { readWooCommerce } from "./woocommerce.ts";

/** The formats that a catalog may be named to have; `auto` tells them by their headers. */
type CatalogFormatName = "shopify" | "google-merchant" | "woocommerce" | "csv";

/** What a format looks like and how it is read. */
export interface CatalogFormat {
  readonly name: CatalogFormatName;
  /** The format's name in sentences. */
  readonly title: string;
  /** True where the headers can only be this format's. */
  readonly isMeant: (columns: ColumnFinder) => boolean;
  /** Columns without which nothing can be read; of each inner list one is enough. */
  readonly required: readonly (readonly string[])[];
  /** Names that a `columns` map may give a header to. */
  readonly names: readonly string[];
  readonly read: FormatReader;
}

const numbered = (first: number, last: number, nameOf: (number: number) => string): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => nameOf(first + index));

const SHOPIFY: CatalogFormat = {
  name: "shopify",
  title: "a Shopify export",
  isMeant: (columns) =>
    columns.has("Handle", "URL handle") &&
    columns.has(
      "Body (HTML)",
      "Image Src",
      "Variant SKU",
      "Variant Price",
      "Option1 Name",
      "Product image URL",
    ),
  required: [["Handle", "URL handle"]],
  names: [
    ...["Handle", "ID", "Title", "Description", "Vendor", "Type", "Tags", "Published", "Status", "Image"],
    ...["Image Position", "SKU", "Price", "Variant ID", "Variant Image", "Body (HTML)", "Image Src"],
    ...["Variant SKU", "Variant Price", "URL handle", "Product image URL", "Variant image URL"],
    ...numbered(1, 3, (number) => `Option${number} Name`),
    ...numbered(1, 3, (number) => `Option${number} Value`),
  ],
  read: readShopify,
};

const GOOGLE_MERCHANT: CatalogFormat = {
  name: "google-merchant",
  title: "a Google Merchant feed",
  isMeant: (columns) =>
    columns.has("id") && columns.has("title", "structured_title") && columns.has("image_link"),
  required: [["id"]],
  names: [
    ...["id", "title", "description", "image", "image_link", "images", "additional_image_link", "price"],
    ...["vendor", "brand", "type", "product_type", "item_group_id", "color", "size", "material", "pattern"],
    ...numbered(0, 4, (number) => `custom_label_${number}`),
  ],
  read: readGoogleMerchant,
};

const WOOCOMMERCE: CatalogFormat = {
  name: "woocommerce",
  title: "a WooCommerce export",
  isMeant: (columns) =>
    columns.has("Type") &&
    columns.has("SKU") &&
    columns.has("Name") &&
    columns.has("Published", "Images", "Parent", "Regular price", "Visibility in catalog"),
  required: [["Name", "Title"]],
  names: [
    ...["ID", "Type", "SKU", "Name", "Title", "Published", "Short description", "Description", "Price"],
    ...["Regular price", "Categories", "Tags", "Images", "Parent", "Brands", "Vendor"],
    ...numbered(1, 30, (number) => `Attribute ${number} name`),
    ...numbered(1, 30, (number) => `Attribute ${number} value(s)`),
  ],
  read: readWooCommerce,
};

const KEYS = [PLAIN_COLUMNS.handle, PLAIN_COLUMNS.sku, PLAIN_COLUMNS.id, PLAIN_COLUMNS.title];

const PLAIN: CatalogFormat = {
  name: "csv",
  title: "a plain table",
  isMeant: (columns) => columns.has(...KEYS.flat()),
  required: [KEYS.flat()],
  names: Object.keys(PLAIN_COLUMNS),
  read: readPlainCsv,
};

/** The stores' formats, in no order that matters. */
const STORE_FORMATS: readonly CatalogFormat[] = [SHOPIFY, GOOGLE_MERCHANT, WOOCOMMERCE];

/** Every format; the plain table last, as it takes what no store claims. */
export const CATALOG_FORMATS: readonly CatalogFormat[] = [...STORE_FORMATS, PLAIN];

/** The formats whose marks the headers bear: none, one, or more than one where they are ambiguous. */
export function formatsMeant(columns: ColumnFinder): readonly CatalogFormat[] {
  const stores = STORE_FORMATS.filter((format) => format.isMeant(columns));
  return stores.length > 0 ? stores : [PLAIN].filter((format) => format.isMeant(columns));
}

/** True where a format knows a column by this name. */
export function knowsColumn(format: CatalogFormat, name: string): boolean {
  return format.names.some((known) => headerKey(known) === headerKey(name));
}

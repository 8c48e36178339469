import type { JsonObject } from "../json.ts";

/** One variant of a product: a size, a colour. */
export interface ProductVariant {
  readonly id: string;
  readonly sku: string;
  readonly title: string;
  /** As the catalog writes it, without a currency sign; empty where there is none. */
  readonly price: string;
  readonly image: string;
  /** Option name to value, such as `{Size: "Small"}`. */
  readonly options: Readonly<Record<string, string>>;
}

/**
 * One product of a catalog, whatever export it came from. Every text is trimmed; a missing one is the
 * empty string, which templates treat as false.
 */
export interface Product {
  readonly id: string;
  readonly handle: string;
  readonly title: string;
  /** Plain text: markup of the export is taken out. */
  readonly description: string;
  readonly vendor: string;
  readonly type: string;
  readonly tags: readonly string[];
  readonly price: string;
  /** The first image's URL, or the empty string. */
  readonly image: string;
  readonly images: readonly string[];
  /** Option names to their values in the order of the export. */
  readonly options: Readonly<Record<string, readonly string[]>>;
  readonly variants: readonly ProductVariant[];
  readonly published: boolean;
  /** The first row of the export as it stands, by column header. */
  readonly row: Readonly<Record<string, string>>;
}

/** What a report and a hand-over need to know of the product that a shot shows. */
export interface ProductRef extends JsonObject {
  readonly id: string;
  readonly handle: string;
  readonly title: string;
  readonly sku: string;
  readonly image: string;
}

import type { Problem } from "../problem.ts";
import type { Product } from "./product.ts";
import { type CatalogSpec, readCatalog } from "./read-catalog.ts";

/** Reads catalog text as `products.csv`, and lays what came out side by side. */
export function readText(
  text: string | Uint8Array,
  spec: Partial<Omit<CatalogSpec, "file" | "place">> = {},
): {
  readonly products: readonly Product[];
  readonly lines: readonly number[];
  readonly format: string | undefined;
  readonly headers: readonly string[];
  readonly problems: readonly Problem[];
} {
  const place = { file: "shots.yaml", line: 3, column: 5, length: 12 };
  const whole: CatalogSpec = { file: "products.csv", format: "auto", unit: "product", place, ...spec };
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const { catalog, problems } = readCatalog(whole, bytes);
  return {
    products: catalog?.products ?? [],
    lines: catalog?.places.map(({ line }) => line) ?? [],
    format: catalog?.format,
    headers: catalog?.headers ?? [],
    problems,
  };
}

import type { Catalog, CatalogSpec } from "../catalog/read-catalog.ts";
import type { ProblemList } from "../problem-list.ts";
import type { LoadFile } from "../read-result.ts";
import { loadNamedFile } from "../source/loaded-files.ts";
import { type Located, member, placeOf, placeWithin, textOf, toJson } from "../source/located.ts";
import type { PlacedProduct } from "./expand-entry.ts";
import { productScope } from "./template-scope.ts";

/** A manifest's catalog, with the products that its `where` lets through. */
export interface UsedCatalog {
  readonly catalog: Catalog | undefined;
  readonly products: readonly PlacedProduct[];
}

interface CatalogContext {
  readonly loadFile: LoadFile;
  readonly problems: ProblemList;
  readonly sources: Map<string, string>;
}

const NONE: UsedCatalog = { catalog: undefined, products: [] };

/**
 * Reads the catalog that a manifest names and filters it. Reports what is wrong with the file, with the condition, and a
 * condition that leaves no product (`catalog-nothing-left`).
 */
export async function useCatalog(node: Located | undefined, context: CatalogContext): Promise<UsedCatalog> {
  const fileNode = member(node, "file");
  const file = textOf(fileNode);
  if (fileNode === undefined || file === undefined) return NONE;
  const bytes = await loadNamedFile(file, placeOf(fileNode), context);
  if (bytes === undefined) return NONE;
  const { readCatalog } = await import("../catalog/read-catalog.ts");
  const { catalog, problems, text } = readCatalog(specOf(node, file, fileNode), bytes);
  context.sources.set(file, text);
  context.problems.addAll(problems);
  if (catalog === undefined) return NONE;
  return { catalog, products: await filter(catalog, member(node, "where"), context.problems) };
}

const FORMATS = new Set(["auto", "shopify", "google-merchant", "woocommerce", "csv"]);
const UNITS = new Set(["product", "variant", "image"]);

/** What the schema has refused counts as not said. */
function specOf(node: Located | undefined, file: string, fileNode: Located): CatalogSpec {
  const format = textOf(member(node, "format")) ?? "";
  const unit = textOf(member(node, "unit")) ?? "";
  const columns = member(node, "columns");
  return {
    file,
    format: (FORMATS.has(format) ? format : "auto") as CatalogSpec["format"],
    unit: (UNITS.has(unit) ? unit : "product") as CatalogSpec["unit"],
    ...(columns?.kind === "map" ? { columns: columnsOf(columns) } : {}),
    place: placeOf(fileNode),
  };
}

function columnsOf(node: Located): Readonly<Record<string, string>> {
  const columns = toJson(node) as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(columns).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

async function filter(
  catalog: Catalog,
  where: Located | undefined,
  problems: ProblemList,
): Promise<readonly PlacedProduct[]> {
  const all = catalog.products.flatMap((product, index) => {
    const place = catalog.places[index];
    return place === undefined ? [] : [{ product, place }];
  });
  const text = textOf(where);
  if (where?.kind !== "scalar" || text === undefined) return all;
  const placeAt = (offset: number, length: number) => placeWithin(where, offset, length);
  const { compileCondition } = await import("./template.ts");
  const compiled = compileCondition({ text, placeAt }, { names: { product: productScope(catalog) } });
  problems.addAll(compiled.problems);
  const { condition } = compiled;
  if (condition === undefined) return all;
  const left = all.filter(({ product }) => condition.test({ product }));
  if (left.length === 0 && all.length > 0) {
    problems.add(
      "catalog-nothing-left",
      placeOf(where),
      `None of the ${all.length} products meets this condition.`,
    );
  }
  return left;
}

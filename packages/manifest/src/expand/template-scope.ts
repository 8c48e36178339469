import type { Catalog } from "../catalog/read-catalog.ts";

/**
 * Names that a template may use, nested as the values are.
 *
 * `true` is a text, number or flag; `"any"` has any members. In a list the name `[]` stands for its elements, beside
 * `first`, `last` and `size`, which Liquid gives every list.
 */
export type ScopeNames = { readonly [name: string]: true | "any" | ScopeNames };

/** What surrounds a template. */
export interface TemplateScope {
  /** Names a template may use, such as `{product: {title: true}, matrix: {lens: true}}`. */
  readonly names: ScopeNames;
}

/** The name under which a scope describes the elements of a list. */
export const ELEMENTS = "[]";

/** Describes a list to a scope by what its elements are. */
export function listNames(elements: true | "any" | ScopeNames): ScopeNames {
  return { first: elements, last: elements, size: true, [ELEMENTS]: elements };
}

/** The names of `product`, with the options and the row headers that this catalog has. */
export function productScope(catalog: Catalog): ScopeNames {
  const optionNames = new Set(catalog.products.flatMap((product) => Object.keys(product.options)));
  const variantOptions = new Set(
    catalog.products.flatMap(({ variants }) => variants.flatMap(({ options }) => Object.keys(options))),
  );
  const each = (names: Iterable<string>, value: true | ScopeNames): ScopeNames =>
    Object.fromEntries([...names].map((name) => [name, value]));
  return {
    id: true,
    handle: true,
    title: true,
    description: true,
    vendor: true,
    type: true,
    tags: listNames(true),
    price: true,
    image: true,
    images: listNames(true),
    options: each(optionNames, listNames(true)),
    variants: listNames({
      id: true,
      sku: true,
      title: true,
      price: true,
      image: true,
      options: each(variantOptions, true),
    }),
    published: true,
    row: each(catalog.headers, true),
  };
}

import type { Problem } from "../problem.ts";
import type { ScopeNames } from "./template.ts";
import { listNames } from "./template-scope.ts";

const variant: ScopeNames = { id: true, sku: true, title: true, options: { Size: true } };

/** The names of a small catalog's products, and of a matrix. */
export const MUG_SCOPE: { readonly names: ScopeNames } = {
  names: {
    product: {
      handle: true,
      title: true,
      vendor: true,
      price: true,
      image: true,
      published: true,
      tags: listNames(true),
      images: listNames(true),
      options: { Size: listNames(true) },
      variants: listNames(variant),
      row: { "Variant SKU": true, "Image Src": true },
    },
    matrix: { lens: true, light: { name: true, phrase: true } },
  },
};

/** One product that fits the scope; its vendor, its tags and one cell are empty. */
export const MUG: Readonly<Record<string, unknown>> = {
  product: {
    handle: "mug",
    title: "Noon Mug",
    vendor: "",
    price: "19.50",
    image: "https://i.example/mug.jpg",
    published: true,
    tags: [],
    images: ["a.jpg", "b.jpg"],
    options: { Size: ["S", "M"] },
    variants: [{ id: "1", sku: "M-S", title: "S", options: { Size: "S" } }],
    row: { "Variant SKU": "M-S", "Image Src": "" },
  },
  matrix: { lens: "wide", light: { name: "dusk", phrase: "low sun" } },
};

/** A source that stands in one line of its own, so that columns are offsets counted from 1. */
export function sourceOf(text: string): {
  readonly text: string;
  readonly placeAt: (offset: number, length: number) => Problem["place"];
} {
  return { text, placeAt: (offset, length) => ({ file: "a.yaml", line: 1, column: offset + 1, length }) };
}

/** Each problem as its code and the stretch of the source that it points at. */
export function pointed(text: string, problems: readonly Problem[]): (readonly [string, string])[] {
  return problems.map(({ code, place }) => [
    code,
    text.slice(place.column - 1, place.column - 1 + place.length),
  ]);
}

import type { Json } from "../json.ts";
import type { Place } from "../problem.ts";
import { placeInText, type ScalarStyle } from "./scalar-offsets.ts";
import type { Span } from "./source-text.ts";

/** A single value as the file has it, with where it stands. */
export interface LocatedScalar {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  readonly span: Span;
  /** How the value is written, so that an offset in the value can be found again in the file. */
  readonly style: ScalarStyle;
}

/** A list as the file has it. */
export interface LocatedList {
  readonly kind: "list";
  readonly items: readonly Located[];
  readonly span: Span;
}

/** One key of a map, with the key's own place. */
export interface LocatedEntry {
  readonly key: Span;
  readonly value: Located;
}

/** A map as the file has it, in the order of the file. */
export interface LocatedMap {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, LocatedEntry>;
  readonly span: Span;
}

/** A value that remembers its file, line and column; the one shape that all sources give. */
export type Located = LocatedScalar | LocatedList | LocatedMap;

/** The value under a key, or undefined where `node` is no map or has no such key. */
export function member(node: Located | undefined, key: string): Located | undefined {
  return node?.kind === "map" ? node.entries.get(key)?.value : undefined;
}

/** The text of a scalar that is text, else undefined. */
export function textOf(node: Located | undefined): string | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

/** The number of a scalar that is a number, else undefined. */
export function numberOf(node: Located | undefined): number | undefined {
  return node?.kind === "scalar" && typeof node.value === "number" ? node.value : undefined;
}

/** Where a stretch of a file stands. */
export function placeOfSpan(span: Span): Place {
  return span.source.place(span.start, span.end);
}

/** Where a value stands. */
export function placeOf(node: Located): Place {
  return placeOfSpan(node.span);
}

/** Where `length` UTF-16 units from `offset` of a text's value stand in the file, escapes and folds counted in. */
export function placeWithin(node: LocatedScalar, offset: number, length: number): Place {
  const value = typeof node.value === "string" ? node.value : String(node.value);
  return placeInText({ span: node.span, value, style: node.style }, offset, length);
}

/** The value without its places. Keys are own properties, whatever their name. */
export function toJson(node: Located): Json {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(toJson);
  const object: Record<string, Json> = {};
  for (const [key, entry] of node.entries) object[key] = toJson(entry.value);
  return object;
}

/** Visits every text below a value, itself included. */
export function* textsIn(node: Located): Generator<LocatedScalar & { readonly value: string }> {
  if (node.kind === "scalar") {
    if (typeof node.value === "string") yield node as LocatedScalar & { readonly value: string };
  } else if (node.kind === "list") {
    for (const item of node.items) yield* textsIn(item);
  } else {
    for (const entry of node.entries.values()) yield* textsIn(entry.value);
  }
}

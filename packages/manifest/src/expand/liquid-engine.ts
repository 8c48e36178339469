import { type Context, Drop, defaultOperators, Filter, Liquid, type Value } from "liquidjs";
import { handleOf } from "../catalog/catalog-entry.ts";
import { compareCells, isTrue } from "./truth.ts";

/** Longest template source, in UTF-16 units. */
export const MAX_TEMPLATE_LENGTH = 100_000;

/** The tags that a template may use: those that only choose, repeat and name text. */
export const ALLOWED_TAGS: readonly string[] = [
  ...["assign", "break", "capture", "case", "comment", "continue", "echo", "for", "if", "raw", "unless", "#"],
];

/** Filters whose argument is an expression in a string, which nothing could check, or whose outcome changes by the day. */
const REFUSED_FILTERS = [
  "where_exp",
  "reject_exp",
  "group_by_exp",
  "has_exp",
  "find_exp",
  "find_index_exp",
  "sample",
];

/** One rendering may not take longer than this nor build more than so many characters and list elements. */
const RENDER_LIMIT_MS = 3_000;
const MEMORY_LIMIT = 500_000;

let engine: Liquid | undefined;

/**
 * The one Liquid engine: without files, prototypes, randomness, the clock and the machine's time zone, bounded in time
 * and memory, and with conditions that read cells as people do. Made when it is first asked for.
 */
export function liquidEngine(): Liquid {
  engine ??= makeEngine();
  return engine;
}

function makeEngine(): Liquid {
  const liquid = new Liquid({
    templates: {},
    ownPropertyOnly: true,
    strictFilters: false,
    strictVariables: false,
    lenientIf: true,
    groupedExpressions: true,
    operators: cellOperators(),
    outputEscape: asText,
    parseLimit: MAX_TEMPLATE_LENGTH,
    renderLimit: RENDER_LIMIT_MS,
    memoryLimit: MEMORY_LIMIT,
    timezoneOffset: 0,
    locale: "en-US",
  });
  for (const name of Object.keys(liquid.tags)) {
    if (!ALLOWED_TAGS.includes(name)) delete liquid.tags[name];
  }
  for (const name of REFUSED_FILTERS) liquid.unregisterFilter(name);
  const date = liquid.filters["date"] as (...args: unknown[]) => unknown;
  liquid.registerFilter("date", function (value, ...rest) {
    if (isClockWord(value)) throw new Error(`"${value}" changes from day to day`);
    return date.call(this, value, ...rest);
  });
  liquid.registerFilter("slug", (value) => handleOf(asText(value)));
  return liquid;
}

/** True for the words that the `date` filter takes for the present moment. */
export function isClockWord(value: unknown): boolean {
  return value === "now" || value === "today";
}

/** Adds a filter to a parsed value that the template's author did not write: at the end, or before all others. */
export function addFilter(
  value: Value,
  where: "first" | "last",
  handler: (this: { readonly context: Context }, value: unknown) => unknown,
): void {
  const token = { name: handler.name, args: [] } as unknown as ConstructorParameters<typeof Filter>[0];
  const filter = new Filter(token, handler, liquidEngine());
  if (where === "first") value.filters.unshift(filter);
  else value.filters.push(filter);
}

type Operator = (typeof defaultOperators)[string];

function cellOperators(): typeof defaultOperators {
  const byOrder = (name: string, decide: (order: number) => boolean): Operator => {
    const original = defaultOperators[name] as (...args: unknown[]) => unknown;
    const operator = (left: unknown, right: unknown, context: unknown): unknown => {
      const order = compareCells(left, right);
      return order === undefined ? original(left, right, context) : decide(order);
    };
    return operator as Operator;
  };
  return {
    ...defaultOperators,
    "==": byOrder("==", (order) => order === 0),
    "!=": byOrder("!=", (order) => order !== 0),
    ">": byOrder(">", (order) => order > 0),
    "<": byOrder("<", (order) => order < 0),
    ">=": byOrder(">=", (order) => order >= 0),
    "<=": byOrder("<=", (order) => order <= 0),
    not: (value: unknown) => !isTrue(value),
    and: (left: unknown, right: unknown) => isTrue(left) && isTrue(right),
    or: (left: unknown, right: unknown) => isTrue(left) || isTrue(right),
  } as typeof defaultOperators;
}

/** How a value is printed: lists with commas between their elements, named objects by their names. */
function asText(value: unknown): string {
  if (value instanceof Drop) return asText(value.valueOf());
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map(asText).join(", ");
  if (typeof value !== "object") return String(value);
  const { name } = value as { readonly name?: unknown };
  return typeof name === "string" ? name : JSON.stringify(value);
}

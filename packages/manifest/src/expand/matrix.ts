import { canonicalJson } from "../canonical-json.ts";
import { didYouMean } from "../nearest.ts";
import type { ProblemList } from "../problem-list.ts";
import { type Located, type LocatedMap, member, placeOf, placeOfSpan, toJson } from "../source/located.ts";
import { valueSlug } from "./value-slug.ts";

/** More combinations of one entry are taken for a mistake. */
const MOST_COMBINATIONS = 10_000;

/** One combination of a matrix: a value for each key, and each key's part of the id. */
export interface Combination {
  readonly values: ReadonlyMap<string, Located>;
  /** The keys that tell this combination from the others, with their slugs, in the order of the file. */
  readonly slugs: ReadonlyMap<string, string>;
}

/** The one combination of a shot without a matrix. */
export const NO_MATRIX: Combination = { values: new Map(), slugs: new Map() };

interface Draft {
  readonly values: Map<string, Located>;
  readonly axes: ReadonlySet<string>;
  /** `name` of an `include` entry that made this combination. */
  readonly isIncluded: boolean;
}

/**
 * Expands a matrix as GitHub Actions does: every combination of the lists, less what `exclude` matches; then
 * each `include` entry is added to the combinations whose own values it does not change, or, where there is
 * none, becomes a combination of its own.
 *
 * Reports `matrix-unknown-key`, `matrix-exclude-unused`, `matrix-value-name`, `matrix-too-large`,
 * `matrix-repeated-value` and `matrix-empty`.
 */
export function combineMatrix(matrix: LocatedMap, problems: ProblemList): readonly Combination[] {
  const axes = axesOf(matrix, problems);
  if (axes === undefined) return [];
  const product = multiply(axes);
  const kept = exclude(product, axes, member(matrix, "exclude"), problems);
  const drafts = include(kept, new Set(axes.keys()), member(matrix, "include"));
  if (drafts.length === 0) {
    problems.add("matrix-empty", placeOf(matrix), "This matrix gives no combination, so no shot.");
  }
  return drafts.map((draft) => ({ values: draft.values, slugs: slugsOf(draft, problems) }));
}

type Axes = ReadonlyMap<string, readonly Located[]>;

function axesOf(matrix: LocatedMap, problems: ProblemList): Axes | undefined {
  const axes = new Map<string, readonly Located[]>();
  let count = 1;
  for (const [key, { value }] of matrix.entries) {
    if (key === "include" || key === "exclude" || value.kind !== "list") continue;
    const distinct = new Map<string, Located>();
    for (const item of value.items) {
      const text = valueKey(item);
      const first = distinct.get(text);
      if (first === undefined) {
        distinct.set(text, item);
        continue;
      }
      problems.add("matrix-repeated-value", placeOf(item), `"${key}" has this value twice.`, {
        related: [{ place: placeOf(first), message: "the first one" }],
      });
    }
    axes.set(key, [...distinct.values()]);
    count *= distinct.size;
  }
  if (count <= MOST_COMBINATIONS) return axes;
  problems.add(
    "matrix-too-large",
    placeOf(matrix),
    `This matrix has ${count} combinations; ${MOST_COMBINATIONS} are allowed.`,
  );
  return undefined;
}

function multiply(axes: Axes): readonly Draft[] {
  if (axes.size === 0) return [];
  let rows: Map<string, Located>[] = [new Map()];
  for (const [key, values] of axes)
    rows = rows.flatMap((row) => values.map((value) => new Map(row).set(key, value)));
  const keys = new Set(axes.keys());
  return rows.map((values) => ({ values, axes: keys, isIncluded: false }));
}

function exclude(
  drafts: readonly Draft[],
  axes: Axes,
  node: Located | undefined,
  problems: ProblemList,
): readonly Draft[] {
  if (node?.kind !== "list") return drafts;
  let kept = drafts;
  for (const rule of node.items) {
    if (rule.kind !== "map" || rule.entries.size === 0 || reportUnknownKeys(rule, axes, problems)) continue;
    const isMatch = (draft: Draft) =>
      [...rule.entries].every(([key, { value }]) => valueKey(draft.values.get(key)) === valueKey(value));
    // Compared with all combinations: an earlier rule may already have removed what this one means.
    if (!drafts.some(isMatch)) {
      problems.add(
        "matrix-exclude-unused",
        placeOf(rule),
        "This `exclude` matches no combination of the matrix.",
      );
    }
    kept = kept.filter((draft) => !isMatch(draft));
  }
  return kept;
}

function reportUnknownKeys(rule: LocatedMap, axes: Axes, problems: ProblemList): boolean {
  let isUnknown = false;
  for (const [key, entry] of rule.entries) {
    if (axes.has(key)) continue;
    isUnknown = true;
    problems.add(
      "matrix-unknown-key",
      placeOfSpan(entry.key),
      `The matrix has no list "${key}" to exclude from.`,
      {
        hint: didYouMean(key, axes.keys()),
      },
    );
  }
  return isUnknown;
}

function include(
  drafts: readonly Draft[],
  axes: ReadonlySet<string>,
  node: Located | undefined,
): readonly Draft[] {
  if (node?.kind !== "list") return drafts;
  const originals = drafts.map((draft) => new Map(draft.values));
  const added: Draft[] = [];
  for (const rule of node.items) {
    if (rule.kind !== "map") continue;
    const pairs = [...rule.entries].map(([key, { value }]) => [key, value] as const);
    const fitting = drafts.filter((_draft, index) =>
      pairs.every(([key, value]) => {
        const original = originals[index]?.get(key);
        return original === undefined || valueKey(original) === valueKey(value);
      }),
    );
    for (const draft of fitting) for (const [key, value] of pairs) draft.values.set(key, value);
    if (fitting.length === 0) added.push({ values: new Map(pairs), axes, isIncluded: true });
  }
  return [...drafts, ...added];
}

function slugsOf(draft: Draft, problems: ProblemList): ReadonlyMap<string, string> {
  const slugs = new Map<string, string>();
  const name = draft.isIncluded ? draft.values.get("name") : undefined;
  if (name !== undefined) return slugs.set("name", valueSlug("name", toJson(name)));
  const axisKeys = [...draft.values.keys()].filter((key) => draft.axes.has(key));
  const keys = axisKeys.length > 0 ? axisKeys : [...draft.values.keys()];
  for (const key of keys) {
    const value = draft.values.get(key);
    if (value === undefined) continue;
    if (value.kind === "map" && !value.entries.has("name")) {
      problems.add(
        "matrix-value-name",
        placeOf(value),
        `This value of "${key}" needs a "name", which becomes part of the id.`,
      );
    }
    slugs.set(key, valueSlug(key, toJson(value)));
  }
  return slugs;
}

function valueKey(value: Located | undefined): string {
  return value === undefined ? "" : canonicalJson(toJson(value));
}

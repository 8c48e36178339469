import type { Json } from "../json.ts";
import type { ProblemList } from "../problem-list.ts";
import {
  type Located,
  type LocatedMap,
  type LocatedScalar,
  placeOfSpan,
  textsIn,
  toJson,
} from "../source/located.ts";
import type { ClipFields } from "./clip-fields.ts";
import type { Combination } from "./matrix.ts";
import { placeOfVariable } from "./place-of-variable.ts";
import type { TemplateBook } from "./template-book.ts";
import type { ScopeNames } from "./template-scope.ts";

/** A combination together with the fields that its shots have. */
export interface Branch {
  readonly combination: Combination;
  readonly fields: ClipFields;
}

/** The names that `matrix` has in any of the combinations. */
export function matrixScope(branches: readonly Branch[]): ScopeNames {
  let names: ScopeNames = {};
  for (const { combination } of branches) {
    for (const [key, value] of combination.values) names = { ...names, [key]: merge(names[key], value) };
  }
  return names;
}

function merge(known: true | "any" | ScopeNames | undefined, value: Located): true | "any" | ScopeNames {
  if (value.kind === "list") return "any";
  if (value.kind === "scalar") return known ?? true;
  let names: ScopeNames = typeof known === "object" ? known : {};
  for (const [key, entry] of value.entries) names = { ...names, [key]: merge(names[key], entry.value) };
  return names;
}

/**
 * Reports templates that use a matrix variable which only some combinations have (`matrix-variable-missing`), once
 * each, and keys that nothing uses (`matrix-key-unused`).
 */
export function checkMatrixUse(
  matrix: LocatedMap,
  branches: readonly Branch[],
  idNode: Located | undefined,
  context: {
    readonly book: TemplateBook;
    readonly problems: ProblemList;
    readonly fields: ReadonlySet<string>;
  },
): void {
  const uses = collectUses(branches, idNode, context.book);
  for (const { node, variable, isGuarded, branches: using } of uses) {
    const missing = using.filter((branch) => !hasPath(branch.combination, variable));
    if (isGuarded || missing.length === 0 || missing.length === branches.length) continue;
    const place = placeOfVariable(node, variable);
    const such = [...(missing[0]?.combination.values ?? [])]
      .map(([key, value]) => `${key}: ${show(toJson(value))}`)
      .join(", ");
    const message = `"${variable}" does not exist in ${missing.length} of ${using.length} combinations, such as ${such}.`;
    context.problems.add("matrix-variable-missing", place, message);
    context.book.silence(node);
  }
  if (context.book.hasBroken) return;
  const used = new Set(uses.map(({ variable }) => variable.split(".")[1] ?? ""));
  const isAnyUsed = uses.some(({ variable }) => variable === "matrix");
  for (const [key, { key: span }] of matrix.entries) {
    if (key === "include" || key === "exclude" || context.fields.has(key) || used.has(key) || isAnyUsed)
      continue;
    const message = `Nothing uses "${key}": it is no field of a shot, and no template has {{ matrix.${key} }}.`;
    context.problems.add("matrix-key-unused", placeOfSpan(span), message);
  }
}

interface Use {
  readonly node: LocatedScalar;
  readonly variable: string;
  readonly isGuarded: boolean;
  readonly branches: Branch[];
}

function collectUses(
  branches: readonly Branch[],
  idNode: Located | undefined,
  book: TemplateBook,
): readonly Use[] {
  const uses = new Map<LocatedScalar, Use[]>();
  for (const branch of branches) {
    const nodes = [
      ...branch.fields.values(),
      ...branch.combination.values.values(),
      ...(idNode === undefined ? [] : [idNode]),
    ];
    for (const node of new Set(nodes.flatMap((field) => [...textsIn(field)]))) {
      const known = uses.get(node);
      if (known !== undefined) {
        for (const use of known) use.branches.push(branch);
        continue;
      }
      const template = book.templateOf(node);
      const variables =
        template?.variables.filter((name) => name === "matrix" || name.startsWith("matrix.")) ?? [];
      uses.set(
        node,
        variables.map((variable) => ({
          node,
          variable,
          isGuarded: template?.guarded.includes(variable) ?? false,
          branches: [branch],
        })),
      );
    }
  }
  return [...uses.values()].flat();
}

function hasPath(combination: Combination, variable: string): boolean {
  const [, key = "", ...rest] = variable.split(".");
  let value: Located | undefined = combination.values.get(key);
  for (const step of rest) {
    if (value?.kind !== "map") return value !== undefined;
    value = value.entries.get(step)?.value;
  }
  return value !== undefined;
}

function show(value: Json): string {
  if (typeof value === "object" && value !== null && "name" in value) return String(value["name"]);
  return typeof value === "string" ? value.slice(0, 40) : JSON.stringify(value);
}

import { Context, evalToken, LiquidError, type Template as LiquidNode, toValueSync, Value } from "liquidjs";
import type { Problem } from "../problem.ts";
import { checkValue } from "./check-expression.ts";
import { checkNodes } from "./check-tags.ts";
import { addFilter, liquidEngine } from "./liquid-engine.ts";
import { parseCondition, parseTemplate } from "./parse-template.ts";
import { type Findings, type TemplateSource, templateProblem, type Watch } from "./template-findings.ts";
import type { TemplateScope } from "./template-scope.ts";
import { isEmptyValue, isTrue } from "./truth.ts";

export type { TemplateSource } from "./template-findings.ts";
export { productScope, type ScopeNames, type TemplateScope } from "./template-scope.ts";

/** Longest text that a template may give, in UTF-16 units; the longest prompt that any API takes is a quarter of it. */
const MAX_OUTPUT_LENGTH = 20_000;

/** How Liquid says that a rendering has taken too much time or memory. */
const LIMIT_WORDS = /\blimit exceeded/;

/** What rendering a template gives: its text, or why there is none. */
export type Rendering =
  | {
      readonly text: string;
      /** Variables that were printed although they were empty, and that nothing guards; each once. */
      readonly emptyVariables: readonly string[];
    }
  | { readonly problem: Problem };

/** A template that has been checked and can be rendered any number of times. */
export interface Template {
  /** True where it is the same text for everything. */
  readonly isConstant: boolean;
  /** Dotted paths of the scope's variables that it uses, such as `product.title` or `product.row["Image Src"]`. */
  readonly variables: readonly string[];
  /** Those that may be empty: used with `| default`, or looked at by a condition or a loop. */
  readonly guarded: readonly string[];
  render(context: Readonly<Record<string, unknown>>): Rendering;
}

/** What compiles templates. */
export type CompileTemplate = typeof compileTemplate;

/** A condition that has been checked and can be tested any number of times. */
export interface Condition {
  /** One that fails while it is tested, such as by a filter that refuses its value, does not hold. */
  test(context: Readonly<Record<string, unknown>>): boolean;
}

/**
 * Compiles a Liquid template and checks everything in it against the names that it may use.
 *
 * Never throws. Mistakes come as problems with codes of `TEMPLATE_PROBLEM_CODES`, all at once, each at its exact
 * place; with an error among them there is no template. Rendering is bounded in time, memory and length, reads
 * no files, no clock and no prototypes, and prints lists with commas.
 */
export function compileTemplate(
  source: TemplateSource,
  scope: TemplateScope,
): { readonly template: Template | undefined; readonly problems: readonly Problem[] } {
  if (!/\{\{|\{%/.test(source.text)) return { template: constantTemplate(source), problems: [] };
  const { nodes, problems } = parseTemplate(source);
  const findings = emptyFindings(source, scope, problems);
  const printed: { readonly value: Value; readonly watches: readonly Watch[] }[] = [];
  checkNodes(findings, nodes, (value, watches) => printed.push({ value, watches }));
  if (hasErrors(findings)) return { template: undefined, problems: inOrder(findings.problems) };

  const empty = new Set<string>();
  const holes = new Set<string>();
  for (const { value, watches } of printed) {
    const unguarded = watches.map(({ paths, token }) => ({
      token,
      paths: paths.filter((path) => !findings.tested.has(path)),
    }));
    for (const path of unguarded.flatMap(({ paths }) => paths)) holes.add(path);
    watchPrinted(value, unguarded, empty);
  }
  const variables = [...findings.variables];
  let exhausted: Rendering | undefined;
  const template: Template = {
    isConstant: false,
    variables,
    guarded: variables.filter((path) => !holes.has(path)),
    render: (context) => {
      // One that runs into the bounds is wrong already; to run into them for each product takes minutes.
      if (exhausted !== undefined) return exhausted;
      empty.clear();
      const rendering = renderNodes(source, nodes, context, empty);
      if ("problem" in rendering && LIMIT_WORDS.test(rendering.problem.message)) exhausted = rendering;
      return rendering;
    },
  };
  return { template, problems: inOrder(findings.problems) };
}

/**
 * Compiles a condition, such as `product.published and product.image`: what Liquid allows after `if`.
 *
 * Never throws; problems as for `compileTemplate`. An empty cell, an empty list, `false` and the words false,
 * no and 0 do not hold; numbers in cells compare as numbers.
 */
export function compileCondition(
  source: TemplateSource,
  scope: TemplateScope,
): { readonly condition: Condition | undefined; readonly problems: readonly Problem[] } {
  const parsed = parseCondition(source);
  const findings = emptyFindings(source, scope, parsed.problems);
  if (parsed.value === undefined) return { condition: undefined, problems: findings.problems };
  const liquid = liquidEngine();
  const value = new Value(parsed.value, liquid);
  checkValue(findings, value, "tested");
  if (hasErrors(findings)) return { condition: undefined, problems: inOrder(findings.problems) };
  const condition: Condition = {
    test: (context) => {
      try {
        const liquidContext = new Context({ ...context }, liquid.options, { sync: true }, { liquid });
        return isTrue(toValueSync(value.value(liquidContext, true)));
      } catch {
        return false;
      }
    },
  };
  return { condition, problems: inOrder(findings.problems) };
}

function constantTemplate(source: TemplateSource): Template {
  const rendering =
    source.text.length > MAX_OUTPUT_LENGTH ? tooLong(source) : { text: source.text, emptyVariables: [] };
  return { isConstant: true, variables: [], guarded: [], render: () => rendering };
}

function renderNodes(
  source: TemplateSource,
  nodes: readonly LiquidNode[],
  context: Readonly<Record<string, unknown>>,
  empty: ReadonlySet<string>,
): Rendering {
  try {
    const text: string = liquidEngine().renderSync(nodes as LiquidNode[], context);
    return text.length > MAX_OUTPUT_LENGTH ? tooLong(source) : { text, emptyVariables: [...empty] };
  } catch (error) {
    const token = LiquidError.is(error)
      ? (error as LiquidError).token
      : { begin: 0, end: source.text.length };
    const original = LiquidError.is(error) ? (error as LiquidError).originalError : error;
    const reason = original instanceof Error ? original.message : String(original);
    return {
      problem: templateProblem(source, "template-failed", token, {
        message: `This part of the template failed: ${reason.replace(/, line:\d+, col:\d+$/, "").replace(/\.$/, "")}.`,
      }),
    };
  }
}

/** Makes a printed value note which of its variables were empty, only when it is really printed. */
function watchPrinted(value: Value, watches: readonly Watch[], empty: Set<string>): void {
  const watched = watches.filter(({ paths }) => paths.length > 0);
  if (watched.length === 0) return;
  addFilter(value, "first", function noteEmpty(printed) {
    for (const { paths, token } of watched) {
      if (isEmptyValue(toValueSync(evalToken(token, this.context))))
        for (const path of paths) empty.add(path);
    }
    return printed;
  });
}

function tooLong(source: TemplateSource): { readonly problem: Problem } {
  const problem = templateProblem(
    source,
    "template-too-long",
    { begin: 0, end: source.text.length },
    {
      message: `The template gives more than ${MAX_OUTPUT_LENGTH} characters.`,
    },
  );
  return { problem };
}

function emptyFindings(
  source: TemplateSource,
  { names }: TemplateScope,
  problems: readonly Problem[],
): Findings {
  const found = { problems: [...problems], variables: new Set<string>(), tested: new Set<string>() };
  return { source, scope: names, locals: new Map(), ...found };
}

function hasErrors({ problems }: Findings): boolean {
  return problems.some(({ severity }) => severity === "error");
}

/** In the order of the text; of several problems at one place the first found is the cause of the others. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const at = ({ place }: Problem): string => `${place.line}:${place.column}`;
  const first = new Map(problems.toReversed().map((problem) => [at(problem), problem]));
  return [...first.values()].toSorted(
    (a, b) => a.place.line - b.place.line || a.place.column - b.place.column,
  );
}

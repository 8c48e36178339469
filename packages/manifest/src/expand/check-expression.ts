import {
  type Expression,
  type FilteredValueToken,
  type Token,
  TypeGuards,
  type Value,
  type ValueToken,
} from "liquidjs";
import { nearest } from "../nearest.ts";
import { checkVariable, type Variable } from "./check-variable.ts";
import { isClockWord, liquidEngine } from "./liquid-engine.ts";
import { addProblem, type Findings, type Stretch, type Watch } from "./template-findings.ts";

/** How a value is used: printed it must not be empty, tested it may be. */
export type Use = "printed" | "tested";

/** What was learnt of a value. */
export interface CheckedValue {
  /** The variables that leave a hole where they are empty. */
  readonly watches: readonly Watch[];
  /** The variable, where the value is nothing else, filters aside. */
  readonly variable: Variable | undefined;
}

/** A filter as it stands in the source. */
export interface NamedFilter {
  readonly name: string;
  readonly args: FilteredValueToken["filters"][number]["args"];
  readonly stretch: Stretch;
}

/**
 * The filters that the template's author wrote. A parsed filter keeps its token to itself, but only the token knows
 * where it stands; the engine's own filters have one that stands nowhere.
 */
export function writtenFilters(value: Value | FilteredValueToken): NamedFilter[] {
  return value.filters.flatMap((filter) => {
    const token = "token" in filter ? (filter["token"] as Partial<Token>) : filter;
    const { begin = 0, end = 0 } = token;
    if (end <= begin) return [];
    return [{ name: filter.name, args: filter.args, stretch: { begin, end: begin + filter.name.length } }];
  });
}

/** Checks an expression with its filters: every variable, every filter, and how `and` and `or` are mixed. */
export function checkValue(findings: Findings, value: Value | FilteredValueToken, use: Use): CheckedValue {
  const filters = writtenFilters(value);
  const isGuarded = use === "tested" || filters.some(({ name }) => name === "default");
  const operands = checkExpression(findings, value.initial, isGuarded);
  for (const filter of filters) checkFilter(findings, filter);
  checkClock(findings, value.initial, filters);
  const args = filters
    .filter(({ name }) => name !== "default")
    .flatMap(({ args }) => args.map((arg) => (Array.isArray(arg) ? arg[1] : arg)))
    .flatMap((arg) => (arg === undefined ? [] : checkToken(findings, arg, isGuarded)));
  for (const { args: guarded } of filters.filter(({ name }) => name === "default")) {
    for (const arg of guarded) if (!Array.isArray(arg)) checkToken(findings, arg, true);
  }
  const [only, ...others] = operands;
  return {
    watches: isGuarded ? [] : [...operands, ...args].filter(({ paths }) => paths.length > 0),
    variable: others.length === 0 && value.initial.postfix.length === 1 ? only?.variable : undefined,
  };
}

interface FoundVariable extends Watch {
  readonly variable: Variable;
}

/** Checks one operand: a variable, a range, or an expression in brackets. */
export function checkToken(findings: Findings, token: Token, isGuarded: boolean): FoundVariable[] {
  if (TypeGuards.isQuotedToken(token)) checkQuote(findings, token);
  if (TypeGuards.isRangeToken(token)) {
    return [token.lhs, token.rhs].flatMap((end) => checkToken(findings, end, isGuarded));
  }
  if (TypeGuards.isFilteredValueToken(token)) {
    checkValue(findings, token, isGuarded ? "tested" : "printed");
    return [];
  }
  if (!TypeGuards.isPropertyAccessToken(token)) return [];
  if (token.getText().endsWith(".")) {
    const dot = { begin: token.end - 1, end: token.end };
    addProblem(findings, "template-broken", dot, { message: "A name is missing after the dot." });
    return [];
  }
  for (const prop of token.props) {
    if (TypeGuards.isPropertyAccessToken(prop)) checkToken(findings, prop, isGuarded);
  }
  if (token.variable !== undefined) {
    checkToken(findings, token.variable, isGuarded);
    return [];
  }
  const variable = checkVariable(findings, token);
  if (variable === undefined) return [];
  if (isGuarded) for (const path of variable.paths) findings.tested.add(path);
  return [{ paths: variable.paths, token: token as ValueToken, variable }];
}

function checkExpression(findings: Findings, expression: Expression, isGuarded: boolean): FoundVariable[] {
  const tokens = expression.postfix.toSorted((a, b) => a.begin - b.begin);
  checkOperands(findings, expression);
  checkMixture(findings, tokens);
  const compares = tokens.some((token) => TypeGuards.isOperatorToken(token));
  return tokens.flatMap((token) => checkToken(findings, token, isGuarded || compares));
}

/** Liquid silently forgets an operand that has no operator, and an operator that has no operand. */
function checkOperands(findings: Findings, expression: Expression): void {
  const stack: Token[] = [];
  for (const token of expression.postfix) {
    if (TypeGuards.isOperatorToken(token)) {
      const wanted = token.operator === "not" ? 1 : 2;
      if (stack.length < wanted) {
        addProblem(findings, "template-broken", token, {
          message: `Something is missing beside "${token.getText()}".`,
        });
        return;
      }
      stack.splice(-wanted, wanted, token);
    } else stack.push(token);
  }
  const [, extra] = stack.toSorted((a, b) => a.begin - b.begin);
  if (extra !== undefined) {
    const message = `"${extra.getText()}" stands here without anything that joins it to what is before it.`;
    addProblem(findings, "template-broken", extra, { message });
  }
}

function checkMixture(findings: Findings, tokens: readonly Token[]): void {
  const joints = tokens.filter(
    (token) => ["and", "or"].includes(token.getText()) && TypeGuards.isOperatorToken(token),
  );
  const [first] = joints;
  const other = joints.find((token) => token.getText() !== first?.getText());
  if (first === undefined || other === undefined) return;
  const text = (from: number, to: number): string => findings.source.text.slice(from, to).trim();
  const end = tokens.at(-1)?.end ?? other.end;
  const begins = [tokens[0]?.begin ?? first.begin, ...joints.map((joint) => joint.end)];
  const ends = [...joints.map((joint) => joint.begin), end];
  const parts = begins.map((begin, index) => text(begin, ends[index] ?? end));
  const reading = parts.reduceRight((right, part, index) => {
    const inner = index === parts.length - 2 ? right : `(${right})`;
    return `${part} ${joints[index]?.getText()} ${inner}`;
  });
  addProblem(findings, "template-mixed-and-or", other, {
    message: `"and" and "or" are mixed; read from right to left this means: ${reading}.`,
    hint: "Put brackets around the part that belongs together, as in (a and b) or c.",
  });
}

function checkFilter(findings: Findings, { name, stretch }: NamedFilter): void {
  const { filters } = liquidEngine();
  if (Object.hasOwn(filters, name)) return;
  const best = nearest(name, Object.keys(filters));
  addProblem(findings, "template-unknown-filter", stretch, {
    message: `There is no filter "${name}".`,
    ...(best === undefined ? {} : { hint: `Did you mean "${best}"?` }),
  });
}

function checkClock(findings: Findings, initial: Expression, filters: readonly NamedFilter[]): void {
  const [token] = initial.postfix;
  if (token === undefined || !TypeGuards.isQuotedToken(token) || !isClockWord(token.content)) return;
  if (!filters.some(({ name }) => name.startsWith("date"))) return;
  addProblem(findings, "template-not-repeatable", token, {
    message: `"${token.content}" changes from day to day, and every change would make the shot again.`,
  });
}

function checkQuote(findings: Findings, token: Token): void {
  const text = token.getText();
  if (text.length >= 2 && text.at(-1) === text[0]) return;
  addProblem(
    findings,
    "template-broken",
    { begin: token.begin, end: token.begin + 1 },
    {
      message: "The quote that opens here is never closed.",
      hint: `Close it with ${text[0]}.`,
    },
  );
}

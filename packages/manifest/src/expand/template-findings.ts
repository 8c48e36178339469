import type { Token, ValueToken } from "liquidjs";
import type { Place, Problem } from "../problem.ts";
import { TEMPLATE_PROBLEM_CODES } from "./template-problem-codes.ts";
import type { ScopeNames } from "./template-scope.ts";

/** The text of a template, and where its characters stand. */
export interface TemplateSource {
  readonly text: string;
  /** Maps an offset (UTF-16 index in `text`) and a length to where they stand in the file. */
  readonly placeAt: (offset: number, length: number) => Place;
}

/** A variable that is printed, and so leaves a hole where it is empty. */
export interface Watch {
  /** The scope's variables that it takes its value from. */
  readonly paths: readonly string[];
  readonly token: ValueToken;
}

/** A name that the template itself gave, by `assign`, `capture` or `for`. */
export interface LocalName {
  readonly names: true | "any" | ScopeNames;
  /** The variables whose emptiness makes it empty. */
  readonly paths: readonly string[];
}

/** What is known of a template so far; the checks add to it. */
export interface Findings {
  readonly source: TemplateSource;
  readonly scope: ScopeNames;
  readonly locals: Map<string, LocalName>;
  readonly problems: Problem[];
  /** Dotted paths of the scope's variables that are used anywhere. */
  readonly variables: Set<string>;
  /** Those that a condition or a loop looks at. */
  readonly tested: Set<string>;
}

/** A stretch of the source; tokens are such. */
export type Stretch = Pick<Token, "begin" | "end">;

/** Adds a problem whose place is a stretch of the template's source. */
export function addProblem(
  findings: Pick<Findings, "source" | "problems">,
  code: keyof typeof TEMPLATE_PROBLEM_CODES,
  stretch: Stretch,
  words: { readonly message: string; readonly hint?: string },
): void {
  findings.problems.push(templateProblem(findings.source, code, stretch, words));
}

/** Makes a problem whose place is a stretch of the template's source. */
export function templateProblem(
  source: TemplateSource,
  code: keyof typeof TEMPLATE_PROBLEM_CODES,
  { begin, end }: Stretch,
  {
    message,
    hint = TEMPLATE_PROBLEM_CODES[code]?.hint ?? "",
  }: { readonly message: string; readonly hint?: string },
): Problem {
  const from = Math.min(Math.max(0, begin), source.text.length);
  const length = Math.max(1, Math.min(end, source.text.length) - from);
  const severity = TEMPLATE_PROBLEM_CODES[code]?.severity ?? "error";
  return { code: String(code), severity, message, place: source.placeAt(from, length), hint };
}

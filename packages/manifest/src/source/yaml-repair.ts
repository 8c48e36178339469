import { type Document, isCollection, visit, type YAMLParseError } from "yaml";
import type { ProblemList } from "../problem-list.ts";
import { type Edit, repair } from "./repaired-text.ts";
import type { SourceText } from "./source-text.ts";

const TABBED_LINE = /^[ ]*\t[ \t]*(?=\S)/gm;

/**
 * Reports tabs that indent lines, and gives edits that make the file readable without them.
 *
 * What a tab was meant to be is not known: the width (or the neighbour's indentation) that leaves the
 * fewest faults is taken, so that the rest of the file can be checked in the same pass.
 *
 * @param countFaults - how many syntax errors a text has.
 */
export function replaceTabs(
  source: SourceText,
  problems: ProblemList,
  countFaults: (text: string) => number,
): readonly Edit[] {
  const runs = [...source.text.matchAll(TABBED_LINE)].map((match) => ({
    start: match.index,
    text: match[0],
  }));
  reportTabs(source, runs, problems);
  const candidates = [
    () => alignWithNeighbours(source.text, runs),
    ...[2, 4, 8].map(
      (width) => () => runs.map((run) => editOf(run, run.text.replaceAll("\t", " ".repeat(width)))),
    ),
  ];
  let best: { readonly edits: readonly Edit[]; readonly faults: number } | undefined;
  for (const candidate of candidates) {
    const edits = candidate();
    const faults = countFaults(repair(source.text, edits).text);
    if (best === undefined || faults < best.faults) best = { edits, faults };
    if (best.faults === 0) break;
  }
  return best?.edits ?? [];
}

interface Run {
  readonly start: number;
  readonly text: string;
}

function editOf(run: Run, text: string): Edit {
  return { start: run.start, end: run.start + run.text.length, text };
}

/** One problem for each block of tabbed lines, at its first tab. */
function reportTabs(source: SourceText, runs: readonly Run[], problems: ProblemList): void {
  let blockEndLine = -1;
  for (const run of runs) {
    const firstTab = run.start + run.text.indexOf("\t");
    const place = source.place(firstTab, run.start + run.text.length);
    if (place.line !== blockEndLine + 1) {
      problems.add("yaml-tab", place, "A tab indents this line; YAML allows only spaces there.");
    }
    blockEndLine = place.line;
  }
}

/** Gives a tabbed line the indentation of the line above it, one step deeper below a line that ends in `:`. */
function alignWithNeighbours(text: string, runs: readonly Run[]): readonly Edit[] {
  const edits: Edit[] = [];
  for (const run of runs) {
    const above = text.slice(0, run.start).trimEnd();
    const line = above.slice(above.lastIndexOf("\n") + 1);
    const lineStart = above.length - line.length;
    const known = edits.find((edit) => edit.start === lineStart);
    const indent = known ? known.text.length : line.search(/\S/);
    const dash = /^\s*((?:- +)*)/.exec(line)?.[1]?.length ?? 0;
    const step = line.endsWith(":") ? 2 : 0;
    edits.push(editOf(run, " ".repeat(Math.max(0, indent + dash + step))));
  }
  return edits;
}

/**
 * Finds templates that were left without quotes (`prompt: {{ x }} …`, which YAML takes for a map), reports
 * each with its fix, and gives the edits that quote them.
 */
export function quoteTemplates(
  document: Document,
  text: string,
  report: (start: number, end: number, fix: string) => void,
): readonly Edit[] {
  const edits: Edit[] = [];
  visit(document, {
    Map(_key, node, path) {
      const start = node.range?.[0];
      if (start === undefined || !node.flow || !/^\{[{%]/.test(text.slice(start, start + 2)))
        return undefined;
      const isInFlow = path.some((parent) => isCollection(parent) && parent.flow === true);
      const end = start + templateLength(text.slice(start), isInFlow);
      const written = text.slice(start, end);
      const quoted = quote(written);
      edits.push({ start, end, text: quoted });
      report(start, end, quoted);
      return visit.SKIP;
    },
  });
  return edits;
}

/**
 * Finds texts without quotes that have a second `: ` in them (`prompt: Close-up: a hand`), which YAML takes for a map
 * inside a value, reports each with its fix, and gives the edits that quote them.
 */
export function quoteTextsWithColons(
  document: Document,
  text: string,
  report: (start: number, end: number, fix: string) => void,
): readonly Edit[] {
  const edits: Edit[] = [];
  for (const { code, pos } of document.errors) {
    const [start] = pos;
    const written = /^[^\s"'[{|>&*!%@`#-].*/
      .exec(lineFrom(text, start))?.[0]
      .replace(/\s+#.*$/, "")
      .trimEnd();
    const isInValue = /[:-][ \t]+$/.test(text.slice(Math.max(0, start - 80), start));
    if (code !== "BLOCK_AS_IMPLICIT_KEY" || written === undefined || !isInValue || !/:(?:\s|$)/.test(written))
      continue;
    const edit = { start, end: start + written.length, text: quote(written) };
    if (edits.some((other) => other.start <= edit.end && edit.start <= other.end)) continue;
    edits.push(edit);
    report(edit.start, edit.end, edit.text);
  }
  return edits;
}

/** Closes quotes that stay open to the end of the file at the end of the line that opens them. */
export function closeQuotes(
  document: Document,
  text: string,
  report: (start: number) => void,
): readonly Edit[] {
  const edits: Edit[] = [];
  for (const { code, message, pos } of document.errors) {
    if (code !== "MISSING_CHAR" || !message.startsWith("Missing closing")) continue;
    const start = openQuoteBefore(document, text, pos[0]);
    if (start === undefined) continue;
    const end = start + lineFrom(text, start).trimEnd().length;
    edits.push({ start: end, end, text: text[start] ?? "" });
    report(start);
  }
  return edits;
}

function openQuoteBefore(document: Document, text: string, offset: number): number | undefined {
  let found: number | undefined;
  visit(document, {
    Scalar(_key, { range }) {
      if (range && range[0] < offset && range[1] >= offset - 1 && /["']/.test(text[range[0]] ?? ""))
        found = range[0];
    },
  });
  return found;
}

/** Takes out brackets that close nothing: they would end the document and hide what follows. */
export function dropStrayBrackets(
  document: Document,
  report: (error: YAMLParseError) => void,
): readonly Edit[] {
  const edits: Edit[] = [];
  for (const error of document.errors) {
    if (error.code !== "UNEXPECTED_TOKEN" || !/flow-(?:map|seq)-end/.test(error.message)) continue;
    const [start, end] = error.pos;
    edits.push({ start, end, text: " ".repeat(end - start) });
    report(error);
  }
  return edits;
}

function lineFrom(text: string, start: number): string {
  const end = text.indexOf("\n", start);
  return text.slice(start, end < 0 ? text.length : end);
}

/** In double quotes where nothing in the text has a meaning there, else in single ones. */
function quote(text: string): string {
  return /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}

/** In block style a template's text runs to the end of its line; in flow style to the next `,` or bracket. */
function templateLength(rest: string, isInFlow: boolean): number {
  const line = /^.*/.exec(rest)?.[0] ?? "";
  if (!isInFlow) return line.replace(/\s+#.*$/, "").trimEnd().length;
  const match = /^(?:\{\{.*?\}\}|\{%.*?%\}|[^,{}\]])+/.exec(line);
  return (match?.[0] ?? line).trimEnd().length;
}

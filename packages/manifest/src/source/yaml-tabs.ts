import type { ProblemList } from "../problem-list.ts";
import { type Edit, repair, unrepaired } from "./repaired-text.ts";
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
    const faults = countFaults(repair(unrepaired(source.text), edits).text);
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
  const edits = new Map<number, Edit>();
  for (const run of runs) {
    const above = text.slice(0, run.start).trimEnd();
    const line = above.slice(above.lastIndexOf("\n") + 1);
    const lineStart = above.length - line.length;
    const known = edits.get(lineStart);
    const indent = known ? known.text.length : line.search(/\S/);
    const dash = /^\s*((?:- +)*)/.exec(line)?.[1]?.length ?? 0;
    const step = line.endsWith(":") ? 2 : 0;
    edits.set(run.start, editOf(run, " ".repeat(Math.max(0, indent + dash + step))));
  }
  return [...edits.values()];
}

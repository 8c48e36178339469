import { type Document, isCollection, visit } from "yaml";
import type { RepairStep } from "./repair-step.ts";
import type { Edit } from "./repaired-text.ts";

/**
 * Finds templates that were left without quotes (`prompt: {{ x }} …`, which YAML takes for a map) and quotes them;
 * the hint is the line as it should be written.
 */
export const quoteTemplates: RepairStep = (document, text, report) => {
  const edits: Edit[] = [];
  visit(document, {
    Map(_key, node, path) {
      const start = node.range?.[0];
      if (start === undefined || !node.flow || !/^\{[{%]/.test(text.slice(start, start + 2)))
        return undefined;
      const isInFlow = path.some((parent) => isCollection(parent) && parent.flow === true);
      const end = start + templateLength(text.slice(start), isInFlow);
      const fix = quote(text.slice(start, end));
      edits.push({ start, end, text: fix });
      report({
        ...{ code: "yaml-unquoted-template", start, end, hint: `Write ${keyBefore(text, start)}${fix}` },
        message: "YAML takes a value that begins with `{{` for a map: the template needs quotes.",
      });
      return visit.SKIP;
    },
  });
  return edits;
};

/**
 * Finds texts without quotes that have a second `: ` in them (`prompt: Close-up: a hand`), which YAML takes for a map
 * inside a value, and quotes them; the hint is the line as it should be written.
 */
export const quoteTextsWithColons: RepairStep = (document, text, report) => {
  const edits: Edit[] = [];
  for (const { code, pos } of document.errors) {
    const [start] = pos;
    const written = /^[^\s"'[{|>&*!%@`#-].*/
      .exec(lineFrom(text, start))?.[0]
      .replace(/\s+#.*$/, "")
      .trimEnd();
    if (code !== "BLOCK_AS_IMPLICIT_KEY" || written === undefined || !/:(?:\s|$)/.test(written)) continue;
    const end = start + written.length;
    const key = keyBefore(text, start);
    if (key === "" || edits.some((other) => other.start <= end && start <= other.end)) continue;
    edits.push({ start, end, text: quote(written) });
    report({
      ...{ code: "yaml-syntax", start, end, hint: `Write ${key}${quote(written)}` },
      message: "YAML takes a text that has `: ` in it for a map: the text needs quotes.",
    });
  }
  return edits;
};

/** Closes quotes that stay open to the end of the file, at the end of the line that opens them. */
export const closeQuotes: RepairStep = (document, text, report) => {
  const edits: Edit[] = [];
  const errors = document.errors.filter(
    ({ code, message }) => code === "MISSING_CHAR" && message.startsWith("Missing closing"),
  );
  const quoted = errors.length === 0 ? [] : quotedRanges(document, text);
  for (const { pos } of errors) {
    const start = quoted.findLast(([from, to]) => from < pos[0] && to >= pos[0] - 1)?.[0];
    if (start === undefined || (edits.at(-1)?.start ?? -1) >= start) continue;
    const end = start + lineFrom(text, start).trimEnd().length;
    edits.push({ start: end, end, text: text[start] ?? "" });
    report({
      ...{ code: "yaml-syntax", start, end: start + 1, hint: "Close it at the end of the text." },
      message: "This quote is never closed.",
    });
  }
  return edits;
};

/** Where the quoted texts of a document begin and end, in its order. */
function quotedRanges(document: Document, text: string): readonly (readonly [number, number])[] {
  const ranges: (readonly [number, number])[] = [];
  visit(document, {
    Scalar(_key, { range }) {
      if (range && /["']/.test(text[range[0]] ?? "")) ranges.push([range[0], range[1]]);
    },
  });
  return ranges;
}

/** The key, or the dash, that a value follows; empty where there is none. */
function keyBefore(text: string, start: number): string {
  return /([\w.-]+:[ \t]+|-[ \t]+)$/.exec(text.slice(Math.max(0, start - 80), start))?.[1] ?? "";
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

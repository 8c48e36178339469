import { isCollection, visit } from "yaml";
import type { RepairStep } from "./repair-step.ts";
import type { Edit } from "./repaired-text.ts";

const CLOSERS: Readonly<Record<string, string>> = { "{": "}", "[": "]" };

/**
 * Closes `{` and `[` that are left open at the end of their line although the next line is no deeper, and so no part of
 * them: open, they would swallow the rest of the file. The fault is the innermost bracket that is left open.
 */
export const closeBrackets: RepairStep = (document, text, report) => {
  if (document.errors.length === 0) return [];
  const edits = new Map<number, Edit>();
  visit(document, {
    Node(_key, node) {
      const start = node.range?.[0];
      if (start === undefined || !isCollection(node) || node.flow !== true) return;
      const lineStart = text.lastIndexOf("\n", start - 1) + 1;
      const lineEnd = endOfLine(text, start);
      if (edits.has(lineStart)) return;
      const { open, end } = scanLine(text, start, lineEnd);
      const innermost = open.at(-1);
      if (innermost === undefined || isDeeper(text, lineStart, lineEnd)) return;
      const closers = open.map((at) => CLOSERS[text[at] ?? ""] ?? "").reverse();
      edits.set(lineStart, { start: end, end, text: closers.join("") });
      report({
        ...{ code: "yaml-syntax", start: innermost, end: innermost + 1 },
        message: `This "${text[innermost]}" is not closed.`,
        hint: "Close it on the same line, or indent the lines that belong to it.",
      });
    },
  });
  return [...edits.values()];
};

/** Takes out brackets that close nothing: they would end the document and hide what follows. */
export const dropStrayBrackets: RepairStep = (document, text, report) => {
  const edits: Edit[] = [];
  for (const { code, message, pos } of document.errors) {
    if (code !== "UNEXPECTED_TOKEN" || !/flow-(?:map|seq)-end/.test(message)) continue;
    const [start, end] = pos;
    edits.push({ start, end, text: " ".repeat(end - start) });
    report({
      ...{ code: "yaml-syntax", start, end, hint: "Take it out." },
      message: `"${text.slice(start, end)}" closes nothing that was opened.`,
    });
  }
  return edits;
};

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

/** The brackets that are open at the end of a line, and where its text ends before white space and comment. */
function scanLine(
  text: string,
  start: number,
  lineEnd: number,
): { readonly open: readonly number[]; readonly end: number } {
  const open: number[] = [];
  let end = start;
  for (let at = start; at < lineEnd; at += 1) {
    const unit = text[at] ?? "";
    if (unit === "#" && /\s/.test(text[at - 1] ?? "")) break;
    if (unit === '"' || unit === "'") {
      const close = text.indexOf(unit, at + 1);
      at = close < 0 || close > lineEnd ? lineEnd : close;
    } else if (unit in CLOSERS) open.push(at);
    else if (unit === "}" || unit === "]") open.pop();
    if (/\S/.test(unit)) end = Math.min(at + 1, lineEnd);
  }
  return { open, end };
}

function isDeeper(text: string, lineStart: number, lineEnd: number): boolean {
  const own = /^ */.exec(text.slice(lineStart, lineEnd))?.[0].length ?? 0;
  const next = /^(?:[ \t\r]*\n)*( *)(\S)/.exec(text.slice(lineEnd + 1));
  // A closing bracket may stand at any depth.
  return next !== null && ((next[1]?.length ?? 0) > own || /[}\]]/.test(next[2] ?? ""));
}

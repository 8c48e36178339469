import { type Document, type ParsedNode, parseDocument, type YAMLParseError } from "yaml";
import { ProblemList } from "../problem-list.ts";
import { decodeSource } from "./decode-source.ts";
import type { Located } from "./located.ts";
import type { RepairStep } from "./repair-step.ts";
import { type RepairedText, repair, unrepaired } from "./repaired-text.ts";
import { SourceText } from "./source-text.ts";
import { closeBrackets, dropStrayBrackets } from "./yaml-brackets.ts";
import { isTooDeep, locateYaml } from "./yaml-nodes.ts";
import { closeQuotes, quoteTemplates, quoteTextsWithColons } from "./yaml-quotes.ts";
import { wordSyntaxError } from "./yaml-syntax.ts";
import { replaceTabs } from "./yaml-tabs.ts";

/** What a YAML file holds; `root` is undefined when it is empty or cannot be read at all. */
export interface YamlSource {
  readonly root: Located | undefined;
  readonly source: SourceText;
}

/**
 * Reads a YAML 1.2 file into values that remember their places.
 *
 * Broken syntax is reported and read on as far as possible: tabs are taken for spaces and unquoted
 * templates are quoted, so that the rest of the file is checked in the same pass. Tags, merge keys,
 * duplicate keys, further documents and alias bombs are refused (codes `yaml-…`).
 */
export function readYaml(file: string, bytes: Uint8Array, problems: ProblemList): YamlSource {
  const source = decodeSource(file, bytes, problems);
  const { document, repaired } = parseRepaired(source, problems);
  reportSyntax(document, repaired, source, problems);
  refuseDirectives(document, source, problems);
  const root = document.contents as ParsedNode | null;
  if (root === null) return { root: undefined, source };
  return { root: locateYaml(root, { source, repaired, problems }), source };
}

interface Parsed {
  readonly document: Document;
  readonly repaired: RepairedText;
}

/** In the order in which one fault hides others: an open bracket or quote swallows what follows. */
const REPAIRS: readonly RepairStep[] = [
  closeBrackets,
  dropStrayBrackets,
  closeQuotes,
  quoteTemplates,
  quoteTextsWithColons,
];

function parseRepaired(source: SourceText, problems: ProblemList): Parsed {
  const plain = unrepaired(source.text);
  const document = parse(source.text);
  // That it is too deep is said at the place where it is; what the parser says of it depends on the machine's stack,
  // and each repair would go through all levels again.
  if (isTooDeep(document.contents as ParsedNode | null)) {
    document.errors = [];
    return { document, repaired: plain };
  }
  if (!document.errors.some((error) => isAtTab(error as YAMLParseError, source.text))) {
    return repairSteps({ document, repaired: plain }, source, problems);
  }
  const countFaults = (text: string): number =>
    repairSteps(
      { document: parse(text), repaired: unrepaired(text) },
      new SourceText("", text),
      new ProblemList(),
    ).document.errors.length;
  const repaired = repair(plain, replaceTabs(source, problems, countFaults));
  return repairSteps({ document: parse(repaired.text), repaired }, source, problems);
}

function repairSteps(start: Parsed, source: SourceText, problems: ProblemList): Parsed {
  let { document, repaired } = start;
  for (const step of REPAIRS) {
    const { text, toOriginal } = repaired;
    const edits = step(document, text, ({ code, message, hint, ...fault }) => {
      problems.add(code, source.place(toOriginal(fault.start), toOriginal(fault.end)), message, { hint });
    });
    if (edits.length === 0) continue;
    repaired = repair(repaired, edits);
    document = parse(repaired.text);
  }
  return { document, repaired };
}

/** A tab where indentation should be is not always called so: below a block text it only ends the block. */
function isAtTab(error: YAMLParseError, text: string): boolean {
  const lineStart = text.lastIndexOf("\n", error.pos[0] - 1) + 1;
  return error.code === "TAB_AS_INDENT" || /^ *\t/.test(text.slice(lineStart, lineStart + 80));
}

function parse(text: string): Document {
  return parseDocument(text, {
    version: "1.2",
    schema: "core",
    merge: false,
    uniqueKeys: false,
    prettyErrors: false,
  });
}

/** One problem a line: what follows the first fault of a line is its echo. */
function reportSyntax(
  document: Document,
  repaired: RepairedText,
  source: SourceText,
  problems: ProblemList,
): void {
  const lines = new Set<number>();
  for (const error of [...document.errors].sort((a, b) => a.pos[0] - b.pos[0])) {
    const [start, end] = withoutIndentation(error.pos, repaired.text);
    const place = source.place(repaired.toOriginal(start), repaired.toOriginal(end));
    if (lines.has(place.line)) continue;
    lines.add(place.line);
    if (error.code === "MULTIPLE_DOCS") {
      problems.add("yaml-documents", place, "A second document begins here; a manifest is one document.");
      continue;
    }
    const { message, hint } = wordSyntaxError(error as YAMLParseError);
    problems.add("yaml-syntax", place, message, { hint });
  }
}

/** A fault of indentation points at the line's first character; what is meant is what stands on the line. */
function withoutIndentation(
  [start, end]: readonly [number, number],
  text: string,
): readonly [number, number] {
  const isAtLineStart = start === 0 || text[start - 1] === "\n";
  const indent = isAtLineStart ? (/^ *(?=\S)/.exec(text.slice(start, start + 200))?.[0].length ?? 0) : 0;
  return [start + indent, Math.max(end, start + indent + 1)];
}

function refuseDirectives(document: Document, source: SourceText, problems: ProblemList): void {
  const directive = /^%\w.*/m.exec(source.text);
  const isExplicit =
    document.directives?.yaml.explicit === true || Object.keys(document.directives?.tags ?? {}).length > 1;
  if (directive === null || !isExplicit) return;
  const place = source.place(directive.index, directive.index + directive[0].length);
  problems.add(
    "yaml-directive",
    place,
    `The directive "${directive[0]}" is not used in manifests; they are YAML 1.2.`,
  );
}

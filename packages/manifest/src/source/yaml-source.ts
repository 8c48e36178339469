import { type Document, type ParsedNode, parseDocument, type YAMLParseError } from "yaml";
import { ProblemList } from "../problem-list.ts";
import { decodeSource } from "./decode-source.ts";
import type { Located } from "./located.ts";
import { type Edit, type RepairedText, repair } from "./repaired-text.ts";
import { SourceText } from "./source-text.ts";
import { locateYaml } from "./yaml-nodes.ts";
import {
  closeQuotes,
  dropStrayBrackets,
  quoteTemplates,
  quoteTextsWithColons,
  replaceTabs,
} from "./yaml-repair.ts";
import { wordSyntaxError } from "./yaml-syntax.ts";

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

function parseRepaired(source: SourceText, problems: ProblemList): Parsed {
  const plain = parse(source.text);
  const tabs = plain.errors.some((error) => isAtTab(error as YAMLParseError, source.text))
    ? replaceTabs(
        source,
        problems,
        (text) =>
          parseQuoted(new SourceText(source.file, text), [], new ProblemList()).document.errors.length,
      )
    : [];
  return parseQuoted(source, tabs, problems);
}

/** A tab where indentation should be is not always called so: below a block text it only ends the block. */
function isAtTab(error: YAMLParseError, text: string): boolean {
  const lineStart = text.lastIndexOf("\n", error.pos[0] - 1) + 1;
  return error.code === "TAB_AS_INDENT" || /^ *\t/.test(text.slice(lineStart, lineStart + 80));
}

/** Parses a text after its edits, and once more with the quotes that turn out to be missing. */
function parseQuoted(source: SourceText, edits: readonly Edit[], problems: ProblemList): Parsed {
  const repaired = repair(source.text, edits);
  const document = parse(repaired.text);
  const quotes = quoteTexts(document, repaired, source, problems);
  if (quotes.length === 0) return { document, repaired };
  const quoted = repair(source.text, [...edits, ...quotes]);
  return { document: parse(quoted.text), repaired: quoted };
}

/** Reports texts that lack quotes, and gives the edits of the original text that put them in. */
function quoteTexts(
  document: Document,
  { text, toOriginal }: RepairedText,
  source: SourceText,
  problems: ProblemList,
): readonly Edit[] {
  const reporting =
    (code: "yaml-unquoted-template" | "yaml-syntax", message: string) =>
    (start: number, end: number, fix: string): void => {
      const key = /([\w.-]+:\s+|-\s+)$/.exec(text.slice(Math.max(0, start - 80), start))?.[1] ?? "";
      const place = source.place(toOriginal(start), toOriginal(end));
      problems.add(code, place, message, { hint: `Write ${key}${fix}` });
    };
  const templates = quoteTemplates(
    document,
    text,
    reporting(
      "yaml-unquoted-template",
      "YAML takes a value that begins with `{{` for a map: the template needs quotes.",
    ),
  );
  const colons = quoteTextsWithColons(
    document,
    text,
    reporting("yaml-syntax", "YAML takes a text that has `: ` in it for a map: the text needs quotes."),
  );
  const brackets = dropStrayBrackets(document, ({ pos: [start, end] }) => {
    const message = `"${text.slice(start, end)}" closes nothing that was opened.`;
    problems.add("yaml-syntax", source.place(toOriginal(start), toOriginal(end)), message, {
      hint: "Take it out.",
    });
  });
  const closed = closeQuotes(document, text, (start) => {
    const place = source.place(toOriginal(start), toOriginal(start) + 1);
    problems.add("yaml-syntax", place, "This quote is never closed.", {
      hint: "Close it at the end of the text.",
    });
  });
  const isApart = (edit: Edit) =>
    templates.every((other) => edit.end <= other.start || other.end <= edit.start);
  return [...templates, ...[...colons, ...brackets, ...closed].filter(isApart)].map((edit) => ({
    start: toOriginal(edit.start),
    end: toOriginal(edit.end),
    text: edit.text,
  }));
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
    const place = source.place(repaired.toOriginal(error.pos[0]), repaired.toOriginal(error.pos[1]));
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

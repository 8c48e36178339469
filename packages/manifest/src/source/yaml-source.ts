import { type Document, type ParsedNode, parseDocument, type YAMLParseError } from "yaml";
import type { ProblemList } from "../problem-list.ts";
import { decodeSource } from "./decode-source.ts";
import type { Located } from "./located.ts";
import { type Edit, type RepairedText, repair, unrepaired } from "./repaired-text.ts";
import type { SourceText } from "./source-text.ts";
import { locateYaml } from "./yaml-nodes.ts";
import { quoteTemplates, replaceTabs } from "./yaml-repair.ts";
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
  let edits: readonly Edit[] = [];
  let repaired = unrepaired(source.text);
  let document = parse(repaired.text);
  if (document.errors.some((error) => error.code === "TAB_AS_INDENT")) {
    edits = replaceTabs(source, problems, (text) => parse(text).errors.length);
    repaired = repair(source.text, edits);
    document = parse(repaired.text);
  }
  const before = repaired;
  const quotes = quoteTemplates(document, before.text, (start, end, fix) => {
    const place = source.place(before.toOriginal(start), before.toOriginal(end));
    const key = /([\w.-]+:\s+|-\s+)$/.exec(before.text.slice(0, start))?.[1] ?? "";
    problems.add(
      "yaml-unquoted-template",
      place,
      "YAML takes a value that begins with `{{` for a map: the template needs quotes.",
      {
        hint: `Write ${key}${fix}`,
      },
    );
  });
  if (quotes.length === 0) return { document, repaired };
  const inOriginal = quotes.map((edit) => ({
    start: before.toOriginal(edit.start),
    end: before.toOriginal(edit.end),
    text: edit.text,
  }));
  repaired = repair(source.text, [...edits, ...inOriginal]);
  return { document: parse(repaired.text), repaired };
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

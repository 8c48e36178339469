import { XMLParser, XMLValidator } from "fast-xml-parser";
import type { Place, Problem } from "../problem.ts";
import { SourceText } from "../source/source-text.ts";
import type { CatalogRow, CatalogTable } from "./catalog-table.ts";
import { decodeReferences } from "./plain-text.ts";

const CDATA = "#cdata";
const TEXT = "#text";

type XmlNode = string | XmlNode[] | { readonly [name: string]: XmlNode };

/** True where text is an XML document rather than a table. */
export function looksLikeXml(text: string): boolean {
  return /^\s*<(?:\?xml|!--|!DOCTYPE|html|rss|feed|rdf)/i.test(text.slice(0, 1000));
}

/**
 * Reads a Google Merchant feed in RSS 2.0 (`item`) or Atom (`entry`) as a table: an item is a row, its elements are the
 * columns, without their `g:` prefix. An element that is repeated gives a list with commas.
 *
 * Entities that the document declares are never expanded: a document that declares any is refused.
 *
 * @param file - how places name the file.
 */
export function readGoogleXml(
  file: string,
  text: string,
): { readonly table: CatalogTable | undefined; readonly problems: readonly Problem[] } {
  const source = new SourceText(file, text);
  const refuse = (offset: number, message: string, hint: string, length = 1) => ({
    table: undefined,
    problems: [
      {
        code: "catalog-broken-xml",
        severity: "error",
        message,
        hint,
        place: source.place(offset, offset + length),
      } as const,
    ],
  });
  const declared = /<!(?:ENTITY|DOCTYPE[^>]*\[)/i.exec(text);
  if (declared !== null) {
    const hint = "Take the document type and its entities out; a product feed needs none.";
    return refuse(
      declared.index,
      "The feed declares entities of its own, which are not expanded.",
      hint,
      declared[0].length,
    );
  }
  const page = /<(?:!DOCTYPE\s+html|html)\b/i.exec(text.slice(0, 2000));
  if (page !== null) {
    const hint = "A link to an export often answers with a sign-in page: download the export in the browser.";
    return refuse(page.index, "This is a web page, not a product feed.", hint, page[0].length);
  }
  const verdict = XMLValidator.validate(text, { allowBooleanAttributes: true });
  if (verdict !== true) {
    const { line, col, msg } = verdict.err;
    return {
      table: undefined,
      problems: [
        {
          code: "catalog-broken-xml",
          severity: "error",
          message: `The feed is not well-formed XML: ${msg.replace(/\.$/, "")}.`,
          place: placeOfFault(source, line, col),
          hint: "Export the feed again, or check it with an XML editor.",
        },
      ],
    };
  }
  let items: XmlNode[];
  try {
    items = findItems(parser().parse(text) as XmlNode);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse(0, `The feed cannot be read: ${reason.replace(/\.$/, "")}.`, "Export the feed again.");
  }
  if (items.length === 0) {
    return refuse(
      0,
      "The XML has no <item> and no <entry>, so it is no product feed.",
      "A Google Merchant feed is RSS 2.0 or Atom.",
    );
  }
  const rows = items.map((item): CatalogRow => ({ cells: cellsOf(item), place: itemPlace(source, item) }));
  const headers = [...new Set(rows.flatMap((row) => Object.keys(row.cells)))];
  return { table: { headers, headerPlace: rows[0]?.place ?? source.place(0, 1), rows }, problems: [] };
}

function parser(): XMLParser {
  return new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    removeNSPrefix: true,
    parseTagValue: false,
    parseAttributeValue: false,
    processEntities: false,
    cdataPropName: CDATA,
    textNodeName: TEXT,
    captureMetaData: true,
  });
}

/** The feed's items: `rss/channel/item`, `RDF/item` or `feed/entry`. */
function findItems(document: XmlNode): XmlNode[] {
  const roots = Object.values(typeof document === "object" ? document : {});
  const parents = roots.flatMap((root) => [root, ...children(root, "channel")]);
  return parents.flatMap((parent) => [...children(parent, "item"), ...children(parent, "entry")]);
}

function children(node: XmlNode, name: string): XmlNode[] {
  if (typeof node !== "object" || Array.isArray(node) || !Object.hasOwn(node, name)) return [];
  const child = node[name];
  return child === undefined ? [] : Array.isArray(child) ? child : [child];
}

function cellsOf(item: XmlNode): CatalogRow["cells"] {
  const cells: Record<string, string> = Object.create(null);
  if (typeof item !== "object" || Array.isArray(item)) return cells;
  for (const [name, node] of Object.entries(item)) {
    if (name.startsWith("@") || name.startsWith("#")) continue;
    const nodes = Array.isArray(node) ? node : [node];
    const texts = nodes.map((one) => textOf(one).trim()).filter((text) => text !== "");
    cells[name] = texts.join(",");
  }
  return cells;
}

/** A node's own text; Atom's `<link href>` has it in an attribute, nested elements are joined. */
function textOf(node: XmlNode): string {
  if (typeof node === "string") return decodeReferences(node);
  if (Array.isArray(node)) return node.map(textOf).join(" ");
  const parts = Object.entries(node).map(([name, value]) => {
    if (name === CDATA) return Array.isArray(value) ? value.join("") : String(value);
    return name.startsWith("@") ? "" : textOf(value);
  });
  const text = parts.join(" ").trim();
  return text === "" && typeof node["@href"] === "string" ? decodeReferences(node["@href"]) : text;
}

function itemPlace(source: SourceText, item: XmlNode): Place {
  const meta = (item as Record<symbol, { readonly startIndex?: number } | undefined>)[
    XMLParser.getMetaDataSymbol() as unknown as symbol
  ];
  const offset = meta?.startIndex ?? 0;
  return source.place(offset, offset + "<item>".length);
}

/** The validator knows only line feeds, and its columns may lie beyond the line. */
function placeOfFault(source: SourceText, line: number, column: number): Place {
  const lines = source.text.split("\n");
  const at = Math.min(Math.max(1, line || 1), lines.length) - 1;
  const start = lines.slice(0, at).reduce((sum, before) => sum + before.length + 1, 0);
  const offset = start + Math.min(Math.max(0, (column || 1) - 1), lines[at]?.length ?? 0);
  return source.place(offset, offset + 1);
}

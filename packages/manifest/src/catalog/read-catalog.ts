import { nearest } from "../nearest.ts";
import type { Place, Problem } from "../problem.ts";
import { CATALOG_FORMATS, type CatalogFormat, formatsMeant, knowsColumn } from "./catalog-format.ts";
import type { CatalogTable } from "./catalog-table.ts";
import { type CatalogUnit, splitIntoUnits } from "./catalog-unit.ts";
import { type ColumnFinder, columnFinder, headerKey } from "./column-finder.ts";
import { findDelimiter, readCsvTable } from "./csv-table.ts";
import { binaryKind, decodeText } from "./decode-text.ts";
import { looksLikeXml, readGoogleXml } from "./google-xml.ts";
import type { Product } from "./product.ts";
import { uniqueHandles } from "./unique-handles.ts";

/** What a manifest says about a catalog. */
export interface CatalogSpec {
  readonly file: string;
  readonly format: "auto" | "shopify" | "google-merchant" | "woocommerce" | "csv";
  readonly unit: CatalogUnit;
  /** What we call a column, to the header that it has in the file; for translated exports. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Where the manifest names the file; problems of the file as a whole that the manifest can settle point there. */
  readonly place: Place;
}

/** A catalog that has been read. */
export interface Catalog {
  /** The format that it was read in, never `auto`. */
  readonly format: string;
  /** In the order of the file; handles are unique. */
  readonly products: readonly Product[];
  /** Where each product's row begins in the catalog file, same order. */
  readonly places: readonly Place[];
  /** The file's own headers, as it writes them. */
  readonly headers: readonly string[];
}

/** A catalog, or the problems that keep it from being read; warnings may stand beside a catalog. */
export interface CatalogReading {
  readonly catalog: Catalog | undefined;
  readonly problems: readonly Problem[];
  /** The decoded file, for drawing source lines. */
  readonly text: string;
}

/**
 * Reads the products of a catalog file, whatever store or spreadsheet it came from.
 *
 * Never throws: whatever is wrong with the file becomes a problem with a code of `CATALOG_PROBLEM_CODES`. With
 * an error among the problems there is no catalog.
 */
export function readCatalog(spec: CatalogSpec, bytes: Uint8Array): CatalogReading {
  const binary = binaryKind(bytes);
  if (binary !== undefined) return { catalog: undefined, problems: [notText(spec, binary)], text: "" };
  const { text, encoding } = decodeText(bytes);
  const problems: Problem[] = encoding === "windows-1252" ? [guessedEncoding(spec.file)] : [];
  const isXml = looksLikeXml(text);
  const { table, problems: tableProblems } = isXml
    ? readGoogleXml(spec.file, text)
    : readCsvTable(spec.file, text);
  problems.push(...tableProblems);
  if (table === undefined) return { catalog: undefined, problems, text };

  const columns = columnFinder(table.headers, spec.columns);
  const format = isXml ? xmlFormat(spec) : chooseFormat(spec, table, columns, findDelimiter(text));
  if ("problem" in format) return { catalog: undefined, problems: [...problems, format.problem], text };
  problems.push(...checkColumns(spec, format.format, table));
  const missing = missingColumns(format.format, table, columns);
  if (missing !== undefined) problems.push(missing);
  if (problems.some(({ severity }) => severity === "error")) return { catalog: undefined, problems, text };

  const { entries, problems: entryProblems } = format.format.read(table, columns);
  problems.push(...entryProblems);
  const nameless = entries.filter(({ product }) => product.handle === "");
  if (nameless[0] !== undefined) problems.push(namelessRow(nameless[0].place, nameless.length));
  const named = entries.filter(({ product }) => product.handle !== "");
  const { units, problems: handleProblems } = uniqueHandles(
    named.flatMap((entry) => splitIntoUnits(entry, spec.unit)),
  );
  problems.push(...handleProblems);
  if (named.length === 0 && nameless.length === 0) problems.push(noProducts(table.headerPlace));
  const catalog: Catalog = {
    format: format.format.name,
    products: units.map(({ product }) => product),
    places: units.map(({ place }) => place),
    headers: table.headers,
  };
  const isBroken = problems.some(({ severity }) => severity === "error");
  return { catalog: isBroken ? undefined : catalog, problems, text };
}

type Choice = { readonly format: CatalogFormat } | { readonly problem: Problem };

function chooseFormat(
  spec: CatalogSpec,
  table: CatalogTable,
  columns: ColumnFinder,
  delimiter: string,
): Choice {
  const named = CATALOG_FORMATS.find(({ name }) => name === spec.format);
  if (named !== undefined) return { format: named };
  const [meant, ...others] = formatsMeant(columns);
  if (meant === undefined) return { problem: unknownFormat(spec, table, delimiter) };
  if (others.length > 0) return { problem: ambiguousFormat(spec, table, [meant, ...others]) };
  return { format: meant };
}

function xmlFormat(spec: CatalogSpec): Choice {
  const format = CATALOG_FORMATS.find(({ name }) => name === "google-merchant");
  if (format !== undefined && (spec.format === "auto" || spec.format === format.name)) return { format };
  return {
    problem: {
      code: "catalog-wrong-format",
      severity: "error",
      message: `"${spec.file}" is XML, but its format is said to be ${spec.format}.`,
      place: spec.place,
      hint: "XML is read as google-merchant only; give the CSV export instead, or leave the format at auto.",
    },
  };
}

/** Every entry of the `columns` map must name a column that the format knows, and one that the file has. */
function checkColumns(spec: CatalogSpec, format: CatalogFormat, table: CatalogTable): Problem[] {
  return Object.entries(spec.columns ?? {}).flatMap(([name, header]): Problem[] => {
    if (!knowsColumn(format, name)) {
      return [
        {
          code: "catalog-unknown-column-name",
          severity: "error",
          message: `Under columns, "${name}" is nothing that ${format.title} has.`,
          place: spec.place,
          hint: `${didYouMean(name, format.names)}Known are: ${format.names.slice(0, 20).join(", ")}.`,
        },
      ];
    }
    if (table.headers.some((one) => headerKey(one) === headerKey(header))) return [];
    return [
      {
        code: "catalog-unknown-header",
        severity: "error",
        message: `Under columns, ${name} is said to be "${header}", but "${spec.file}" has no such header.`,
        place: spec.place,
        hint: `${didYouMean(header, table.headers)}${seen(table)}`,
      },
    ];
  });
}

function missingColumns(
  format: CatalogFormat,
  table: CatalogTable,
  columns: ColumnFinder,
): Problem | undefined {
  const missing = format.required.filter((names) => !columns.has(...names));
  const [first] = missing;
  if (first === undefined) return undefined;
  return {
    code: "catalog-missing-column",
    severity: "error",
    message: `For ${format.title} the catalog lacks a column ${first
      .slice(0, 4)
      .map((name) => `"${name}"`)
      .join(" or ")}.`,
    place: table.headerPlace,
    hint: `${seen(table)} Name the column under columns in the manifest, or take another format.`,
  };
}

function unknownFormat(spec: CatalogSpec, table: CatalogTable, delimiter: string): Problem {
  const single = table.headers.length === 1 && delimiter === ",";
  return {
    code: "catalog-unknown-format",
    severity: "error",
    message: `The headers of "${spec.file}" are of no format that is known, and none names its products.`,
    place: table.headerPlace,
    hint: single
      ? `It has a single column, "${table.headers[0]}": is its first row the header row, parted by commas, semicolons or tabs?`
      : `${seen(table)} Say under columns in the manifest which one is the title or the handle, such as columns: { title: "${table.headers[0] ?? ""}" }.`,
  };
}

function ambiguousFormat(spec: CatalogSpec, table: CatalogTable, meant: readonly CatalogFormat[]): Problem {
  return {
    code: "catalog-ambiguous-format",
    severity: "error",
    message: `"${spec.file}" could be ${meant.map(({ title }) => title).join(" or ")} by its headers.`,
    place: table.headerPlace,
    hint: `Write format: ${meant.map(({ name }) => name).join(" or format: ")} beside the file in the manifest.`,
  };
}

function notText(spec: CatalogSpec, kind: string): Problem {
  return {
    code: "catalog-not-text",
    severity: "error",
    message: `"${spec.file}" is ${kind}; a catalog is CSV, TSV or XML.`,
    place: spec.place,
    hint: 'Save the table as "CSV UTF-8", or unpack the archive.',
  };
}

function guessedEncoding(file: string): Problem {
  return {
    code: "catalog-guessed-encoding",
    severity: "warning",
    message: `"${file}" is not UTF-8; it is read as Windows-1252.`,
    place: { file, line: 1, column: 1, length: 1 },
    hint: 'Look whether accents came out right, or save the file as "CSV UTF-8".',
  };
}

function namelessRow(place: Place, count: number): Problem {
  return {
    code: "catalog-row-without-handle",
    severity: "warning",
    message: `This row has no handle, SKU, id or title to tell it by; ${count} such ${count === 1 ? "row is" : "rows are"} left out.`,
    place,
  };
}

function noProducts(place: Place): Problem {
  return {
    code: "catalog-empty",
    severity: "error",
    message: "The catalog has a header row but no products.",
    place,
    hint: "Export the products again.",
  };
}

function seen(table: CatalogTable): string {
  const shown = table.headers.slice(0, 20).join(", ");
  return table.headers.length > 20 ? `Its headers are: ${shown}, ….` : `Its headers are: ${shown}.`;
}

function didYouMean(name: string, known: readonly string[]): string {
  const best = nearest(name, known);
  return best === undefined ? "" : `Did you mean "${best}"? `;
}

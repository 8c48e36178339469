import type { CatalogRow } from "./catalog-table.ts";

/** Finds a catalog's columns by the names that people and stores give them. */
export interface ColumnFinder {
  /** The first header that one of the names stands for, in the order of the names. */
  find(...names: readonly string[]): string | undefined;
  /** True where `find` would find something. */
  has(...names: readonly string[]): boolean;
  /** A row's cell in the first of these columns that exists and is not empty, else the empty string. */
  cell(row: CatalogRow, ...names: readonly string[]): string;
}

/**
 * Makes header names comparable: case, spaces, punctuation and Google's `g:` prefix do not count, so that
 * `image_link`, `Image Link` and `g:image_link` are one.
 */
export function headerKey(header: string): string {
  return header
    .normalize("NFKC")
    .toLowerCase()
    .replace(/^g:/, "")
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/**
 * Makes a finder over headers.
 *
 * @param columns - names that the user gave by hand: what we call a column, to the header it has in the file. They win.
 */
export function columnFinder(
  headers: readonly string[],
  columns: Readonly<Record<string, string>> = {},
): ColumnFinder {
  const byKey = new Map<string, string>();
  for (const header of headers.toReversed()) byKey.set(headerKey(header), header);
  for (const [name, header] of Object.entries(columns)) {
    const actual = headers.find((one) => one === header.trim()) ?? byKey.get(headerKey(header));
    if (actual !== undefined) byKey.set(headerKey(name), actual);
  }
  const memo = new Map<string, string | undefined>();
  const headerOf = (name: string): string | undefined => {
    if (!memo.has(name)) memo.set(name, byKey.get(headerKey(name)));
    return memo.get(name);
  };
  return {
    find: (...names) => names.map(headerOf).find((header) => header !== undefined),
    has: (...names) => names.some((name) => headerOf(name) !== undefined),
    cell: (row, ...names) => {
      for (const name of names) {
        const header = headerOf(name);
        const cell = header === undefined ? undefined : row.cells[header];
        if (cell !== undefined && cell !== "") return cell;
      }
      return "";
    },
  };
}

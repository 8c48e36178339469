import type { Place } from "../problem.ts";

/** One row of a catalog file, before anybody has said what its columns mean. */
export interface CatalogRow {
  /** Trimmed cells by header; has no prototype, so that a header `constructor` is only a header. */
  readonly cells: Readonly<Record<string, string>>;
  /** Where the row begins. */
  readonly place: Place;
}

/** A catalog file as a table, whether it came as CSV or as XML. */
export interface CatalogTable {
  /** As the file writes them, each once. */
  readonly headers: readonly string[];
  readonly headerPlace: Place;
  readonly rows: readonly CatalogRow[];
}

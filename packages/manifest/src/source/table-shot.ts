import type { TableRow } from "./csv-source.ts";
import type { LocatedEntry, LocatedMap } from "./located.ts";
import type { Span } from "./source-text.ts";

/** What tells the shots of a table apart, trimmed; empty where the cell is. */
export interface OwnTexts {
  readonly id: string;
  readonly prompt: string;
  readonly frame0: string;
  readonly frame1: string;
}

/** Stands for all rows that say the same in every column but those of `OwnTexts`. */
export interface RowGroup {
  /** The groups that go on from this one, by the text of the next column. */
  readonly next: Map<string, RowGroup>;
}

/** Turns a row's cells into the entries of a map. */
export type EntriesOf = (row: TableRow) => ReadonlyMap<string, LocatedEntry>;

/**
 * A row of a table as the map that a YAML manifest would have in its place.
 *
 * Its entries with their places are made when they are first asked for: most rows of a large table are read by their
 * own texts and their group alone.
 */
export class TableShot implements LocatedMap {
  readonly id: string;
  readonly prompt: string;
  readonly frame0: string;
  readonly frame1: string;
  readonly group: RowGroup;
  /** Whether some cell may hold a template. */
  readonly mayHaveTemplates: boolean;
  readonly #row: TableRow;
  readonly #entriesOf: EntriesOf;
  #entries: ReadonlyMap<string, LocatedEntry> | undefined;

  constructor(
    row: TableRow,
    entriesOf: EntriesOf,
    facts: OwnTexts & Pick<TableShot, "group" | "mayHaveTemplates">,
  ) {
    this.id = facts.id;
    this.prompt = facts.prompt;
    this.frame0 = facts.frame0;
    this.frame1 = facts.frame1;
    this.group = facts.group;
    this.mayHaveTemplates = facts.mayHaveTemplates;
    this.#row = row;
    this.#entriesOf = entriesOf;
  }

  get kind(): "map" {
    return "map";
  }

  get span(): Span {
    return this.#row.span;
  }

  get entries(): ReadonlyMap<string, LocatedEntry> {
    this.#entries ??= this.#entriesOf(this.#row);
    return this.#entries;
  }
}

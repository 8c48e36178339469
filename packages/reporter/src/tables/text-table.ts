import { cutToWidth, displayWidth, plainLine } from "./display-width.ts";

/** One column of a text table. */
export interface TextColumn {
  readonly title: string;
  readonly align: "left" | "right";
  /** Gives way when the table is wider than the terminal; the rest keeps its width. */
  readonly flexible?: boolean;
}

/** How a table meets its terminal. */
export interface TextTableOptions {
  /** Width of the terminal in cells; without it nothing is cut. */
  readonly columns?: number;
  /** Called for each cell that is not in the head, to colour it; must not change its width. */
  readonly paint?: (cell: string, row: number, column: number) => string;
}

const GAP = "  ";
/** A flexible column is never cut below this. */
const LEAST = 8;

/**
 * A table as lines of text: a head, and a line a row. Cells are made one safe line each.
 *
 * @param rows - as many cells a row as there are columns.
 */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  options: TextTableOptions = {},
): readonly string[] {
  const cells = rows.map((row) => row.map(plainLine));
  const widths = fitWidths(columns, cells, options.columns);
  const line = (row: readonly string[], paint: (cell: string, column: number) => string): string =>
    columns
      .map((column, index) => {
        const width = widths[index] ?? 0;
        const cell = cutToWidth(row[index] ?? "", width);
        const space = " ".repeat(Math.max(0, width - displayWidth(cell)));
        const painted = paint(cell, index);
        return column.align === "right" ? space + painted : painted + space;
      })
      .join(GAP)
      .trimEnd();
  const head = line(
    columns.map((column) => column.title),
    (cell) => cell,
  );
  const body = cells.map((row, at) => line(row, (cell, column) => options.paint?.(cell, at, column) ?? cell));
  return [head, ...body];
}

function fitWidths(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  room: number | undefined,
): readonly number[] {
  const widths = columns.map((column, index) =>
    rows.reduce((most, row) => Math.max(most, displayWidth(row[index] ?? "")), displayWidth(column.title)),
  );
  if (room === undefined) return widths;
  const total = (): number =>
    widths.reduce((sum, width) => sum + width, 0) + GAP.length * Math.max(0, columns.length - 1);
  while (total() > room) {
    const widest = widestFlexible(columns, widths);
    if (widest === undefined) return widths;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function widestFlexible(columns: readonly TextColumn[], widths: readonly number[]): number | undefined {
  let widest: number | undefined;
  columns.forEach((column, index) => {
    const width = widths[index] ?? 0;
    if (!column.flexible || width <= LEAST) return;
    if (widest === undefined || width > (widths[widest] ?? 0)) widest = index;
  });
  return widest;
}

/** How much a card says: `compact` has room for a name and a state only. */
export type Density = "compact" | "full";

/** Where the picture stands in a card: above the words, or beside them. */
export type CardShape = "stacked" | "side";

/** Sizes of one group's cells, in CSS pixels. */
export interface GroupLayout {
  /** Distance of the group's top from the grid's top. */
  readonly top: number;
  readonly height: number;
  /** Height of the heading, 0 without one. */
  readonly headingHeight: number;
  readonly rows: number;
  readonly cellHeight: number;
  /** Height of a stacked card's picture. */
  readonly stageHeight: number;
  /** Index of the group's first cell among all cells. */
  readonly firstCell: number;
  readonly cells: number;
}

/** The whole grid, laid out without measuring a single card. */
export interface GridLayout {
  readonly columns: number;
  readonly cellWidth: number;
  readonly gap: number;
  readonly density: Density;
  readonly height: number;
  readonly groups: readonly GroupLayout[];
}

/** What the layout needs to know of a group. */
export interface GroupSize {
  readonly titled: boolean;
  /** Width ÷ height of each cell's clip. */
  readonly ratios: readonly number[];
}

const HEADING_HEIGHT = 52;
const GROUP_GAP = 20;
const COMPACT_BELOW = 220;
/** How much wider than wanted a cell may be that has the row to itself. */
const LONE_SHARE = 1.5;
const CAPTION_HEIGHT: Readonly<Record<Density, number>> = { compact: 34, full: 118 };

/**
 * Lays out groups of equal cells in columns.
 *
 * All cells of a group have one size, so that any of 10,000 cards has a known place. Within a cell a
 * landscape clip stands above its words and a portrait clip beside them: both get about the same area,
 * and no stage is mostly empty. A group whose clips are all of one landscape shape gets stages of just
 * that shape; a mixed one gets 16:9.
 *
 * @param width - room for the grid, in CSS pixels.
 * @param wanted - the width of a cell that the slider asks for; cells are at least that wide, if they fit.
 */
export function layoutGrid(groups: readonly GroupSize[], width: number, wanted: number): GridLayout {
  const density: Density = wanted < COMPACT_BELOW ? "compact" : "full";
  const gap = density === "compact" ? 10 : 20;
  const most = Math.max(1, ...groups.map(({ ratios }) => ratios.length));
  const fitting = Math.max(1, Math.floor((width + gap) / (wanted + gap)));
  const columns = Math.min(fitting, most);
  const room = Math.floor((width - gap * (columns - 1)) / columns);
  // Where there are fewer shots than columns they take some of the room, but no more than a window is high.
  const cellWidth = Math.max(1, columns === fitting ? room : Math.min(room, Math.round(wanted * LONE_SHARE)));
  const laidOut: GroupLayout[] = [];
  let top = 0;
  let firstCell = 0;
  for (const group of groups) {
    const headingHeight = group.titled ? HEADING_HEIGHT : 0;
    const stageHeight = Math.round(cellWidth / stageRatio(group.ratios));
    const cellHeight = stageHeight + CAPTION_HEIGHT[density];
    const rows = Math.ceil(group.ratios.length / columns);
    const height = headingHeight + rows * (cellHeight + gap) + (group.titled ? GROUP_GAP : 0);
    laidOut.push({
      top,
      height,
      headingHeight,
      rows,
      cellHeight,
      stageHeight,
      firstCell,
      cells: group.ratios.length,
    });
    top += height;
    firstCell += group.ratios.length;
  }
  return { columns, cellWidth, gap, density, height: top, groups: laidOut };
}

/** Portrait clips stand beside their words. */
export function cardShape(ratio: number): CardShape {
  return ratio < 0.95 ? "side" : "stacked";
}

/**
 * How wide the picture stands in a cell. A portrait clip takes the cell's height and the width that goes
 * with it, as long as the words beside it keep room to be read.
 */
export function stageWidth(ratio: number, cell: { readonly width: number; readonly height: number }): number {
  if (cardShape(ratio) === "stacked") return cell.width;
  return Math.round(Math.min(cell.height * ratio, cell.width * 0.6));
}

const knownRatios = new Map<string, number>();

/** `16:9` as a number; 16 ÷ 9 for anything that is no ratio. A sheet has few different ones: each is read once. */
export function ratioNumber(aspectRatio: string): number {
  let ratio = knownRatios.get(aspectRatio);
  if (ratio === undefined) {
    ratio = readRatio(aspectRatio);
    knownRatios.set(aspectRatio, ratio);
  }
  return ratio;
}

function readRatio(aspectRatio: string): number {
  const parts = /^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/.exec(aspectRatio);
  const ratio = Number(parts?.[1]) / Number(parts?.[2]);
  return Number.isFinite(ratio) && ratio > 0 ? ratio : 16 / 9;
}

function stageRatio(ratios: readonly number[]): number {
  const first = ratios[0] ?? 16 / 9;
  const uniform = ratios.every((ratio) => Math.abs(ratio - first) < 0.01);
  if (!uniform || cardShape(first) === "side") return 16 / 9;
  return Math.min(first, 2.4);
}

/** A stretch of cells of one group, from `from` up to but not including `to`, counted within the group. */
export interface VisibleSpan {
  readonly group: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The cells whose rows touch the stretch from `top` to `bottom` of the grid, whole rows, group by group.
 * Groups that touch it with their heading only have an empty span.
 */
export function visibleSpans(layout: GridLayout, top: number, bottom: number): readonly VisibleSpan[] {
  const spans: VisibleSpan[] = [];
  for (let index = firstGroupAt(layout, top); index < layout.groups.length; index++) {
    const group = layout.groups[index];
    if (!group || group.top > bottom) break;
    const pitch = group.cellHeight + layout.gap;
    const cellsTop = group.top + group.headingHeight;
    const firstRow = Math.min(group.rows, Math.max(0, Math.floor((top - cellsTop) / pitch)));
    const endRow = Math.min(group.rows, Math.max(firstRow, Math.ceil((bottom - cellsTop) / pitch)));
    const from = Math.min(group.cells, firstRow * layout.columns);
    spans.push({ group: index, from, to: Math.min(group.cells, endRow * layout.columns) });
  }
  return spans;
}

function firstGroupAt(layout: GridLayout, top: number): number {
  let low = 0;
  let high = layout.groups.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const group = layout.groups[middle];
    if (group && group.top + group.height < top) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A rectangle within the grid, in CSS pixels. */
export interface CellBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where a cell stands. `cell` counts within the group; `top` is relative to the group's top. */
export function cellBox(layout: GridLayout, group: GroupLayout, cell: number): CellBox {
  const column = cell % layout.columns;
  const row = Math.floor(cell / layout.columns);
  return {
    left: column * (layout.cellWidth + layout.gap),
    top: group.headingHeight + row * (group.cellHeight + layout.gap),
    width: layout.cellWidth,
    height: group.cellHeight,
  };
}

/** The group that holds a cell, counted among all cells; undefined when there is no such cell. */
export function groupOfCell(layout: GridLayout, cell: number): GroupLayout | undefined {
  return layout.groups.find((group) => cell >= group.firstCell && cell < group.firstCell + group.cells);
}

/** Ways in which a key moves the cursor. */
export type Move = "next" | "previous" | "up" | "down" | "first" | "last";

/** The cell that a move leads to, counted among all cells; the same cell where the grid ends. */
export function moveCell(layout: GridLayout, cell: number, move: Move): number {
  const last = (layout.groups.at(-1)?.firstCell ?? 0) + (layout.groups.at(-1)?.cells ?? 0) - 1;
  if (last < 0) return -1;
  if (cell < 0) return move === "last" ? last : 0;
  if (move === "first") return 0;
  if (move === "last") return last;
  if (move === "next") return Math.min(last, cell + 1);
  if (move === "previous") return Math.max(0, cell - 1);
  return moveRow(layout, cell, move === "down" ? 1 : -1);
}

function moveRow(layout: GridLayout, cell: number, step: 1 | -1): number {
  const at = layout.groups.findIndex(
    (group) => cell >= group.firstCell && cell < group.firstCell + group.cells,
  );
  const group = layout.groups[at];
  if (!group) return cell;
  const within = cell - group.firstCell;
  const column = within % layout.columns;
  const row = Math.floor(within / layout.columns) + step;
  if (row >= 0 && row < group.rows) {
    return group.firstCell + Math.min(group.cells - 1, row * layout.columns + column);
  }
  const neighbour = layout.groups[at + step];
  if (!neighbour) return cell;
  const landing = step === 1 ? column : (neighbour.rows - 1) * layout.columns + column;
  return neighbour.firstCell + Math.min(neighbour.cells - 1, landing);
}

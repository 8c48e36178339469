import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cardShape,
  cellBox,
  type GridLayout,
  groupOfCell,
  layoutGrid,
  moveCell,
  ratioNumber,
  stageWidth,
  visibleSpans,
} from "./layout-grid.ts";

const ratio = fc.constantFrom(16 / 9, 9 / 16, 1, 4 / 3, 3 / 4, 21 / 9, 9 / 21);
const groups = fc.array(
  fc.record({ titled: fc.boolean(), ratios: fc.array(ratio, { minLength: 1, maxLength: 40 }) }),
  { maxLength: 6 },
);
const width = fc.integer({ min: 200, max: 3_000 });
const wanted = fc.integer({ min: 140, max: 640 });
const anyLayout = fc.tuple(groups, width, wanted).map((input) => ({ input, layout: layoutGrid(...input) }));

/** Every cell of a layout as a rectangle of the whole grid. */
function boxes(layout: GridLayout) {
  return layout.groups.flatMap((group, index) =>
    Array.from({ length: group.cells }, (_, cell) => {
      const box = cellBox(layout, group, cell);
      return { ...box, top: box.top + group.top, group: index, cell };
    }),
  );
}

describe("layoutGrid", () => {
  it("keeps every cell inside the grid and off every other", () => {
    fc.assert(
      fc.property(anyLayout, ({ input: [, room], layout }) => {
        const all = boxes(layout);
        for (const box of all) {
          expect(box.left + box.width).toBeLessThanOrEqual(Math.max(room, layout.cellWidth));
          expect(box.top + box.height).toBeLessThanOrEqual(layout.height);
        }
        all.slice(1).forEach((box, index) => {
          const before = all[index]!;
          const below = box.top >= before.top + before.height;
          expect(below || (box.top === before.top && box.left >= before.left + before.width)).toBe(true);
        });
      }),
    );
  });

  it("makes cells no narrower than asked, where they fit", () => {
    fc.assert(
      fc.property(groups, width, wanted, (sizes, room, size) => {
        expect(layoutGrid(sizes, room, size).cellWidth).toBeGreaterThanOrEqual(Math.min(room, size));
      }),
    );
  });

  it("gives a group of squares square stages, and a mixed one 16:9", () => {
    const squares = layoutGrid([{ titled: false, ratios: [1, 1] }], 1_000, 320);
    expect(squares.groups[0]?.stageHeight).toBe(squares.cellWidth);
    const mixed = layoutGrid([{ titled: false, ratios: [1, 9 / 16] }], 1_000, 320);
    expect(mixed.groups[0]?.stageHeight).toBe(Math.round((mixed.cellWidth * 9) / 16));
  });
});

describe("visibleSpans", () => {
  it("has every cell that touches the stretch, and no row that does not", () => {
    fc.assert(
      fc.property(anyLayout, fc.nat(20_000), fc.nat(2_000), ({ layout }, from, tall) => {
        const spans = visibleSpans(layout, from, from + tall);
        const isIn = (box: { readonly group: number; readonly cell: number }): boolean =>
          spans.some((span) => span.group === box.group && box.cell >= span.from && box.cell < span.to);
        for (const box of boxes(layout)) {
          const touches = box.top < from + tall && box.top + box.height > from;
          const near = box.top < from + tall && box.top + box.height + layout.gap >= from;
          if (touches) expect(isIn(box)).toBe(true);
          else if (!near) expect(isIn(box)).toBe(false);
        }
      }),
    );
  });
});

describe("moveCell", () => {
  it("leads to a cell that exists, from wherever", () => {
    fc.assert(
      fc.property(
        anyLayout,
        fc.integer({ min: -1, max: 300 }),
        fc.constantFrom("next", "previous", "up", "down", "first", "last"),
        ({ layout }, start, move) => {
          const count = boxes(layout).length;
          const to = moveCell(layout, Math.min(start, count - 1), move as "next");
          if (count === 0) expect(to).toBe(-1);
          else expect(groupOfCell(layout, to)).toBeDefined();
        },
      ),
    );
  });

  it("comes back from a step down by a step up, unless a row was short", () => {
    const layout = layoutGrid([{ titled: true, ratios: Array<number>(9).fill(1) }], 1_000, 300);
    expect(layout.columns).toBe(3);
    expect(moveCell(layout, 1, "down")).toBe(4);
    expect(moveCell(layout, 4, "up")).toBe(1);
    expect(moveCell(layout, 7, "down")).toBe(7);
  });

  it("steps over into the next group in the same column", () => {
    const sizes = [
      { titled: true, ratios: [1, 1] },
      { titled: true, ratios: [1, 1, 1] },
    ];
    const layout = layoutGrid(sizes, 1_000, 300);
    expect(moveCell(layout, 1, "down")).toBe(3);
    expect(moveCell(layout, 4, "up")).toBe(1);
  });
});

describe("ratios", () => {
  it.each([
    ["16:9", 16 / 9],
    ["9:16", 9 / 16],
    ["0:9", 16 / 9],
    ["wide", 16 / 9],
  ])("reads %s", (text, number) => {
    expect(ratioNumber(text)).toBeCloseTo(number);
  });

  it("stands portrait clips beside their words and leaves the words room", () => {
    const cell = { width: 320, height: 298 };
    expect(cardShape(9 / 16)).toBe("side");
    expect(cardShape(1)).toBe("stacked");
    expect(stageWidth(9 / 16, cell)).toBe(Math.round((298 * 9) / 16));
    expect(stageWidth(3 / 4, cell)).toBe(192);
    expect(stageWidth(16 / 9, cell)).toBe(320);
  });
});

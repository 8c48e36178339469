import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutToWidth, displayWidth, plainLine } from "./display-width.ts";
import { textTable } from "./text-table.ts";

const columns = [
  { title: "NAME", align: "left", flexible: true },
  { title: "COST", align: "right" },
] as const;

describe("textTable", () => {
  it("lines columns up", () => {
    expect(
      textTable(columns, [
        ["mug", "$1.00"],
        ["a longer name", "$10.00"],
      ]),
    ).toEqual(["NAME             COST", "mug             $1.00", "a longer name  $10.00"]);
  });

  it("lines up wide characters by the cells that they take", () => {
    const [, first, second] = textTable(columns, [
      ["逆光", "$1.00"],
      ["abcd", "$1.00"],
    ]);
    expect(first).toBe("逆光  $1.00");
    expect(second).toBe("abcd  $1.00");
  });

  it("cuts the flexible column only, and says so", () => {
    expect(textTable(columns, [["a very long name", "$1.00"]], { columns: 18 })).toEqual([
      "NAME          COST",
      "a very lon…  $1.00",
    ]);
  });

  it("never writes beyond the terminal while there is a column that can give way", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "grapheme" })),
        fc.integer({ min: 20, max: 120 }),
        (names, room) => {
          const rows = names.map((name) => [name, "$1.00"]);
          for (const line of textTable(columns, rows, { columns: room })) {
            expect(displayWidth(line)).toBeLessThanOrEqual(room);
          }
        },
      ),
    );
  });

  it("paints cells without moving them", () => {
    const paint = (cell: string): string => `\u001b[31m${cell}\u001b[0m`;
    const [, line] = textTable(columns, [["mug", "$1.00"]], { paint });
    expect(line).toBe("\u001b[31mmug\u001b[0m   \u001b[31m$1.00\u001b[0m");
  });
});

describe("plainLine", () => {
  it("lets no control character through to the terminal", () => {
    expect(plainLine("a\u001b[2Jb\r\nc\u202ed\u009b31m")).toBe("a [2Jb c d 31m");
  });
});

describe("cutToWidth", () => {
  it("fits any text into any width without splitting what reads as one character", () => {
    expect(cutToWidth("👩‍🚀👩‍🚀👩‍🚀", 5)).toBe("👩‍🚀👩‍🚀…");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.nat(20), (text, cells) => {
        expect(displayWidth(cutToWidth(text, cells))).toBeLessThanOrEqual(cells);
      }),
    );
  });
});

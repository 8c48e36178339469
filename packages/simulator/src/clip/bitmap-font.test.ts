import { describe, expect, it } from "vitest";
import { GLYPH_HEIGHT, inkOf, lineWidth } from "./bitmap-font.ts";

function draw(text: string): readonly string[] {
  const isInked = inkOf(text);
  return Array.from({ length: GLYPH_HEIGHT }, (_, row) =>
    Array.from({ length: lineWidth(text) }, (_cell, column) => (isInked(column, row) ? "#" : ".")).join(""),
  );
}

describe("the bitmap font", () => {
  it("draws letters", () => {
    expect(draw("Lt")).toEqual([
      "#.....#####",
      "#.......#..",
      "#.......#..",
      "#.......#..",
      "#.......#..",
      "#.......#..",
      "#####...#..",
    ]);
  });

  it("draws accented letters without accents, and leaves gaps for what it lacks", () => {
    expect(draw("é")).toEqual(draw("E"));
    expect(draw("日").join("")).not.toContain("#");
    expect(lineWidth("")).toBe(0);
  });
});

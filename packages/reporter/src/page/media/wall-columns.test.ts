import { describe, expect, it } from "vitest";
import { wallColumns } from "./wall-columns.ts";

describe("wallColumns", () => {
  it.each([
    [1, 16 / 9, 1_000, 800, 1],
    [2, 16 / 9, 1_600, 900, 2],
    [4, 16 / 9, 1_000, 800, 2],
    [2, 16 / 9, 390, 700, 1],
    [4, 9 / 16, 1_000, 800, 4],
    [2, 9 / 16, 390, 450, 2],
    [6, 1, 1_000, 700, 3],
  ])("puts %d clips of %d into %d × %d in %d columns", (count, ratio, width, height, columns) => {
    expect(wallColumns(count, ratio, { width, height, captionHeight: 40 })).toBe(columns);
  });

  it("has a column in no room at all", () => {
    expect(wallColumns(3, 1, { width: 0, height: 0, captionHeight: 40 })).toBeGreaterThanOrEqual(1);
  });
});

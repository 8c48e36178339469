import { expect, it } from "vitest";
import { SourceText } from "./source-text.ts";

it("counts characters, not halves of pairs, also far along a line", () => {
  const text = `${"🏺".repeat(3_000)}x\ny`;
  expect(new SourceText("f", text).place(6_000, 6_001)).toEqual({
    file: "f",
    line: 1,
    column: 3_001,
    length: 1,
  });
});

it("places what stands in a line break, or runs over it, at the line's end", () => {
  const source = new SourceText("f", "ab\r\n\r\ncd");
  expect(source.place(3, 4)).toMatchObject({ line: 1, column: 3, length: 1 });
  expect(source.place(5, 6)).toMatchObject({ line: 2, column: 1, length: 1 });
  expect(source.place(1, 8)).toMatchObject({ line: 1, column: 2, length: 1 });
  expect(source.place(99, 120)).toMatchObject({ line: 3, column: 3, length: 1 });
});

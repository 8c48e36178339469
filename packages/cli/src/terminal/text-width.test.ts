import fc from "fast-check";
import stringWidth from "string-width";
import { expect, it } from "vitest";
import { cutTo, oneLine, padTo, wrapTo } from "./text-width.ts";

it("cuts by cells, not by characters, and never through one", () => {
  expect(cutTo("茶碗セット", 10)).toBe("茶碗セット");
  expect(cutTo("茶碗セット", 7)).toBe("茶碗セ…");
  expect(cutTo("茶碗セット", 6)).toBe("茶碗…");
  expect(cutTo("a👩‍👩‍👧b👩‍👩‍👧", 4)).toBe("a👩‍👩‍👧…");
  expect(cutTo("abcdef", 5, "...")).toBe("ab...");
  expect(cutTo("abcdef", 0)).toBe("");
});

it("never gives more cells than it may, and leaves alone what fits", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 40 }), (text, width) => {
      const cut = cutTo(text, width);
      expect(stringWidth(cut)).toBeLessThanOrEqual(Math.max(width, 0));
      if (stringWidth(text) <= width) expect(cut).toBe(text);
      expect(stringWidth(padTo(text, width))).toBeGreaterThanOrEqual(width);
    }),
  );
});

it("wraps at spaces and loses no word", () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z茶]{1,12}$/u)),
      fc.integer({ min: 5, max: 40 }),
      (words, width) => {
        const lines = wrapTo(words.join(" "), width);
        expect(lines.join(" ")).toBe(words.join(" "));
        for (const line of lines)
          if (line.includes(" ")) expect(stringWidth(line)).toBeLessThanOrEqual(width);
      },
    ),
  );
});

it("makes one line without anything that moves a cursor or turns text around", () => {
  expect(oneLine(" a\u001b[2J\r\nb\u2028c\u202ed\t ")).toBe("a [2J b c d");
});

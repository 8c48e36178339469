import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { slug } from "./slug.ts";

describe("slug", () => {
  it.each([
    ["Café Crème", "cafe-creme"],
    ["Women's  Top!", "womens-top"],
    ["16:9", "16-9"],
    ["Größe ØL", "grosse-ol"],
    ["ﬁne ①", "fine-1"],
    ["İstanbul", "istanbul"],
    ["--a__b--", "a-b"],
    ["陶器", ""],
  ])("turns %j into %j", (text, expected) => {
    expect(slug(text)).toBe(expected);
  });

  it("gives only lower ASCII letters, digits and single inner hyphens, and is stable", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const once = slug(text);
        expect(once).toMatch(/^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/);
        expect(slug(once)).toBe(once);
      }),
    );
  });
});

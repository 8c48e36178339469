import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseQuery, splitQuery } from "./parse-query.ts";

const terms = (source: string) => parseQuery(source).terms;

describe("parseQuery", () => {
  it("reads nothing as no condition", () => {
    expect(terms("  ")).toEqual([]);
  });

  it("reads words as text, each for itself", () => {
    expect(terms("Rain coat")).toEqual([
      { field: "text", not: false, values: ["rain"] },
      { field: "text", not: false, values: ["coat"] },
    ]);
  });

  it("keeps quoted words together", () => {
    expect(terms('"rain coat"')).toEqual([{ field: "text", not: false, values: ["rain coat"] }]);
  });

  it("reads fields by any of their names, with commas as or", () => {
    expect(terms("s:failed,Blocked state:done")).toEqual([
      { field: "state", not: false, values: ["failed", "blocked"] },
      { field: "state", not: false, values: ["done"] },
    ]);
  });

  it("keeps the colon of a ratio", () => {
    expect(terms("ratio:9:16")).toEqual([{ field: "ratio", not: false, values: ["9:16"] }]);
  });

  it("keeps blanks and commas inside quotes of a field", () => {
    expect(terms('tag:"a tag, with comma",hero')).toEqual([
      { field: "tag", not: false, values: ["a tag, with comma", "hero"] },
    ]);
  });

  it.each(["!draft", "-draft"])("reads %s as not", (source) => {
    expect(terms(source)).toEqual([{ field: "text", not: true, values: ["draft"] }]);
  });

  it("reads a lone ! or - as text", () => {
    expect(terms("! -")).toEqual([
      { field: "text", not: false, values: ["!"] },
      { field: "text", not: false, values: ["-"] },
    ]);
  });

  it("searches what is no field as text, and names it", () => {
    expect(parseQuery("colour:red")).toEqual({
      terms: [{ field: "text", not: false, values: ["colour:red"] }],
      unknownFields: ["colour"],
    });
  });

  it("ignores a field that is still being typed", () => {
    expect(terms("tag: s:,")).toEqual([]);
  });

  it("takes any text without an error and never gives an empty value", () => {
    fc.assert(
      fc.property(fc.string(), (source) => {
        for (const term of terms(source)) {
          expect(term.values.length).toBeGreaterThan(0);
          expect(term.values).not.toContain("");
        }
      }),
    );
  });
});

describe("splitQuery", () => {
  it("loses no character but blanks", () => {
    fc.assert(
      fc.property(fc.string(), (source) => {
        const joined = splitQuery(source)
          .map((token) => token.source)
          .join("");
        expect(joined.replace(/\s/g, "")).toBe(source.replace(/\s/g, ""));
      }),
    );
  });
});

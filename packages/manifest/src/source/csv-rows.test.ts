import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvRows } from "./csv-rows.ts";

function valuesOf(text: string, delimiter: string): string[][] {
  const rows = new CsvRows(text, delimiter);
  const values: string[][] = [];
  for (let start = 0, end = 0; start < text.length; start = rows.after(end)) {
    end = rows.read(start);
    if (rows.openQuote >= 0) break;
    const cells: string[] = [];
    for (let at = 0; at < rows.bounds.length; at += 2) {
      cells.push(rows.value(rows.bounds[at] ?? 0, rows.bounds[at + 1] ?? 0));
    }
    values.push(cells);
  }
  return values;
}

describe("CsvRows", () => {
  it("reads what csv-parse reads, also of quotes in odd places", () => {
    const text = fc.string({ unit: fc.constantFrom("a", '"', ";", "\n", " ", "é", "🏺"), maxLength: 14 });
    fc.assert(
      fc.property(text, (body) => {
        const whole = `h;i\n${body}`;
        const rows = new CsvRows(whole, ";");
        let isClosed = true;
        for (let start = 0; start < whole.length; start = rows.after(rows.read(start))) {
          isClosed &&= !(rows.read(start) >= 0 && rows.openQuote >= 0);
        }
        fc.pre(isClosed);
        const options = { delimiter: ";", relax_column_count: true, relax_quotes: true };
        const expected = (parse(whole, options) as string[][]).map((row) => row.map((value) => value.trim()));
        expect(valuesOf(whole, ";")).toEqual(expected);
      }),
      { seed: 4, numRuns: 2_000 },
    );
  });

  it("ends rows at any line end, also where a file has several kinds", () => {
    expect(valuesOf('a,"b\r\nc"\r\nd\re\nf', ",")).toEqual([["a", "b\r\nc"], ["d"], ["e"], ["f"]]);
  });

  it("says where a quote stands that is never closed", () => {
    const rows = new CsvRows('a,"b\nc', ",");
    rows.read(0);
    expect(rows.openQuote).toBe(2);
  });
});

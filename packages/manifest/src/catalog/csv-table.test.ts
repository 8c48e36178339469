import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findDelimiter, readCsvTable } from "./csv-table.ts";

function lines(text: string): (number | undefined)[] {
  return (readCsvTable("a.csv", text).table?.rows ?? []).map(({ place }) => place.line);
}

describe("readCsvTable", () => {
  it("gives each row the line it begins on, also after quoted line ends of any kind", () => {
    expect(lines('id,text\n1,"a\nb\n\nc"\n2,x\n\n3,"p\r\nq"\r\n4,z\r5,w')).toEqual([2, 6, 8, 10, 11]);
  });

  it("keeps the content of quoted cells and trims the rest", () => {
    const { table } = readCsvTable("a.csv", 'id, text \n 1 ,"  a ""b""\nc, d"\n');
    expect(table?.headers).toEqual(["id", "text"]);
    expect({ ...table?.rows[0]?.cells }).toEqual({ id: "1", text: 'a "b"\nc, d' });
  });

  it("leaves out empty rows and fills up short ones", () => {
    const { table, problems } = readCsvTable("a.csv", "a,b,c\n1,2\n,,\n \n3\n,,,,\n");
    expect(table?.rows.map(({ cells }) => ({ ...cells }))).toEqual([
      { a: "1", b: "2", c: "" },
      { a: "3", b: "", c: "" },
    ]);
    expect(problems).toEqual([]);
  });

  it("obeys the line with which Excel declares its delimiter", () => {
    const { table } = readCsvTable("a.csv", "sep=;\r\nid,no;title\r\n1;a, b\r\n");
    expect(table?.headers).toEqual(["id,no", "title"]);
    expect(table?.rows.map(({ cells, place }) => [cells["title"], place.line])).toEqual([["a, b", 3]]);
  });

  it("warns once of rows with more cells than headers", () => {
    const { problems } = readCsvTable("a.csv", "id,price\n1,19\n2,1,299.00\n3,2,100\n");
    expect(problems).toMatchObject([{ code: "catalog-long-row", severity: "warning", place: { line: 3 } }]);
    expect(problems[0]?.message).toContain("1 more");
  });

  it("points at the row whose quote is never closed", () => {
    const { table, problems } = readCsvTable("a.csv", 'id,text\n1,"fine\n"\n2,"oh\n3,no\n');
    expect(table).toBeUndefined();
    expect(problems).toMatchObject([
      { code: "catalog-broken-csv", place: { file: "a.csv", line: 4, column: 1 } },
    ]);
  });

  it("says that a file without a header row is empty", () => {
    for (const text of ["", "\n\n", " \r\n,,\n"]) {
      expect(readCsvTable("a.csv", text).problems).toMatchObject([{ code: "catalog-empty" }]);
    }
  });

  it("reads the first of two columns with one header, and warns", () => {
    const { table, problems } = readCsvTable("a.csv", "id,name,name\n1,a,b\n");
    expect(table?.rows[0]?.cells["name"]).toBe("a");
    expect(problems).toMatchObject([{ code: "catalog-repeated-header", severity: "warning" }]);
  });

  it("takes headers such as __proto__ for nothing but headers", () => {
    const { table } = readCsvTable("a.csv", "id,__proto__,constructor\n1,x,y\n");
    expect(table?.rows[0]?.cells["constructor"]).toBe("y");
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });

  it.each([
    ["a,b;c,d", ","],
    ["a;b;c,d", ";"],
    ["a\tb\tc, d", "\t"],
    ["a|b|c", "|"],
    ['"a;b;c;d",e', ","],
    ["\n\na;b\nc,d,e,f", ";"],
    ["single", ","],
  ])("tells the delimiter of %j", (text, delimiter) => {
    expect(findDelimiter(text)).toBe(delimiter);
  });

  it("gives back whatever was written with CSV quoting, with any delimiter and line end", () => {
    const cell = fc.string({
      unit: fc.constantFrom("a", "é", "😀", '"', ",", ";", "\t", "|", "\n", "\r\n", " ", "'"),
    });
    const shape = fc.record({
      width: fc.integer({ min: 2, max: 5 }),
      delimiter: fc.constantFrom(",", ";", "\t", "|"),
      lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
    });
    const table = shape.chain((one) =>
      fc.record({
        ...Object.fromEntries(Object.entries(one).map(([key, value]) => [key, fc.constant(value)])),
        rows: fc.array(fc.array(cell, { minLength: one.width, maxLength: one.width }), { maxLength: 8 }),
      }),
    );
    fc.assert(
      fc.property(table, (drawn) => {
        const { width, delimiter, lineEnd, rows } = drawn as {
          width: number;
          delimiter: string;
          lineEnd: string;
          rows: string[][];
        };
        const headers = Array.from({ length: width }, (_, index) => `h${index}`);
        const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const text = [headers.join(delimiter), ...rows.map((row) => row.map(quote).join(delimiter))].join(
          lineEnd,
        );
        const read = readCsvTable("a.csv", text).table?.rows ?? [];
        const kept = rows.filter((row) => row.some((one) => one.trim() !== ""));
        expect(read.map(({ cells }) => headers.map((header) => cells[header]))).toEqual(
          kept.map((row) => row.map((one) => one.trim())),
        );
        const before = (index: number): string =>
          text.slice(0, startOf(text, rows, index, lineEnd, delimiter, quote, headers));
        const expected = rows.flatMap((row, index) =>
          row.some((one) => one.trim() !== "") ? [1 + (before(index).match(/\r\n|\r|\n/g)?.length ?? 0)] : [],
        );
        expect(read.map(({ place }) => place.line)).toEqual(expected);
      }),
    );
  });
});

function startOf(
  text: string,
  rows: readonly (readonly string[])[],
  index: number,
  lineEnd: string,
  delimiter: string,
  quote: (text: string) => string,
  headers: readonly string[],
): number {
  const rest = rows
    .slice(index)
    .map((row) => row.map(quote).join(delimiter))
    .join(lineEnd);
  return Math.max(headers.join(delimiter).length, text.length - rest.length);
}

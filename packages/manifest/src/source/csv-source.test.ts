import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ProblemList } from "../problem-list.ts";
import { readCsv } from "./csv-source.ts";
import { placeOf, placeWithin } from "./located.ts";

function read(text: string | Uint8Array) {
  const problems = new ProblemList();
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const table = readCsv("t.csv", bytes, problems);
  const values = table?.rows.map(({ cells }) => cells.map(({ value }) => value));
  const found = problems.sorted([]).map(({ code, place }) => `${code} ${place.line}:${place.column}`);
  return { table, values, found };
}

describe("readCsv", () => {
  it.each([
    ["commas", "id,prompt\na,b\n"],
    ["semicolons, with commas in the cells", "id;prompt\na;b\n"],
    ["tabs", "id\tprompt\na\tb\n"],
    ["a byte order mark and CRLF", "\uFEFFid,prompt\r\na,b\r\n"],
    ["old Mac line ends", "id,prompt\ra,b\r"],
    ["no line end at the end", "id,prompt\na,b"],
    ["blank rows", "\nid,prompt\n\n,\na,b\n\n"],
    ["Excel's sep line", "sep=;\nid;prompt\na;b\n"],
    ["quoted headers with the other delimiter", '"id";"prompt"\n"a";b\n'],
  ])("reads %s", (_what, text) => {
    expect(read(text)).toMatchObject({ values: [["a", "b"]], found: [] });
  });

  it("places cells after quoted line breaks, doubled quotes and wide characters", () => {
    const { table } = read('id,prompt,loop\r\n"a\r\n""🏺""", 静か ,x\r\nb,"y",z\r\n');
    const places = table?.rows.map(({ cells }) =>
      cells.map((cell) => placeOf(cell)).map(({ line, column, length }) => [line, column, length]),
    );
    expect(places).toEqual([
      [
        [2, 1, 2],
        [3, 9, 2],
        [3, 13, 1],
      ],
      [
        [4, 1, 1],
        [4, 3, 3],
        [4, 7, 1],
      ],
    ]);
  });

  it("places a part of a cell", () => {
    const { table } = read('id,prompt\na,"one\ntwo ""🏺"" three"\n');
    const cell = table?.rows[0]?.cells[1];
    expect(cell && placeWithin(cell, String(cell.value).indexOf("three"), 5)).toMatchObject({
      line: 3,
      column: 11,
      length: 5,
    });
  });

  it("reports quotes that do not pair up, and still reads the rows before", () => {
    expect(read('id,prompt\na,b\nc,"d\ne,f\n')).toMatchObject({
      values: [["a", "b"]],
      found: ["csv-quote 3:3"],
    });
    expect(read('id,prompt\na,5" disc\n').found).toEqual(["csv-quote 2:4"]);
    expect(read('id,prompt\na,"x" y\n').found).toEqual(["csv-quote 2:5"]);
  });

  it("reports rows with more cells than columns, and tables without a row", () => {
    expect(read("id,prompt\na,b,,\nc,d,e\n").found).toEqual(["csv-ragged-row 3:5"]);
    expect(read("\n\n").found).toEqual(["csv-empty 1:1"]);
  });

  it("reports bytes that are not UTF-8 where they stand", () => {
    const bytes = Uint8Array.from([...new TextEncoder().encode("id,prompt\na,\uFFFDé"), 0xe9, 0x0a]);
    expect(read(bytes).found).toEqual(["encoding-not-utf8 2:5"]);
    const wide = Uint8Array.from([0xff, 0xfe, ...Buffer.from("id,prompt\na,b\n", "utf16le")]);
    expect(read(wide)).toMatchObject({ found: ["encoding-utf16 1:1"], values: [["a", "b"]] });
  });

  it("gives every cell back at its place, whatever is in it", () => {
    const cell = fc.string({
      unit: fc.constantFrom("a", "é", "🏺", '"', ",", ";", "\n", " ", "x"),
      maxLength: 6,
    });
    const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 });
    const lineEnd = fc.constantFrom("\n", "\r\n");
    fc.assert(
      fc.property(rows, lineEnd, (cells, end) => {
        const write = (value: string) => (/[",;\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
        const text = `${[["h", "i"], ...cells].map((row) => row.map(write).join(",")).join(end)}${end}`;
        const { table, found } = read(text);
        expect(found).toEqual([]);
        const kept = cells.filter((row) => row.some((value) => value.trim() !== ""));
        const trimmed = kept.map((row) => row.map((value) => value.trim()));
        expect(table?.rows.map((row) => row.cells.map(({ value }) => value))).toEqual(trimmed);
        for (const cell of (table?.rows ?? []).flatMap((row) => row.cells)) {
          const value = String(cell.value);
          for (const { 0: character, index } of value.matchAll(/[ax]/g)) {
            const place = placeWithin(cell, index, 1);
            const line = text.split(/\r?\n/)[place.line - 1] ?? "";
            expect([...line][place.column - 1]).toBe(character);
          }
        }
      }),
    );
  });
});

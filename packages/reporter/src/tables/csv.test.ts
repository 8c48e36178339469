import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvFile } from "./csv.ts";

/** A reader of RFC 4180, by the letter of its grammar. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (const match of text.matchAll(cell)) {
    rows.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
    if (match[3] === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

describe("csvFile", () => {
  it("quotes what needs it", () => {
    expect(
      csvFile(
        ["a", "b"],
        [
          ['say "hi"', "x,y"],
          ["line\nbreak", null],
        ],
      ),
    ).toBe('a,b\r\n"say ""hi""","x,y"\r\n"line\nbreak",\r\n');
  });

  it.each([
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\n+1",
    "＝1",
    "　＠a",
    '=HYPERLINK("x","y")',
  ])("takes the formula out of %j", (cell) => {
    expect(readCsv(csvFile(["a"], [[cell]]))[1]).toEqual([`'${cell}`]);
  });

  it("leaves negative numbers numbers", () => {
    expect(csvFile(["a"], [[-1.5]])).toBe("a\r\n-1.5\r\n");
  });

  it("can be read back, and no cell of it is a formula", () => {
    const rows = fc.array(fc.tuple(fc.string(), fc.string({ unit: "binary" })));
    fc.assert(
      fc.property(rows, (cells) => {
        const read = readCsv(csvFile(["a", "b"], cells)).slice(1);
        expect(read).toHaveLength(cells.length);
        read.flat().forEach((cell, index) => {
          const written = (cells.flat()[index] ?? "").replaceAll("\0", "");
          expect([written, `'${written}`]).toContain(cell);
          expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]|^[\t\r\n]|\0/);
        });
      }),
    );
  });
});

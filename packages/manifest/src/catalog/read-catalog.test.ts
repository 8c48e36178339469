import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CATALOG_PROBLEM_CODES } from "./catalog-problem-codes.ts";
import { readCatalog } from "./read-catalog.ts";
import { readText } from "./read-text.test.setup.ts";

const PLAIN = "sku,name,image\nA1,Café chair,https://i.example/1.jpg\n";

describe("readCatalog", () => {
  it("reads every encoding that spreadsheets write", () => {
    const utf16 = (littleEndian: boolean): Uint8Array => {
      const bytes = new DataView(new ArrayBuffer((PLAIN.length + 1) * 2));
      for (const [index, unit] of [...`\uFEFF${PLAIN}`].entries())
        bytes.setUint16(index * 2, unit.charCodeAt(0), littleEndian);
      return new Uint8Array(bytes.buffer);
    };
    const inputs = [new TextEncoder().encode(`\uFEFF${PLAIN}`), utf16(true), utf16(false)];
    for (const bytes of inputs) {
      const { products, headers, problems } = readText(bytes);
      expect(problems).toEqual([]);
      expect(headers[0]).toBe("sku");
      expect(products[0]?.title).toBe("Café chair");
    }
  });

  it("falls back to Windows-1252 with a warning", () => {
    const bytes = Uint8Array.from(PLAIN.replace("chair", "€"), (character) =>
      character === "€" ? 0x80 : character.charCodeAt(0),
    );
    const { products, problems } = readText(bytes);
    expect(products[0]?.title).toBe("Café €");
    expect(problems).toMatchObject([{ code: "catalog-guessed-encoding", severity: "warning" }]);
  });

  it("says what a file is that is no text", () => {
    const workbook = Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 0x14, 0x00]);
    expect(readText(workbook).problems).toMatchObject([
      {
        code: "catalog-not-text",
        message: expect.stringContaining("Excel workbook"),
        place: { file: "shots.yaml" },
      },
    ]);
    expect(readText("sku,title\n1,a\0b\n").problems).toMatchObject([{ code: "catalog-not-text" }]);
  });

  it("answers unknown headers with the headers that it saw", () => {
    const { problems } = readText("Artikel,Bild\nTasse,x\n");
    expect(problems).toMatchObject([
      { code: "catalog-unknown-format", place: { file: "products.csv", line: 1 } },
    ]);
    expect(problems[0]?.hint).toContain("Artikel, Bild");
    expect(problems[0]?.hint).toContain("columns");
  });

  it("answers headers of two stores with the choice", () => {
    const { problems } = readText("Handle,Variant SKU,id,title,image_link\na,b,c,d,e\n");
    expect(problems).toMatchObject([{ code: "catalog-ambiguous-format" }]);
    expect(problems[0]?.hint).toContain("format: shopify or format: google-merchant");
  });

  it("reads a file as the format that the manifest names, and says what that one lacks", () => {
    expect(
      readText("Handle,Variant SKU,id,title,image_link\na,b,c,d,e\n", { format: "google-merchant" }).products,
    ).toMatchObject([{ id: "c", image: "e" }]);
    expect(readText(PLAIN, { format: "shopify" }).problems).toMatchObject([
      { code: "catalog-missing-column", message: expect.stringContaining('"Handle" or "URL handle"') },
    ]);
  });

  it("checks both sides of the columns map, and points at the manifest", () => {
    const { problems } = readText(PLAIN, { columns: { titel: "name", image: "imge" } });
    expect(problems.map(({ code, place }) => [code, place.file])).toEqual([
      ["catalog-unknown-column-name", "shots.yaml"],
      ["catalog-unknown-header", "shots.yaml"],
    ]);
    expect(problems[0]?.hint).toContain('"title"');
    expect(problems[1]?.hint).toContain('"image"');
  });

  it("keeps apart products whose ids differ only in what a handle leaves out, whatever their order", () => {
    const rows = ["A 1,One", "a/1,Two", "a-1,Three"];
    const handles = (ordered: readonly string[]) =>
      Object.fromEntries(
        readText(`sku,title\n${ordered.join("\n")}\n`).products.map(({ title, handle }) => [title, handle]),
      );
    const first = handles(rows);
    expect(new Set(Object.values(first)).size).toBe(3);
    expect(first["Three"]).toBe("a-1");
    expect(handles(rows.toReversed())).toEqual(first);
  });

  it("drops a row that is repeated word for word, and refuses two products with one id", () => {
    const { products, problems } = readText("sku,title\nA,One\nB,Two\nA,One\n");
    expect(products).toHaveLength(2);
    expect(problems).toMatchObject([
      {
        code: "catalog-repeated-row",
        severity: "warning",
        place: { line: 4 },
        related: [{ place: { line: 2 } }],
      },
    ]);
    expect(readText("sku,title\nA,One\nA,Other\n").problems).toMatchObject([
      {
        code: "catalog-repeated-product",
        severity: "error",
        place: { line: 3 },
        related: [{ place: { line: 2 } }],
      },
    ]);
  });

  it("says that a catalog without rows has no products", () => {
    expect(readText("sku,title\n\n,\n").problems).toMatchObject([{ code: "catalog-empty" }]);
  });

  it("never throws, and names only codes that are listed", () => {
    const header = fc.constantFrom(
      "Handle,Title,Image Src\n",
      "id\ttitle\timage_link\n",
      "Type;SKU;Name;Parent;Images\n",
      "sku,title\n",
      "",
    );
    const xml = fc.constantFrom(
      "<?xml version='1.0'?><rss><channel><item>",
      "<g:id>",
      "</g:id>",
      "</item></channel></rss>",
      "<![CDATA[",
      "]]>",
    );
    const body = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(fc.oneof(xml, fc.string())).map((parts) => parts.join("")),
      fc
        .array(fc.constantFrom('"', ",", ";", "\n", "\r\n", "variation", "a", "1"))
        .map((parts) => parts.join("")),
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.tuple(header, body).map(([first, rest]) => new TextEncoder().encode(first + rest)),
    );
    const unit = fc.constantFrom("product", "variant", "image");
    const format = fc.constantFrom("auto", "shopify", "google-merchant", "woocommerce", "csv");
    const place = { file: "shots.yaml", line: 1, column: 1, length: 1 };
    fc.assert(
      fc.property(bytes, unit, format, (input, oneUnit, oneFormat) => {
        const { catalog, problems } = readCatalog(
          { file: "p.csv", format: oneFormat, unit: oneUnit, place },
          input,
        );
        for (const { code, severity } of problems)
          expect(CATALOG_PROBLEM_CODES[code]?.severity).toBe(severity);
        const broken = problems.some(({ severity }) => severity === "error");
        expect(catalog === undefined).toBe(broken);
        const handles = catalog?.products.map(({ handle }) => handle) ?? [];
        expect(new Set(handles).size).toBe(handles.length);
        expect(catalog?.places.length ?? 0).toBe(handles.length);
      }),
      { numRuns: 200 },
    );
  });
});

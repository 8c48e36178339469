import { describe, expect, it } from "vitest";
import { readText } from "./read-text.test.setup.ts";

const TSV = [
  "id\ttitle\tdescription\tlink\timage link\tadditional image link\tprice\tbrand\titem group id\tcolor\tproduct type\tcustom label 0",
  "K-1\tWool Throw\t<p>Warm</p>\thttps://s.example/1\thttps://i.example/1.jpg\thttps://i.example/1b.jpg,https://i.example/1c.jpg\t89.00 EUR\tFjell\tthrow\tMoss\tHome > Throws\twinter",
  "K-2\tWool Throw, Clay\tWarm\thttps://s.example/2\thttps://i.example/2.jpg\t\t92.00 EUR\tFjell\tthrow\tClay\tHome > Throws\t",
  "K 3\tPillow\t\thttps://s.example/3\thttps://i.example/3.jpg\t\t19\tFjell\t\t\t\t",
].join("\n");

const RSS = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">
  <channel>
    <title>Shop</title>
    <item>
      <g:id>K-1</g:id>
      <title><![CDATA[Salt & Pepper]]></title>
      <g:description>Mills &amp; more &#8211; &lt;b&gt;oak&lt;/b&gt;</g:description>
      <g:image_link>https://i.example/a.jpg?w=1&amp;h=2</g:image_link>
      <g:additional_image_link>https://i.example/b.jpg</g:additional_image_link>
      <g:additional_image_link>https://i.example/c.jpg</g:additional_image_link>
      <g:price>1,049.50 USD</g:price>
    </item>

    <item><g:id>K-2</g:id><title>Tray</title></item>
  </channel>
</rss>`;

const ATOM = `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">
<entry><g:id>7</g:id><title>Lamp</title><link href="https://s.example/7"/><g:image_link>https://i.example/7.jpg</g:image_link></entry>
</feed>`;

describe("readGoogleMerchant", () => {
  it("makes variants of the items of a group", () => {
    const { products, format, lines } = readText(TSV);
    expect(format).toBe("google-merchant");
    expect(lines).toEqual([2, 4]);
    expect(products[0]).toMatchObject({
      id: "throw",
      handle: "throw",
      title: "Wool Throw",
      description: "Warm",
      vendor: "Fjell",
      type: "Home > Throws",
      tags: ["winter"],
      price: "89.00",
      image: "https://i.example/1.jpg",
    });
    expect(products[0]?.images).toHaveLength(4);
    expect(products[0]?.options).toEqual({ color: ["Moss", "Clay"] });
    expect(products[1]).toMatchObject({ id: "K 3", handle: "k-3", published: true });
    expect(readText(TSV, { unit: "variant" }).products.map(({ handle }) => handle)).toEqual([
      "throw-moss",
      "throw-clay",
      "k-3",
    ]);
  });

  it("reads RSS with its namespaces, CDATA, repeated elements and places", () => {
    const { products, format, lines, headers, problems } = readText(RSS);
    expect(problems).toEqual([]);
    expect(format).toBe("google-merchant");
    expect(lines).toEqual([5, 15]);
    expect(headers).toContain("image_link");
    expect(products[0]).toMatchObject({
      title: "Salt & Pepper",
      description: "Mills & more – oak",
      image: "https://i.example/a.jpg?w=1&h=2",
      images: ["https://i.example/a.jpg?w=1&h=2", "https://i.example/b.jpg", "https://i.example/c.jpg"],
      price: "1049.50",
    });
  });

  it("reads Atom", () => {
    const { products, lines } = readText(ATOM);
    expect(lines).toEqual([2]);
    expect(products[0]).toMatchObject({ id: "7", title: "Lamp", image: "https://i.example/7.jpg" });
    expect(products[0]?.row["link"]).toBe("https://s.example/7");
  });

  it("never expands entities of the document", () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n${RSS.slice(RSS.indexOf("<rss"))}`;
    const { products, problems } = readText(bomb);
    expect(products).toEqual([]);
    expect(problems).toMatchObject([
      { code: "catalog-broken-xml", severity: "error", place: { line: 1, column: 22 } },
    ]);
  });

  it("points at the fault of broken XML, and refuses XML that is no feed", () => {
    expect(readText(RSS.replace("</g:price>", "</g:prize>")).problems).toMatchObject([
      { code: "catalog-broken-xml", place: { line: 12 } },
    ]);
    expect(readText("<?xml version='1.0'?><html><body/></html>").problems).toMatchObject([
      { code: "catalog-broken-xml", severity: "error" },
    ]);
  });

  it("knows a sign-in page and a document that is nested without end", () => {
    expect(
      readText("<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>").problems,
    ).toMatchObject([{ code: "catalog-broken-xml", message: expect.stringContaining("web page") }]);
    const deep = `<rss>${"<a>".repeat(5_000)}${"</a>".repeat(5_000)}</rss>`;
    expect(readText(deep).problems).toMatchObject([{ code: "catalog-broken-xml", severity: "error" }]);
  });

  it("refuses XML under another format's name", () => {
    expect(readText(RSS, { format: "shopify" }).problems).toMatchObject([{ code: "catalog-wrong-format" }]);
  });
});

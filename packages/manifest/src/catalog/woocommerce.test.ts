import { describe, expect, it } from "vitest";
import { readText } from "./read-text.test.setup.ts";

const EXPORT = `ID,Type,SKU,Name,Published,"Short description",Description,Categories,Tags,Images,Parent,"Regular price","Attribute 1 name","Attribute 1 value(s)"
10,variable,TEE,Linen Tee,1,Short,"<p>Long\\n\\nlasting</p>",Clothing > Tops,"linen, summer","https://i.example/tee.jpg, https://i.example/tee-2.jpg",,,Colour,"Sand, Ink"
11,variation,TEE-S,Linen Tee - Sand,1,,,,,https://i.example/sand.jpg,TEE,29,Colour,Sand
20,simple,,Mug,0,,,,,,,12,,
12,variation,TEE-I,Linen Tee - Ink,1,,,,,,id:10,30,Colour,Ink
30,"simple, virtual",GC,Gift card,-1,,,,,,,10,,
`;

describe("readWooCommerce", () => {
  it("puts variations under their parents, by SKU or by id", () => {
    const { products, format, lines, problems } = readText(EXPORT);
    expect(problems).toEqual([]);
    expect(format).toBe("woocommerce");
    expect(lines).toEqual([2, 4, 6]);
    expect(products[0]).toMatchObject({
      id: "10",
      handle: "tee",
      title: "Linen Tee",
      description: "Long lasting",
      type: "Clothing > Tops",
      tags: ["linen", "summer"],
      price: "29",
      image: "https://i.example/tee.jpg",
      images: ["https://i.example/tee.jpg", "https://i.example/tee-2.jpg", "https://i.example/sand.jpg"],
    });
    expect(products[0]?.options).toEqual({ Colour: ["Sand", "Ink"] });
    expect(products[0]?.variants.map(({ sku, title, price }) => [sku, title, price])).toEqual([
      ["TEE-S", "Sand", "29"],
      ["TEE-I", "Ink", "30"],
    ]);
  });

  it("names a product without a SKU by its id, and reads Published", () => {
    const { products } = readText(EXPORT);
    expect(products.map(({ handle, published }) => [handle, published])).toEqual([
      ["tee", true],
      ["product-20", false],
      ["gc", false],
    ]);
  });

  it("gives each variation a product where variants are the unit", () => {
    const { products } = readText(EXPORT, { unit: "variant" });
    expect(products.map(({ handle, image }) => [handle, image])).toEqual([
      ["tee-sand", "https://i.example/sand.jpg"],
      ["tee-ink", "https://i.example/tee.jpg"],
      ["product-20", ""],
      ["gc", ""],
    ]);
  });

  it("warns of variations whose parent is not there", () => {
    const { products, problems } = readText(EXPORT.replace(/^10,.*\n/m, "").replace("id:10", "TEE"));
    expect(products).toHaveLength(2);
    expect(problems).toMatchObject([{ code: "catalog-variation-without-parent", place: { line: 2 } }]);
  });

  it("reads translated headers through a columns map", () => {
    const text =
      "ID;Type;UGS;Nom;Publié;Images;Tarif régulier\n5;simple;PULL;Pull marin;1;https://i.example/p.jpg;59,90\n";
    const columns = { SKU: "UGS", name: "Nom", published: "Publié", "regular price": "Tarif régulier" };
    const { products, format } = readText(text, { columns });
    expect(format).toBe("woocommerce");
    expect(products[0]).toMatchObject({
      handle: "pull",
      title: "Pull marin",
      price: "59.90",
      published: true,
    });
  });
});

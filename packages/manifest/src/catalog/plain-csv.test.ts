import { describe, expect, it } from "vitest";
import { readText } from "./read-text.test.setup.ts";

describe("readPlainCsv", () => {
  it("understands common names for columns", () => {
    const text =
      "Product Name;Brand;Category;Picture URL;Image 2;Price;Keywords;Active\nMoor Candle;Ember;Candles;https://i.example/1.jpg;https://i.example/2.jpg;18,50 €;smoke,peat;yes\n";
    const { products, format } = readText(text);
    expect(format).toBe("csv");
    expect(products[0]).toMatchObject({
      handle: "moor-candle",
      title: "Moor Candle",
      vendor: "Ember",
      type: "Candles",
      image: "https://i.example/1.jpg",
      images: ["https://i.example/1.jpg", "https://i.example/2.jpg"],
      price: "18.50",
      tags: ["smoke", "peat"],
      published: true,
    });
    expect(products[0]?.row["Picture URL"]).toBe("https://i.example/1.jpg");
  });

  it("takes the handle from a handle column, else the SKU, the id, or the title", () => {
    const handles = (text: string) => readText(text).products.map(({ handle }) => handle);
    expect(handles("handle,sku,title\ndeep-bowl,S 1,Bowl\n")).toEqual(["deep-bowl"]);
    expect(handles("sku,id,title\nS 1,9,Bowl\n,9,Cup\n")).toEqual(["s-1", "9"]);
    expect(handles("title,note\nCafé Bowl,x\n陶器,y\n")).toEqual([
      "cafe-bowl",
      expect.stringMatching(/^p-[0-9a-f]{8}$/),
    ]);
  });

  it("makes variants of rows that repeat a handle", () => {
    const text = "slug,name,sku,image\nmug,Mug,M1,https://i.example/1.jpg\nmug,,M2,https://i.example/2.jpg\n";
    expect(readText(text).products).toMatchObject([
      { handle: "mug", images: ["https://i.example/1.jpg", "https://i.example/2.jpg"] },
    ]);
    expect(readText(text, { unit: "variant" }).products.map(({ handle }) => handle)).toEqual([
      "mug-m1",
      "mug-m2",
    ]);
  });

  it("reads unknown headers through a columns map", () => {
    const { products } = readText("Artikel,Bild\nTasse,https://i.example/t.jpg\n", {
      columns: { title: "Artikel", image: "Bild" },
    });
    expect(products).toMatchObject([{ handle: "tasse", title: "Tasse", image: "https://i.example/t.jpg" }]);
  });
});

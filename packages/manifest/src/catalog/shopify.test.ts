import { describe, expect, it } from "vitest";
import { readText } from "./read-text.test.setup.ts";

const OLDER = `Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Price,Image Src,Image Position,Variant Image,Status
bowl,Noon Bowl,"<p>Thrown by hand.</p>
<p>Dishwasher safe.</p>",Kiln,Bowls,"stoneware, gift",true,Colour,Sand,Size,S,B-1,24.00,https://i.example/bowl-2.jpg,2,https://i.example/sand.jpg,active
spoon,Olive Spoon,Plain text,Kiln,Tools,,true,Title,Default Title,,,SP,9,https://i.example/spoon.jpg,1,,draft
bowl,,,,,,,,Ink,,S,B-2,25.00,https://i.example/bowl-1.jpg,1,,
bowl,,,,,,,,,,,,,https://i.example/bowl-3.jpg,3,,
tray,Tray,,Kiln,,,false,Title,Default Title,,,T,30,,,,active
`;

const NEWER = `Title,URL handle,Description,Vendor,Type,Tags,Published on online store,Status,SKU,Option1 name,Option1 value,Price,Product image URL,Image position,Variant image URL
Noon Bowl,bowl,<b>Thrown</b> by hand,Kiln,Bowls,gift,TRUE,Active,B-1,Colour,Sand,24.00,https://i.example/1.jpg,1,
,bowl,,,,,,,B-2,,Ink,25.00,,,https://i.example/ink.jpg
`;

describe("readShopify", () => {
  it("makes one product of the rows with one handle, also when others stand between", () => {
    const { products, lines, problems } = readText(OLDER);
    expect(problems).toEqual([]);
    expect(products.map(({ handle }) => handle)).toEqual(["bowl", "spoon", "tray"]);
    expect(lines).toEqual([2, 4, 7]);
    expect(products[0]).toMatchObject({
      title: "Noon Bowl",
      description: "Thrown by hand. Dishwasher safe.",
      vendor: "Kiln",
      type: "Bowls",
      tags: ["stoneware", "gift"],
      price: "24.00",
      image: "https://i.example/bowl-1.jpg",
      images: [
        "https://i.example/bowl-1.jpg",
        "https://i.example/bowl-2.jpg",
        "https://i.example/bowl-3.jpg",
      ],
      published: true,
    });
    expect(products[0]?.options).toEqual({ Colour: ["Sand", "Ink"], Size: ["S"] });
    expect(products[0]?.variants.map(({ sku, title, image }) => ({ sku, title, image }))).toEqual([
      { sku: "B-1", title: "Sand / S", image: "https://i.example/sand.jpg" },
      { sku: "B-2", title: "Ink / S", image: "" },
    ]);
    expect(products[0]?.row["Variant SKU"]).toBe("B-1");
  });

  it("knows no options where Shopify writes its Default Title", () => {
    const { products } = readText(OLDER);
    expect(products[1]?.options).toEqual({});
    expect(products[1]?.variants).toMatchObject([{ sku: "SP", title: "" }]);
  });

  it("hides drafts and what is not published", () => {
    expect(readText(OLDER).products.map(({ published }) => published)).toEqual([true, false, false]);
  });

  it("reads the newer headers", () => {
    const { products, format } = readText(NEWER);
    expect(format).toBe("shopify");
    expect(products).toHaveLength(1);
    expect(products[0]).toMatchObject({
      handle: "bowl",
      title: "Noon Bowl",
      description: "Thrown by hand",
      image: "https://i.example/1.jpg",
      published: true,
    });
    expect(products[0]?.variants.map(({ sku, image }) => [sku, image])).toEqual([
      ["B-1", ""],
      ["B-2", "https://i.example/ink.jpg"],
    ]);
  });

  it("gives a variant its own handle, picture, price and row", () => {
    const { products, lines } = readText(OLDER, { unit: "variant" });
    expect(products.map(({ handle }) => handle)).toEqual(["bowl-sand-s", "bowl-ink-s", "spoon", "tray"]);
    expect(lines).toEqual([2, 5, 4, 7]);
    expect(products[0]?.image).toBe("https://i.example/sand.jpg");
    expect(products[1]).toMatchObject({
      price: "25.00",
      image: "https://i.example/bowl-1.jpg",
      title: "Noon Bowl",
    });
    expect(products[1]?.options).toEqual({ Colour: ["Ink"], Size: ["S"] });
    expect(products[1]?.row["Variant SKU"]).toBe("B-2");
  });

  it("gives an image its own handle, and a product without images none", () => {
    const { products } = readText(OLDER, { unit: "image" });
    expect(products.map(({ handle, image }) => [handle, image.slice(-10)])).toEqual([
      ["bowl-image-1", "bowl-1.jpg"],
      ["bowl-image-2", "bowl-2.jpg"],
      ["bowl-image-3", "bowl-3.jpg"],
      ["spoon-image-1", "/spoon.jpg"],
    ]);
  });

  it("keeps handles when rows are reordered", () => {
    const [head = "", ...rows] = NEWER.trim().split("\n");
    const turned = [head, ...rows.toReversed()].join("\n");
    const handles = (text: string) =>
      readText(text, { unit: "variant" })
        .products.map(({ handle }) => handle)
        .sort();
    expect(handles(turned)).toEqual(handles(NEWER));
  });

  it("warns of rows without a handle", () => {
    const { products, problems } = readText("Handle,Title,Image Src\na,A,\n,B,x\n");
    expect(products).toHaveLength(1);
    expect(problems).toMatchObject([{ code: "catalog-row-without-handle", place: { line: 3 } }]);
  });
});

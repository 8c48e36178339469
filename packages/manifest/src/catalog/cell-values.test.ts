import { describe, expect, it } from "vitest";
import { listOf, meansNo, meansPublished, priceAmount, urlsOf } from "./cell-values.ts";

describe("priceAmount", () => {
  it.each([
    ["19.99 USD", "19.99"],
    ["USD 19.99", "19.99"],
    ["€ 19,99", "19.99"],
    ["1,299.00", "1299.00"],
    ["1.299,00 €", "1299.00"],
    ["1,299", "1299"],
    ["1,299,000", "1299000"],
    ["1'299.50 CHF", "1299.50"],
    ["1 299,50 kr", "1299.50"],
    ["50", "50"],
    ["50.", "50"],
    ["", ""],
    ["on request", "on request"],
  ])("reads %j as %j", (cell, amount) => {
    expect(priceAmount(cell)).toBe(amount);
  });
});

describe("truth of cells", () => {
  it.each(["", " ", "false", "FALSE", "No", "0"])("takes %j for no", (cell) => {
    expect(meansNo(cell)).toBe(true);
  });

  it.each(["true", "yes", "1", "nope", "00"])("takes %j for something", (cell) => {
    expect(meansNo(cell)).toBe(false);
  });

  it.each([
    ["", true],
    ["TRUE", true],
    ["active", true],
    ["false", false],
    ["Draft", false],
    ["archived", false],
    ["-1", false],
  ])("takes %j for published: %j", (cell, published) => {
    expect(meansPublished(cell)).toBe(published);
  });
});

describe("lists in cells", () => {
  it("parts tags by commas, each once", () => {
    expect(listOf("new, summer ,, new,linen")).toEqual(["new", "summer", "linen"]);
  });

  it("parts URLs by commas, bars and line ends, and keeps commas inside a URL", () => {
    const cell =
      "https://a.example/1.jpg, https://a.example/w_300,h_200/2.jpg,https://a.example/3.jpg|x.jpg\nx.jpg";
    expect(urlsOf(cell)).toEqual([
      "https://a.example/1.jpg",
      "https://a.example/w_300,h_200/2.jpg",
      "https://a.example/3.jpg",
      "x.jpg",
    ]);
  });
});

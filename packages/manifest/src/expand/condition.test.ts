import { describe, expect, it } from "vitest";
import { MUG, MUG_SCOPE, pointed, sourceOf } from "./mug.test.setup.ts";
import { compileCondition } from "./template.ts";

function holds(text: string, context: Readonly<Record<string, unknown>> = MUG): boolean | undefined {
  const { condition, problems } = compileCondition(sourceOf(text), MUG_SCOPE);
  expect(problems).toEqual([]);
  return condition?.test(context);
}

describe("compileCondition", () => {
  it.each([
    ["product.published and product.image", true],
    ["product.vendor", false],
    ["product.tags", false],
    ["not product.vendor and product.title", true],
    ["product.title == 'Noon Mug'", true],
    ["product.published == 'true'", true],
    ["product.price >= 19.5", true],
    ["product.price > 9", true],
    ["product.images contains 'b.jpg'", true],
    ["product.title contains 'Cup' or product.image", true],
    ["(product.vendor or product.title) and product.image", true],
    ["(product.images | size) > 1", true],
    ["product.vendor == blank", true],
  ])("tests %j", (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  it.each(["", "false", "FALSE", "no", "0", undefined, false])(
    "takes a cell that says %j for false",
    (image) => {
      expect(holds("product.image", { product: { image } })).toBe(false);
      expect(holds("not product.image", { product: { image } })).toBe(true);
      expect(holds("product.image or product.image", { product: { image } })).toBe(false);
    },
  );

  it.each([
    ["product.publishd", "template-unknown-variable", "publishd", '"published"'],
    ["product.title && product.image", "template-broken", "&", '"and"'],
    ["product.price = 3", "template-broken", "=", "=="],
    ["{{ product.title }}", "template-broken", "{{", "after if"],
    ["!product.title", "template-broken", "!product.title", '"not"'],
    ["", "template-broken", "", ""],
    ["product.title and", "template-broken", "and", ""],
  ])("points at what is wrong in %j", (text, code, stretch, hint) => {
    const { condition, problems } = compileCondition(sourceOf(text), MUG_SCOPE);
    expect(condition).toBeUndefined();
    expect(pointed(text, problems)).toEqual([[code, stretch]]);
    expect(problems[0]?.hint).toContain(hint);
  });

  it("warns where and is mixed with or, but tests as Liquid does", () => {
    const { condition, problems } = compileCondition(
      sourceOf("product.vendor and product.title or product.image"),
      MUG_SCOPE,
    );
    expect(problems.map(({ code }) => code)).toEqual(["template-mixed-and-or"]);
    expect(condition?.test(MUG)).toBe(false);
  });

  it("does not hold where testing fails", () => {
    expect(holds("product.title | append")).toBe(false);
  });
});

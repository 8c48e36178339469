import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readText } from "../catalog/read-text.test.setup.ts";
import { MUG, MUG_SCOPE, pointed, sourceOf } from "./mug.test.setup.ts";
import {
  compileCondition,
  compileTemplate,
  productScope,
  type Rendering,
  type Template,
} from "./template.ts";
import { TEMPLATE_PROBLEM_CODES } from "./template-problem-codes.ts";

function compiled(text: string): Template {
  const { template, problems } = compileTemplate(sourceOf(text), MUG_SCOPE);
  expect(problems).toEqual([]);
  if (template === undefined) throw new Error("there is no template, and no problem says why");
  return template;
}

function rendered(text: string): Rendering {
  return compiled(text).render(MUG);
}

function mistakes(text: string): (readonly [string, string])[] {
  const { template, problems } = compileTemplate(sourceOf(text), MUG_SCOPE);
  expect(template).toBeUndefined();
  return pointed(text, problems);
}

it("refuses tags and expressions that are nested to exhaust the stack, at one place", () => {
  const deep = `${"{% if true %}".repeat(3_000)}x${"{% endif %}".repeat(3_000)}`;
  const { problems } = compileTemplate(sourceOf(deep), MUG_SCOPE);
  expect(problems).toMatchObject([
    { code: "template-broken", place: { column: 100 * "{% if true %}".length + 1 } },
  ]);
});

it("runs into its bounds once, not again for each product", () => {
  const loops = [1, 2, 3].map((loop) => `{% for a${loop} in (1..1000) %}`).join("");
  const template = compiled(`${loops}${"{% endfor %}".repeat(3)}`);
  const first = template.render(MUG);
  expect(first).toMatchObject({ problem: { code: "template-failed" } });
  expect(template.render(MUG)).toBe(first);
});

describe("rendering", () => {
  it.each([
    ["{{ product.handle }}-orbit", "mug-orbit"],
    ["{{ product.options.Size }}", "S, M"],
    ['{{ product.row["Variant SKU"] | downcase }}', "m-s"],
    ["{{ product.variants[0].options.Size }}{{ product.images.last }}{{ product.images.size }}", "Sb.jpg2"],
    ["{% for image in product.images limit: 1 %}{{ image }}{{ forloop.index }}{% endfor %}", "a.jpg1"],
    ["{{ 'Café Crème' | slug }}", "cafe-creme"],
    ["{{ '<b>x</b>' | strip_html }}", "x"],
    ["{{ ' ' | slug }}", ""],
    ["{{ matrix.light }} {{ matrix.light.phrase }}", "dusk low sun"],
    ["{% raw %}{{ x }}{% endraw %}{% comment %}{{ y }}{% endcomment %}", "{{ x }}"],
    ["{% if product.tags %}a{% elsif product.price > 9 %}b{% else %}c{% endif %}", "b"],
    ["{% unless product.vendor %}a{% endunless %}", "a"],
    ["{{ nil }}|{{ product.vendor | default: nil }}", "|"],
  ])("gives for %j the text %j", (text, expected) => {
    expect(rendered(text)).toMatchObject({ text: expected });
  });

  it("gives text that ASCII has no letters for a slug that tells it from others", () => {
    const slugs = ["陶器", "花瓶"].map((text) => compiled(`{{ '${text}' | slug }}`).render({}));
    expect(slugs).toEqual([
      { text: expect.stringMatching(/^p-[0-9a-f]{8}$/), emptyVariables: [] },
      { text: expect.stringMatching(/^p-[0-9a-f]{8}$/), emptyVariables: [] },
    ]);
    expect(slugs[0]).not.toEqual(slugs[1]);
  });

  it("knows a text without tags for a constant, and leaves it as it is", () => {
    const template = compiled("  A plain } line { \n");
    expect(template.isConstant).toBe(true);
    expect(template.render({})).toEqual({ text: "  A plain } line { \n", emptyVariables: [] });
    expect(compiled("{{ product.title }}").isConstant).toBe(false);
  });

  it("names its variables, and which of them are guarded", () => {
    const template = compiled(
      '{{ product.title }}{{ product.vendor | default: product.row["Image Src"] }}{% if matrix.lens %}{{ matrix.lens }}{% endif %}',
    );
    expect(template.variables).toEqual([
      "product.title",
      "product.vendor",
      'product.row["Image Src"]',
      "matrix.lens",
    ]);
    expect(template.guarded).toEqual(["product.vendor", 'product.row["Image Src"]', "matrix.lens"]);
  });

  it.each([
    ["by {{ product.vendor }}", ["product.vendor"]],
    ["by {{ product.vendor | upcase | append: product.title }}", ["product.vendor"]],
    ["{{ product.title | append: product.vendor }}", ["product.vendor"]],
    ["{% assign maker = product.vendor %}by {{ maker }}", ["product.vendor"]],
    ['{{ product.row["Image Src"] }}{{ product.tags }}', ['product.row["Image Src"]', "product.tags"]],
    ["{{ product.vendor | default: 'us' }}", []],
    ["{% if product.vendor %}by {{ product.vendor }}{% endif %}", []],
    ["{% if product.title == 'Cup' %}{{ product.vendor }}{% endif %}", []],
    ["{% for tag in product.tags %}{{ tag }}{% endfor %}", []],
    ["{{ product.published }}{{ product.images.size }}", []],
    ["{{ product.vendor == 'Kiln' }}", []],
  ])("finds what %j leaves empty", (text, expected) => {
    expect(rendered(text)).toMatchObject({ emptyVariables: expected });
  });

  it("forgets what was empty before", () => {
    const template = compiled("by {{ product.vendor }}");
    expect(template.render(MUG)).toMatchObject({ emptyVariables: ["product.vendor"] });
    expect(template.render({ product: { vendor: "Kiln" } })).toEqual({ text: "by Kiln", emptyVariables: [] });
  });
});

describe("mistakes found before rendering", () => {
  it.each([
    ["{{ product.titel }}", [["template-unknown-variable", "titel"]], 'Did you mean "title"?'],
    ["{{ title }}", [["template-unknown-variable", "title"]], "Did you mean product.title?"],
    ["{{ product.sku }}", [["template-unknown-variable", "sku"]], "product.variants.first.sku"],
    [
      "{{ product.row['Image Scr'] }}",
      [["template-unknown-variable", "Image Scr"]],
      'product.row["Image Src"]',
    ],
    ["{{ product.image.src }}", [["template-unknown-variable", "src"]], "product.image by itself"],
    ["{{ product.variants[0].skv }}", [["template-unknown-variable", "skv"]], '"sku"'],
    [
      "{% for v in product.variants %}{{ v.titel }}{% endfor %}",
      [["template-unknown-variable", "titel"]],
      '"title"',
    ],
    ["{{ product.title | upcas }}", [["template-unknown-filter", "upcas"]], '"upcase"'],
    ["{{ product.images | sample }}", [["template-unknown-filter", "sample"]], "filter"],
    ["{{ product }}", [["template-not-text", "product"]], "title"],
    ["{{ 'now' | date: '%Y' }}", [["template-not-repeatable", "'now'"]], "date into the manifest"],
    ["{% include 'x' %}", [["template-unknown-tag", "include"]], "cannot read other files"],
    ["{% unles product.title %}a{% endunless %}", [["template-unknown-tag", "unles"]], '"unless"'],
    ["a {{ product.title", [["template-broken", "{{"]], "}}"],
    ["{% if product.title %}a", [["template-broken", "{%"]], "{% endif %}"],
    [
      "{% if product.title %}a{% else if matrix.lens %}b{% endif %}",
      [["template-broken", "{% else if matrix.lens %}"]],
      "elsif",
    ],
    ["{{ product.title matrix.lens }}", [["template-broken", "matrix.lens"]], ""],
    ["{{ product.title, matrix.lens }}", [["template-broken", ", matrix.lens"]], ""],
    ["{% if product.title = 'x' %}{% endif %}", [["template-broken", "="]], "=="],
    ["{% if product.title == 'x %}{% endif %}", [["template-broken", "'"]], "Close it"],
    ["{{ product. }}", [["template-broken", "."]], ""],
    ["{% for a in product.images | sort %}{% endfor %}", [["template-broken", "| sort"]], ""],
  ])("points at what is wrong in %j", (text, expected, hint) => {
    expect(mistakes(text)).toEqual(expected);
    const [problem] = compileTemplate(sourceOf(text), MUG_SCOPE).problems;
    expect(problem?.hint).toContain(hint);
  });

  it("finds all of them at once, in branches that may never be taken as well", () => {
    const text =
      "{% if product.publishd %}{{ product.titel | slugg }}{% else %}{{ matrix.lense }}{% endif %} {% fo %} {{ x | }}{{";
    expect(mistakes(text.slice(0, -2)).map(([, stretch]) => stretch)).toEqual([
      "publishd",
      "titel",
      "slugg",
      "lense",
      "fo",
      "x",
    ]);
  });

  it("warns of a mixture of and with or, and says how it is read", () => {
    const text = "{% if product.title and product.vendor or product.image %}x{% endif %}";
    const { template, problems } = compileTemplate(sourceOf(text), MUG_SCOPE);
    expect(template?.render(MUG)).toMatchObject({ text: "x" });
    expect(problems).toMatchObject([
      { code: "template-mixed-and-or", severity: "warning", place: { column: 40, length: 2 } },
    ]);
    expect(problems[0]?.message).toContain("product.title and (product.vendor or product.image)");
    expect(
      compileTemplate(
        sourceOf("{% if (product.title and product.vendor) or product.image %}x{% endif %}"),
        MUG_SCOPE,
      ).problems,
    ).toEqual([]);
  });

  it("says that a product needs for_each where none is there", () => {
    const { problems } = compileTemplate(sourceOf("{{ product.title }}"), { names: { matrix: {} } });
    expect(problems[0]?.hint).toContain("for_each");
  });
});

describe("bounds", () => {
  it.each([
    ["{% for i in (1..100000000) %}x{% endfor %}", "template-failed"],
    ["{% for i in (1..2000) %}{% for j in (1..100) %}x{% endfor %}{% endfor %}", "template-too-long"],
    [
      "{% assign a = 'xxxxxxxxxx' %}{% for i in (1..60) %}{% assign a = a | append: a %}{% endfor %}{{ a }}",
      "template-failed",
    ],
    ["{% assign word = 'now' %}{{ word | date: '%s' }}", "template-failed"],
    ["{{ product.title | append }}", "template-failed"],
  ])("stops %j", (text, code) => {
    expect(rendered(text)).toMatchObject({ problem: { code } });
  });

  it("refuses sources and constants that are too long", () => {
    expect(
      compileTemplate(sourceOf(`{{ product.title }}${"x".repeat(100_000)}`), MUG_SCOPE).problems,
    ).toMatchObject([{ code: "template-too-long" }]);
    expect(rendered("x".repeat(20_001))).toMatchObject({ problem: { code: "template-too-long" } });
  });

  it.each(["{{ product.constructor }}", "{{ product['__proto__'] }}", "{{ constructor }}", "{{ toString }}"])(
    "knows no %j",
    (text) => {
      expect(mistakes(text)[0]?.[0]).toBe("template-unknown-variable");
    },
  );

  it("reaches no prototype by names that come from data", () => {
    const { template } = compileTemplate(sourceOf("{{ bag[key] }}{{ bag | map: key }}"), {
      names: { bag: "any", key: true },
    });
    for (const key of ["constructor", "__proto__", "toString"]) {
      expect(template?.render({ bag: { a: 1 }, key })).toMatchObject({ text: "" });
    }
  });

  it("never throws, and names only codes that are listed", () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "{{",
        "}}",
        "{%",
        "%}",
        " if ",
        " endif ",
        " for ",
        " in ",
        "endfor",
        "product",
        ".title",
        "[0]",
        "['",
        '"',
        "|",
        "default:",
        "slug",
        "and",
        "or",
        "not",
        "(",
        ")",
        "..",
        "==",
        "1",
        "assign a =",
        "case",
        "when",
        "else",
        "elsif",
        "raw",
        "endraw",
        "capture x",
        "endcapture",
        "-",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        const text = pieces.join("");
        const { template, problems } = compileTemplate(sourceOf(text), MUG_SCOPE);
        for (const { code, severity, place } of problems) {
          expect(TEMPLATE_PROBLEM_CODES[code]?.severity).toBe(severity);
          expect(place.length).toBeGreaterThan(0);
          expect(place.column + place.length).toBeLessThanOrEqual(Math.max(2, text.length + 2));
        }
        expect(template === undefined).toBe(problems.some(({ severity }) => severity === "error"));
        template?.render(MUG);
        compileCondition(sourceOf(text.replace(/[{%}]/g, "")), MUG_SCOPE).condition?.test(MUG);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("productScope", () => {
  const text =
    "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Image Src\nmug,Mug,Size,S,M-S,x\nmug,,,M,M-M,\ntray,Tray,Lid,Yes,T,y\n";

  it("knows the options and headers of the catalog", () => {
    const { products, headers } = readText(text);
    const scope = { names: { product: productScope({ format: "shopify", products, headers, places: [] }) } };
    const good =
      "{{ product.options.Size }}{{ product.options.Lid | first }}{{ product.variants.first.options.Size }}{{ product.row['Option1 Name'] }}";
    expect(compileTemplate(sourceOf(good), scope).problems).toEqual([]);
    const bad = "{{ product.options.Sise }}{{ product.row['Option9 Name'] }}";
    expect(pointed(bad, compileTemplate(sourceOf(bad), scope).problems)).toEqual([
      ["template-unknown-variable", "Sise"],
      ["template-unknown-variable", "Option9 Name"],
    ]);
  });

  it("describes exactly the fields that products have", () => {
    const { products, headers } = readText(text);
    const scope = productScope({ format: "shopify", products, headers, places: [] });
    expect(Object.keys(scope).sort()).toEqual(Object.keys(products[0] ?? {}).sort());
  });
});

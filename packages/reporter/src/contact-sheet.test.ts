import { sampleReadModel } from "@shotlist/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonForMarkup, policyOf, renderContactSheet } from "./contact-sheet.ts";
import type { PackedModel } from "./packed/pack-model.ts";
import { unpackModel } from "./packed/unpack-model.ts";

const template = [
  "<!doctype html><html><head><title>Contact sheet</title></head><body>",
  '<script type="application/json" id="read-model"></script>',
  "</body></html>",
].join("\n");

const dataOf = (html: string): unknown => {
  const parts = /<script type="application\/json" id="read-model">([\s\S]*?)<\/script>/.exec(html);
  return unpackModel(JSON.parse(parts?.[1] ?? "") as PackedModel);
};

describe("renderContactSheet", () => {
  it("carries the whole read-model, unchanged", () => {
    const model = sampleReadModel({ shots: 40, seed: 3 });
    expect(dataOf(renderContactSheet(model, template))).toEqual(JSON.parse(JSON.stringify(model)));
  });

  it("lets no text of the model become markup", () => {
    const hostile = "</script><!--<script>alert(1)</script>&$&$'$`\u2028";
    const model = { ...sampleReadModel({ shots: 1, seed: 1 }), name: hostile };
    const html = renderContactSheet(model, template);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html.match(/<\/script>/g)).toHaveLength(1);
    expect(html).not.toContain("<!--");
    expect(html.slice(html.indexOf("application/json"))).not.toContain("\u2028");
    expect(html).toContain(
      "<title>&lt;/script&gt;&lt;!--&lt;script&gt;alert(1)&lt;/script&gt;&amp;$&amp;$'$`",
    );
    expect(dataOf(html)).toMatchObject({ name: hostile });
  });

  it("keeps a name that looks like the data's own place from taking it", () => {
    const slot = '<script type="application/json" id="read-model"></script>';
    const model = { ...sampleReadModel({ shots: 1, seed: 1 }), name: slot };
    expect(dataOf(renderContactSheet(model, template))).toMatchObject({ name: slot });
  });

  it.each([
    ["no place for the data", "<title>Contact sheet</title>"],
    ["two places for the data", template + template],
  ])("refuses a template with %s", (_, broken) => {
    expect(() => renderContactSheet(sampleReadModel({ shots: 0, seed: 1 }), broken)).toThrow(TypeError);
  });
});

describe("embedded media", () => {
  const model = sampleReadModel({ shots: 1, seed: 1 });

  it("stand in the page as data, whatever their names are", () => {
    const media = new Map([["../renders/</script>.mp4", "data:video/mp4;base64,AAAA"]]);
    const html = renderContactSheet(model, template, { media });
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    const json = /id="media">(.*?)<\/script>/.exec(html)?.[1] ?? "";
    expect(JSON.parse(json)).toEqual(Object.fromEntries(media));
    expect(dataOf(html)).toEqual(JSON.parse(JSON.stringify(model)));
  });

  it("leave no trace where there are none", () => {
    expect(renderContactSheet(model, template, { media: new Map() })).toBe(
      renderContactSheet(model, template),
    );
  });
});

describe("a served page", () => {
  const policy = "default-src 'none'; script-src 'sha256-abc='";
  const page = `<meta http-equiv="Content-Security-Policy" content="${policy}" />${template}`;
  const model = sampleReadModel({ shots: 1, seed: 1 });

  it("may ask its own server, and says that it is served", () => {
    const html = renderContactSheet(model, page, { live: true });
    expect(policyOf(html)).toBe(`${policy}; connect-src 'self'`);
    expect(html).toContain('<meta name="shotlist-live" content="1"><script type="application/json"');
  });

  it("may ask nobody when it is a file", () => {
    const html = renderContactSheet(model, page);
    expect(policyOf(html)).toBe(policy);
    expect(html).not.toContain("shotlist-live");
    expect(policyOf(template)).toBeUndefined();
  });
});

describe("jsonForMarkup", () => {
  it("gives back any text, and never a character that could end a script", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const json = jsonForMarkup({ text });
        expect(json).not.toMatch(/[<\u2028\u2029]/);
        expect(JSON.parse(json)).toEqual({ text });
      }),
    );
  });
});

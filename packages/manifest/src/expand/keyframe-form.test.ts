import { describe, expect, it } from "vitest";
import { readText } from "../testing/read-text.ts";

const frame = async (text: string) => {
  const result = await readText(
    `version: 1\nshots:\n  - { id: a, prompt: Static, keyframes: { frame0: ${text} } }\n  - { id: b, prompt: Static shot }\n`,
    { "p/x.png": "x" },
  );
  return { keyframe: result.manifest?.shots[0]?.keyframes.frame0, problems: result.problems };
};

const UUID = "5b1e7d1e-0000-4000-8000-000000000001";
const SHA_OF_X = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";

describe("keyframes", () => {
  it.each([
    ['"https://x.example/a.jpg"', { type: "image", url: "https://x.example/a.jpg" }],
    ['{ url: "https://x.example/a.jpg" }', { type: "image", url: "https://x.example/a.jpg" }],
    ['{ type: image, url: " https://x.example/a.jpg " }', { type: "image", url: "https://x.example/a.jpg" }],
    [`{ generation: ${UUID} }`, { type: "generation", id: UUID }],
    [`{ type: generation, id: ${UUID} }`, { type: "generation", id: UUID }],
    [`"generation:${UUID}"`, { type: "generation", id: UUID }],
    ["{ shot: b, take: 2 }", { type: "shot", shot: "b", take: 2 }],
    ["{ shot: b, when: approved }", { type: "shot", shot: "b", when: "approved" }],
    ["shot:b", { type: "shot", shot: "b" }],
    ["{ file: p/x.png }", { type: "file", path: "p/x.png", sha256: SHA_OF_X }],
    ["{ file: 'p\\x.png' }", { type: "file", path: "p/x.png", sha256: SHA_OF_X }],
    ["file:p/x.png", { type: "file", path: "p/x.png", sha256: SHA_OF_X }],
  ])("are read from %s", async (text, expected) => {
    expect(await frame(text)).toEqual({ keyframe: expected, problems: [] });
  });

  it.each([
    ["picture.png", "keyframe-url", 51, "{file: picture.png}, in a table file:picture.png"],
    ['"//cdn.example/a.jpg"', "keyframe-url", 51, "https://cdn.example/a.jpg"],
    ['"htps://x.example/a.jpg"', "keyframe-url", 51, '"https"'],
    ['"data:image/png;base64,AAAA"', "keyframe-url", 51, "on the web"],
    ['{ url: "https://x.example/a.jpg", shot: b }', "keyframe-form", 51, "{shot: id}"],
    [`{ type: image, id: ${UUID} }`, "keyframe-form", 51, "{generation: id}"],
    [`{ id: ${UUID} }`, "keyframe-form", 51, "{generation: id}"],
    ["{ type: image }", "keyframe-form", 51, "URL"],
    [`{ generation: ${UUID}, take: 1 }`, "keyframe-form", 51, "{shot: id}"],
    ["{ generation: 'a b' }", "keyframe-id", 65, "Copy the id"],
    ["{ shots: b }", "unknown-field", 53, '"shot"'],
    ["{ shot: B }", "shot-unknown", 59, '"b"'],
    ["{ shot: a }", "shot-needs-itself", 59, "another shot"],
    ["{ file: p/y.png }", "file-not-found", 51, "relative"],
    ["7", "wrong-type", 51, undefined],
    ["{}", "empty-value", 51, "value"],
  ])("of the form %s are refused as %s", async (text, code, column, hint) => {
    const { problems, keyframe } = await frame(text);
    expect(keyframe).toBeUndefined();
    expect(problems).toMatchObject([{ code, place: { line: 3, column } }]);
    if (hint !== undefined) expect(problems[0]?.hint).toContain(hint);
  });

  it("are none where a template gives nothing on purpose", async () => {
    const { manifest, problems } = await readText(
      `version: 1
catalog: { file: c.csv }
shots:
  - { for_each: product, id: "{{ product.handle }}", prompt: Static, keyframes: { frame0: "{{ product.image | default: '' }}" } }
`,
      { "c.csv": "handle,title,image\na,Ada,\nb,Bob,https://x.example/b.jpg\n" },
    );
    expect(problems).toEqual([]);
    expect(manifest?.shots.map(({ keyframes }) => keyframes)).toEqual([
      {},
      { frame0: { type: "image", url: "https://x.example/b.jpg" } },
    ]);
  });
});

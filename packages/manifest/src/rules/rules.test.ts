import { describe, expect, it } from "vitest";
import { readText } from "../testing/read-text.ts";

const check = async (shots: string, files = {}) => {
  const result = await readText(`version: 1\n${shots}`, files);
  return result.problems.map(
    ({ code, place, severity }) => `${severity} ${code} ${place.line}:${place.column}`,
  );
};

const CATALOG = {
  "c.csv": "handle,title,image\na,Ada,https://x.example/a.jpg\nb,Bob,https://x.example/b.jpg\nc,,\n",
};

describe("rules for ids", () => {
  it.each([
    ["..", "id-unsafe"],
    ["a/b", "id-unsafe"],
    ["a\\\\b", "id-unsafe"],
    ["a\\u0007", "id-unsafe"],
    ["a\\u202Eb", "id-unsafe"],
    ["COM1.x", "id-unsafe"],
    ["dot.", "id-unsafe"],
    [".hidden", "id-unsafe"],
    ["x".repeat(101), "id-unsafe"],
  ])("refuse %s", async (id, code) => {
    expect(await check(`shots: [{ id: "${id}", prompt: Static }]\n`)).toEqual([`error ${code} 2:15`]);
  });

  it("allow what people write", async () => {
    const ids = ["mug@16x9", "été", "日本", "a b", "x".repeat(100), "a.b_c-d", "con-1"];
    expect(
      await check(
        `shots:\n${ids.map((id, index) => `  - { id: "${id}", prompt: Static ${index} }\n`).join("")}`,
      ),
    ).toEqual([]);
  });

  it.each([
    ["mug", "Mug"],
    ["\\u00e9t\\u00e9", "e\\u0301te\\u0301"],
    ["ﬁg", "fig"],
  ])("take %s and %s for one", async (one, other) => {
    expect(
      await check(`shots:\n  - { id: "${one}", prompt: Static }\n  - { id: "${other}", prompt: Orbit }\n`),
    ).toEqual(["error id-duplicate 4:11"]);
  });

  it("name an entry's mistake once, with the products", async () => {
    const entry =
      'catalog: { file: c.csv, where: product.title }\nshots:\n  - { for_each: product, id: same, prompt: "Orbit {{ product.title }}", keyframes: { frame0: "{{ product.image }}" } }\n';
    const { problems } = await readText(`version: 1\n${entry}`, CATALOG);
    expect(problems).toMatchObject([
      {
        code: "id-duplicate",
        place: { line: 4, column: 30 },
        related: [{ place: { file: "c.csv", line: 2 } }, { place: { line: 3 } }],
      },
    ]);
  });
});

describe("a shot that is not there", () => {
  it("is missed once by all shots of an entry, which are counted", async () => {
    const { problems } = await readText(
      'version: 1\nshots:\n  - { id: a, kind: reframe, source: { shot: b }, matrix: { aspect_ratio: ["1:1", "9:16"] } }\n',
    );
    expect(problems).toMatchObject([
      {
        code: "shot-unknown",
        message: 'There is no shot "b"; 2 shots are to be made here from one that is not there.',
      },
    ]);
  });
});

describe("ids that collide after slugging", () => {
  it("name both values", async () => {
    const { problems } = await readText(
      'version: 1\nshots:\n  - { id: a, prompt: "Orbit, {{ matrix.light }}", matrix: { light: [Soft light, soft-light] } }\n',
    );
    expect(problems).toMatchObject([
      {
        code: "id-duplicate",
        place: { line: 3, column: 11 },
        related: [
          { place: { line: 3, column: 69 }, message: "light: Soft light" },
          { place: { line: 3, column: 81 }, message: "light: soft-light" },
        ],
      },
    ]);
  });
});

describe("rules for references", () => {
  it("report each circle once, with its path, and not what only leads into one", async () => {
    const text = `version: 1
shots:
  - { id: tail, prompt: Static, keyframes: { frame0: { shot: x } } }
  - { id: x, prompt: Orbit, keyframes: { frame0: { shot: y } } }
  - { id: y, prompt: Zoom in, keyframes: { frame1: { shot: x } } }
  - { id: p, prompt: Pan left, keyframes: { frame0: { shot: q } } }
  - { id: q, prompt: Tilt up, keyframes: { frame0: { shot: p } } }
`;
    const { problems } = await readText(text);
    expect(problems.map(({ message, place }) => [message.split(": ")[1], place.line])).toEqual([
      ["x → y → x.", 4],
      ["p → q → p.", 6],
    ]);
  });

  it("follow chains of ten thousand shots", async () => {
    const rows = Array.from(
      { length: 10_000 },
      (_, index) => `s${index},Static ${index},${index === 0 ? "" : `shot:s${index - 1}`}`,
    );
    const { manifest } = await readText(
      `id,prompt,frame0\n${rows.reverse().join("\n")}\n`,
      {},
      { file: "m.csv" },
    );
    expect(manifest?.shots[0]?.needs).toEqual(["s9998"]);
  });
});

describe("advice on prompts", () => {
  it.each([
    ["a prompt over 200 words", `prompt: "Static ${"word ".repeat(201)}"`, ["warning prompt-long 2:26"]],
    ["no motion", 'prompt: "A vase on a table"', ["warning prompt-without-motion 2:26"]],
    ["motion in the camera field", 'prompt: "A vase on a table", camera: orbit', []],
    ["a concept", 'prompt: "A vase on a table", concepts: [low_angle]', []],
    ["another language", 'prompt: "テーブルの上の花瓶"', []],
    ["contradictory motion", 'prompt: "Zoom in, then zoom out"', ["warning prompt-contradicts-itself 2:26"]],
    [
      "a prompt against its camera",
      'prompt: "Zoom in on a vase", camera: static',
      ["warning prompt-contradicts-camera 2:26"],
    ],
    ["an unknown concept", 'prompt: "Static", concepts: [push_inn]', ["warning concept-unknown 2:47"]],
  ])("speaks of %s", async (_what, fields, expected) => {
    expect(await check(`shots: [{ id: a, ${fields} }]\n`)).toEqual(expected);
  });

  it("speaks of a template once, and of a product's unused picture", async () => {
    const entry =
      'catalog: { file: c.csv, where: product.title }\nshots:\n  - for_each: product\n    id: "{{ product.handle }}"\n    prompt: "{{ product.title }} on a table"\n';
    expect(await check(entry, CATALOG)).toEqual([
      "warning product-picture-unused 5:9",
      "warning prompt-without-motion 6:13",
    ]);
  });
});

describe("other rules", () => {
  it("refuse in extra what the manifest has fields for", async () => {
    const extra =
      "extra: { dream-machine: { loop: true, seed: 5 }, agents: { video: { hdr: true, duration: 5s } } }";
    expect(await check(`shots: [{ id: a, prompt: Static, ${extra} }]\n`)).toEqual([
      "error extra-known-field 2:60",
      "error extra-known-field 2:113",
    ]);
  });

  it("warn of equal requests under two ids, but not of several takes", async () => {
    expect(await check("shots: [{ id: a, prompt: Static, takes: 2 }, { id: b, prompt: Static }]\n")).toEqual([
      "warning equal-requests 2:52",
    ]);
    expect(
      await check("shots: [{ id: a, prompt: Static }, { id: b, prompt: Static, provider: crazyrouter }]\n"),
    ).toEqual([]);
  });
});

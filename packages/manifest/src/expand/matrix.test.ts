import { describe, expect, it } from "vitest";
import { readText, spots } from "../testing/read-text.ts";

const shotsOf = async (entry: string) => {
  const result = await readText(
    `version: 1\nshots:\n  - id: mug\n    prompt: "Orbit {{ matrix.fruit }}{{ matrix.animal }}"\n${entry}`,
  );
  return { result, ids: result.manifest?.shots.map(({ id }) => id), spots: spots(result) };
};

describe("matrix", () => {
  it("adds and extends combinations as the example in GitHub's documentation", async () => {
    const { manifest } = await readText(`version: 1
shots:
  - id: x
    prompt: "Orbit {{ matrix.fruit }} {{ matrix.animal }} {{ matrix.color | default: '-' }} {{ matrix.shape | default: '-' }}"
    matrix:
      fruit: [apple, pear]
      animal: [cat, dog]
      include:
        - color: green
        - { color: pink, animal: cat }
        - { fruit: apple, shape: circle }
        - { fruit: banana, animal: "-" }
        - { fruit: banana, animal: cat }
`);
    expect(manifest?.shots.map(({ prompt }) => prompt.replace("Orbit ", ""))).toEqual([
      "apple cat pink circle",
      "apple dog green circle",
      "pear cat pink -",
      "pear dog green -",
      "banana - - -",
      "banana cat - -",
    ]);
  });

  it("leaves out what exclude matches, before include adds", async () => {
    const { ids } = await shotsOf(`    matrix:
      fruit: [apple, pear]
      animal: [cat, dog]
      exclude: [{ fruit: pear }, { fruit: apple, animal: dog }]
      include: [{ fruit: pear, animal: dog }]
`);
    expect(ids).toEqual(["mug@apple-cat", "mug@pear-dog"]);
  });

  it("sets fields, and names combinations by slugs of their values", async () => {
    const { manifest } = await readText(`version: 1
shots:
  - id: mug
    prompt: "Orbit, {{ matrix.look.light }}"
    matrix:
      aspect_ratio: ["16:9"]
      loop: [true, false]
      look: [{ name: Früh am Morgen, light: soft }, { name: 夜, light: neon }]
`);
    expect(manifest?.shots.map(({ id }) => id.replace(/[0-9a-f]{8}$/, "#"))).toEqual([
      "mug@16x9-loop-fruh-am-morgen",
      "mug@16x9-loop-#",
      "mug@16x9-no-loop-fruh-am-morgen",
      "mug@16x9-no-loop-#",
    ]);
    expect(manifest?.shots[1]).toMatchObject({
      loop: true,
      prompt: "Orbit, neon",
      matrix: { look: "夜", loop: "true" },
    });
  });

  it("leaves out of the id what its template already says", async () => {
    const { manifest } = await readText(`version: 1
shots:
  - id: "{{ matrix.aspect_ratio | slug }}_mug"
    prompt: Orbit
    matrix: { aspect_ratio: ["1:1", "9:16"], duration: [5s, 9s] }
`);
    expect(manifest?.shots.map(({ id }) => id)).toEqual([
      "1-1_mug@5s",
      "1-1_mug@9s",
      "9-16_mug@5s",
      "9-16_mug@9s",
    ]);
  });

  it("fills templates inside its values", async () => {
    const { manifest, problems } = await readText(
      `version: 1
catalog: { file: c.csv }
shots:
  - for_each: product
    id: "{{ product.handle }}"
    keyframes: { frame0: "{{ product.image }}" }
    matrix:
      include:
        - { name: orbit, prompt: "Orbit around {{ product.title }}" }
        - { name: still, prompt: "Static, {{ product.titel }}" }
`,
      { "c.csv": "handle,title,image\na,Ada,https://x.example/a.jpg\n" },
    );
    expect(manifest).toBeUndefined();
    expect(problems).toMatchObject([
      { code: "template-unknown-variable", place: { line: 10, column: 54, length: 5 } },
    ]);
  });

  it("means the shot of the same combination where a keyframe leaves the combination out", async () => {
    const { manifest } = await readText(`version: 1
shots:
  - { id: one, prompt: Orbit, matrix: { aspect_ratio: ["1:1", "9:16"] } }
  - { id: two, prompt: Static, keyframes: { frame0: { shot: one } }, matrix: { aspect_ratio: ["1:1", "9:16"] } }
`);
    expect(manifest?.shots.slice(2).map(({ needs }) => needs)).toEqual([["one@1x1"], ["one@9x16"]]);
  });

  it.each([
    [
      "a variable that one branch lacks",
      "    matrix: { fruit: [a], include: [{ animal: b }, { fruit: c }] }\n",
      ["matrix-variable-missing 4:41"],
    ],
    ["a value twice", "    matrix: { fruit: [a, a], animal: [b] }\n", ["matrix-repeated-value 5:26"]],
    [
      "a map without a name",
      "    matrix: { fruit: [{ kind: a }], animal: [b] }\n",
      ["template-not-text 4:23", "matrix-value-name 5:23"],
    ],
    [
      "a key that nothing uses",
      "    matrix: { fruit: [a], animal: [b], colour: [c] }\n",
      ["matrix-key-unused 5:40"],
    ],
    [
      "an exclude of nothing",
      "    matrix: { fruit: [a], animal: [b], exclude: [{ fruit: c }] }\n",
      ["matrix-exclude-unused 5:50"],
    ],
    [
      "an exclude of a key that is not there",
      "    matrix: { fruit: [a], animal: [b], exclude: [{ fruits: c }] }\n",
      ["matrix-unknown-key 5:52"],
    ],
    [
      "a matrix of nothing",
      "    matrix: { fruit: [a], animal: [b], exclude: [{ fruit: a }] }\n",
      ["matrix-empty 5:13"],
    ],
    [
      "values that their fields cannot have",
      "    matrix: { loop: [yes], takes: [0], fruit: [a], include: [{ duration: [5] }] }\n",
      ["wrong-type 5:22", "out-of-range 5:36", "wrong-type 5:74"],
    ],
    ["a value that is no list", "    matrix: { fruit: a, animal: [b] }\n", ["wrong-type 5:22"]],
  ])("reports %s", async (_what, entry, expected) => {
    expect((await shotsOf(entry)).spots).toEqual(expect.arrayContaining(expected));
  });

  it("refuses more combinations than anybody means", async () => {
    const list = `[${Array.from({ length: 101 }, (_, index) => index).join(", ")}]`;
    expect((await shotsOf(`    matrix: { fruit: ${list}, animal: ${list} }\n`)).spots).toContain(
      "matrix-too-large 5:13",
    );
  });
});

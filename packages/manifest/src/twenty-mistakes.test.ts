import { describe, expect, it } from "vitest";
import { readText, spots } from "./testing/read-text.ts";

const CATALOG = `Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Variant SKU,Variant Price,Image Src
mug,Stone Mug,"Two lines,
in one cell",Kiln & Co,Mugs,new,true,M-1,18,https://pictures.example/mug.jpg
bowl,Deep Bowl,,,Bowls,,true,B-1,24,
vase,Tall Vase,,Kiln & Co,Vases,,true,V-1,40,https://pictures.example/vase.jpg
`;

const MANIFEST = `version: 1
nmae: spring
limits: { concurrency: 0, max_spend_usd: "$150", window: "22:00-06:00 Europe/Berlino" }
catalog: { file: products.csv }
shots:
  - for_each: product
    id: "{{ product.handle }}-orbit"
    prompt: "静かな窯 🏺 Orbit around {{ product.titel }}"
    keyframes: { frame0: "{{ product.image }}" }
  - for_each: product
    id: "{{ product.handle }}-orbit"
    prompt: "Slow orbit around a piece by {{ product.vendor }}, {{ matrix.lens }}"
    keyframes: { frame0: "{{ product.image | default: 'https://pictures.example/none.jpg' }}" }
    matrix:
      duration: [5s, 9s]
      include:
        - { duration: 9s, lens: macro }
      exclude:
        - { durations: 5s }
  - id: tabs
\tprompt: "Pan left, then pan right"
    loop: yes
  - id: ratio
    prompt: "𝓢tatic 🏔 camera on a peak"
    aspect_ratio: "16:09:00"
  - id: first
    prompt: "Push in on a door"
    keyframes: { frame0: { shot: third } }
  - id: second
    prompt: "Dolly in on a window"
    keyframes: { frame0: { shot: first } }
  - id: third
    prompt: "Crane up over a roof"
    keyframes: { frame0: { shot: second }, frame1: { shot: secnod } }
  - id: Ratio
    prompt: {{ product.title }} on a table, static
  - id: "up/../there"
    prompt: Close-up: a hand, static
    camera: orbt
  - id: last
    kind: upscale
    takes: 0
    prompt: "🏺🏺" # nothing of the camera
    keyframes: { frame0: { url: "picture.png" }, frame1: { file: missing.png } }
    extra: { dream-machine: { loop: true } }
  - for_each: product
    id: "{{ product.handle }}-orbit"
    prompt: "Orbit around {{ product.title }}"
    keyframes: { frame0: "https://pictures.example/all.jpg" }
output: { file: "../{{ shot.id }}.mp4" }
`;

describe("a manifest with many mistakes", () => {
  it("has all of them reported in one pass, each at its line and column", async () => {
    const result = await readText(MANIFEST, { "products.csv": CATALOG });
    expect(result.manifest).toBeUndefined();
    expect(spots(result)).toEqual([
      "unknown-field 2:1",
      "out-of-range 3:24",
      "wrong-type 3:42",
      "window-invalid 3:58",
      "template-unknown-variable 8:45",
      "empty-field 9:30",
      "empty-field 12:46",
      "matrix-variable-missing 12:68",
      "matrix-unknown-key 19:13",
      "yaml-tab 21:1",
      "prompt-contradicts-itself 21:10",
      "wrong-type 22:11",
      "unreadable-measure 25:19",
      "shot-cycle 28:34",
      "shot-unknown 34:60",
      "id-duplicate 35:9",
      "yaml-unquoted-template 36:13",
      "template-unknown-variable 36:16",
      "id-unsafe 37:9",
      "yaml-syntax 38:13",
      "camera-unknown 39:13",
      "reserved 41:11",
      "out-of-range 42:12",
      "prompt-without-motion 43:13",
      "keyframe-url 44:33",
      "file-not-found 44:58",
      "extra-known-field 45:31",
      "id-duplicate 47:9",
      "output-path 50:18",
    ]);
    expect(new Set(result.problems.map(({ code }) => code)).size).toBeGreaterThan(15);
  });

  it("names the other places that belong to a mistake", async () => {
    const { problems } = await readText(MANIFEST, { "products.csv": CATALOG });
    const relatedOf = (code: string) =>
      problems
        .filter((problem) => problem.code === code)
        .map(({ related = [] }) => related.map(({ place }) => `${place.file} ${place.line}:${place.column}`));
    expect(relatedOf("id-duplicate")).toEqual([["shots.yaml 23:9"], ["shots.yaml 7:9"]]);
    expect(relatedOf("empty-field")).toEqual([["products.csv 4:1"], ["products.csv 4:1"]]);
    expect(relatedOf("shot-cycle")).toEqual([["shots.yaml 34:34", "shots.yaml 31:34"]]);
  });

  it("says how the circle goes, what was meant, and how to write it", async () => {
    const { problems } = await readText(MANIFEST, { "products.csv": CATALOG });
    const find = (code: string, line: number) =>
      problems.find(({ code: one, place }) => one === code && place.line === line);
    expect(find("shot-cycle", 28)?.message).toContain("first → third → second → first");
    expect(find("template-unknown-variable", 8)?.hint).toContain("title");
    expect(find("unknown-field", 2)?.hint).toBe('Did you mean "name"?');
    expect(find("shot-unknown", 34)?.hint).toBe('Did you mean "second"?');
    expect(find("unreadable-measure", 25)?.hint).toContain("16x9");
    expect(find("yaml-unquoted-template", 36)?.hint).toBe(
      'Write prompt: "{{ product.title }} on a table, static"',
    );
    expect(find("yaml-syntax", 38)?.hint).toBe('Write prompt: "Close-up: a hand, static"');
    expect(find("empty-field", 12)?.message).toBe('"product.vendor" is empty for 1 of 3 products: bowl.');
  });
});

const TABLE = `id;prompt;aspect_ratio;loop;frame0;takes;camera;lop;tags
a;"Orbit around
a ""tall"" vase 🏺";16x9;x;https://pictures.example/vase.jpg;2;;;hero, spring
b;"Two
lines {{ product.title }}";16:09:00;maybe;shot:aa;0;orbt;1;
"𝓐";"日本語
🏺";"9-Sep";;"vase ""1"".jpg";;;;
a;pan left and pan right;;;;;;;
con;;;;file:missing.png;;;;
;;;;;;;;only tags
up/there;static;;;;;;;;beyond
`;

describe("a table with many mistakes", () => {
  it("has all of them reported in one pass, also after quoted line breaks and wide characters", async () => {
    const result = await readText(TABLE, {}, { file: "shots.csv" });
    expect(result.manifest).toBeUndefined();
    expect(spots(result)).toEqual([
      "csv-unknown-column 1:49",
      "template-unknown-variable 5:10",
      "unreadable-measure 5:28",
      "wrong-type 5:37",
      "shot-unknown 5:43",
      "out-of-range 5:51",
      "camera-unknown 5:53",
      "id-duplicate 6:1",
      "unreadable-measure 7:4",
      "keyframe-url 7:13",
      "id-duplicate 8:1",
      "prompt-contradicts-itself 8:3",
      "id-unsafe 9:1",
      "file-not-found 9:8",
      "shot-empty 10:1",
      "id-unsafe 11:1",
      "csv-ragged-row 11:24",
    ]);
  });

  it("reads the same fields from a table that a manifest names", async () => {
    const manifest = "version: 1\ndefaults: { camera: orbit }\nshots: { file: table.csv }\n";
    const result = await readText(manifest, { "table.csv": TABLE });
    expect(result.problems.map(({ place }) => place.file)).toEqual(Array(17).fill("table.csv"));
    expect(result.sources.get("table.csv")).toBe(TABLE);
  });
});

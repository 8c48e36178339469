import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Shot } from "../shot.ts";
import { readText, type TestFiles } from "../testing/read-text.ts";

const GENERATION = "5b1e7d1e-0000-4000-8000-000000000001";

async function shotsOf(text: string, files: TestFiles = {}): Promise<readonly Shot[]> {
  const result = await readText(`version: 1\n${text}`, files);
  expect(result.problems.filter(({ severity }) => severity === "error")).toEqual([]);
  return result.shots;
}

async function shotOf(fields: string, files: TestFiles = {}): Promise<Shot> {
  const [shot] = await shotsOf(`shots:\n  - ${fields}\n`, files);
  if (shot === undefined) throw new Error("no shot");
  return shot;
}

/** The problems of one shot: the code, and what it points at. */
async function problemsOf(fields: string, more = ""): Promise<readonly string[]> {
  const text = `version: 1\nshots:\n  - ${fields}\n${more}`;
  const { problems } = await readText(text);
  return problems
    .filter(({ code }) => code !== "prompt-without-motion")
    .map(({ code, place: { line, column, length } }) => {
      const pointedAt = text.split("\n")[line - 1]?.slice(column - 1, column - 1 + length);
      return `${code} ${pointedAt}`;
    });
}

describe("an extension", () => {
  it("is the video that goes on from its source", async () => {
    const shot = await shotOf(
      `{ id: a, kind: extend, prompt: On and on, source: { generation: ${GENERATION} } }`,
    );
    expect(shot).toMatchObject({
      kind: "video",
      duration: "5s",
      keyframes: { frame0: { type: "generation", id: GENERATION } },
    });
    expect(shot.source).toBeUndefined();
  });

  it("leads up to its source when it goes backward, and may begin with a picture", async () => {
    const shot = await shotOf(
      `{ id: a, kind: extend, direction: backward, prompt: p, source: "generation: ${GENERATION}", keyframes: { frame0: "https://x.example/a.jpg" } }`,
    );
    expect(shot.keyframes).toEqual({
      frame0: { type: "image", url: "https://x.example/a.jpg" },
      frame1: { type: "generation", id: GENERATION },
    });
  });

  it("wants what the equal video wants, so that rewriting one into the other makes nothing again", async () => {
    const words = fc.stringMatching(/^[a-z]{1,8}( [a-z]{1,8}){0,3}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.record(
          {
            prompt: words,
            resolution: fc.constantFrom("540p", "720p"),
            aspect_ratio: fc.constantFrom("16:9", "9:16"),
            loop: fc.boolean(),
            tags: fc.constant(["x"]),
          },
          { requiredKeys: ["prompt"] },
        ),
        fc.constantFrom({ shot: "first" }, { shot: "first", take: 2 }, { generation: GENERATION }),
        fc.boolean(),
        fc.boolean(),
        async (fields, source, isBackward, hasId) => {
          const id = hasId ? { id: "next" } : {};
          const frame = isBackward ? "frame1" : "frame0";
          const asExtension = {
            ...{ ...id, ...fields, kind: "extend", source },
            ...(isBackward ? { direction: "backward" } : {}),
          };
          const asVideo = { ...id, ...fields, keyframes: { [frame]: source } };
          const both = await Promise.all(
            [asExtension, asVideo].map((shot) =>
              shotsOf(`shots:\n  - { id: first, prompt: Static }\n  - ${JSON.stringify(shot)}\n`),
            ),
          );
          const [extension, video] = both.map((shots) => shots[1]);
          expect(extension).toEqual(video);
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([
    ["an address", 'source: "https://x.example/a.mp4"', ['extend-source "https://x.example/a.mp4"']],
    ["a file", "source: { file: a.mp4 }", ["extend-source { file: a.mp4 }"]],
    [
      "two beginnings",
      `source: { generation: ${GENERATION} }, keyframes: { frame0: "https://x.example/a.jpg" }`,
      ['extend-keyframe "https://x.example/a.jpg"'],
    ],
    ["nothing", "tags: [x]", ["source-missing a"]],
    [
      "a list of keyframes",
      `source: { shot: b }, keyframes: [{ at: 0, url: "https://x.example/a.jpg" }]`,
      ["field-not-of-kind keyframes"],
    ],
  ])("does not go on from %s", async (_what, fields, expected) => {
    expect(
      await problemsOf(`{ id: a, kind: extend, prompt: p, ${fields} }`, "  - { id: b, prompt: Static }\n"),
    ).toEqual(expect.arrayContaining(expected));
  });
});

describe("a still that is extended", () => {
  it.each([
    ["{ id: a, kind: extend, prompt: p, source: { shot: still } }", "extend-source still"],
    [
      "{ id: a, kind: extend, direction: backward, prompt: p, source: { shot: still } }",
      "extend-source still",
    ],
  ])("is a mistake: %s", async (fields, expected) => {
    const still = "  - { id: still, kind: image, prompt: A mug }\n";
    expect(await problemsOf(fields, still)).toEqual([expected]);
    expect(
      await problemsOf(fields.replace("shot: still", "shot: clip"), "  - { id: clip, prompt: Static }\n"),
    ).toEqual([]);
  });
});

describe("a still", () => {
  it("has a model of its own, and measures that do not apply are empty", async () => {
    expect(await shotOf("{ id: a, kind: image, prompt: A mug }")).toMatchObject({
      kind: "image",
      model: "photon-1",
      aspectRatio: "16:9",
      resolution: "",
      duration: "",
      loop: false,
      image: { format: "jpg", references: [] },
      wanted: { kind: "image", prompt: "A mug", version: 1 },
    });
  });

  it("is led by pictures in any of their forms", async () => {
    const [still] = (
      await shotsOf(
        `shots:
  - { id: mood, kind: image, prompt: A table }
  - id: a
    kind: image
    prompt: A mug
    style: clay
    format: png
    web_search: true
    references:
      - https://x.example/a.jpg
      - { url: "https://x.example/b.jpg", weight: 0.5 }
      - { shot: mood }
      - { file: c.jpg }
`,
        { "c.jpg": "picture" },
      )
    ).slice(1);
    expect(still?.image).toEqual({
      format: "png",
      style: "clay",
      webSearch: true,
      references: [
        { media: { type: "image", url: "https://x.example/a.jpg" } },
        { media: { type: "image", url: "https://x.example/b.jpg" }, weight: 0.5 },
        { media: { type: "shot", shot: "mood", still: true } },
        { media: { type: "file", path: "c.jpg", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } },
      ],
    });
    expect(still?.needs).toEqual(["mood"]);
    expect(still?.wanted["references"]).toMatchObject([
      {},
      { weight: 0.5 },
      { type: "shot", fingerprint: expect.any(String) },
      {},
    ]);
  });

  it("takes no notice of defaults that do not apply, and is not made again when they change", async () => {
    const withDefaults = (defaults: string) =>
      shotsOf(`defaults: { ${defaults} }\nshots:\n  - { id: a, kind: image, model: uni-1, prompt: A mug }\n`);
    const [plain] = await withDefaults("aspect_ratio: 1x1");
    const [other] = await withDefaults(
      "aspect_ratio: 1x1, duration: 10s, resolution: 1080p, loop: true, camera: orbit, hdr: true, model: ray-3.2",
    );
    expect(other).toEqual(plain);
  });

  it.each([
    "duration: 5s",
    "resolution: 720p",
    "loop: true",
    "camera: orbit",
    'keyframes: { frame0: "https://x.example/a.jpg" }',
    "hdr: true",
    "source: { shot: b }",
  ])("has no %s of its own", async (field) => {
    expect(await problemsOf(`{ id: a, kind: image, prompt: A mug, ${field} }`)).toEqual([
      `field-not-of-kind ${field.split(":")[0]}`,
    ]);
  });
});

describe("an edit and a reframe", () => {
  it("are made from a video in any form, with its length", async () => {
    const [url, file, generation] = await shotsOf(
      `shots:
  - { id: a, kind: edit, prompt: At night, source: "https://x.example/a.mp4?Expires=1&Signature=2", edit: { strength: flex_1 } }
  - { id: b, kind: reframe, aspect_ratio: "9:16", source: { file: b.mp4, seconds: 12.5 }, position: { x: 0, y: 0.25, width: 1, height: 0.5 } }
  - { id: c, kind: edit, prompt: At night, source: { generation: ${GENERATION}, seconds: 8 }, edit: { auto: true } }
`,
      { "b.mp4": "video" },
    );
    expect(url).toMatchObject({
      kind: "edit",
      source: { type: "video", url: expect.stringContaining("Signature") },
      edit: { strength: "flex_1" },
      duration: "",
      aspectRatio: "",
      wanted: { source: { type: "video", url: "https://x.example/a.mp4" }, edit: { strength: "flex_1" } },
    });
    expect(url?.sourceS).toBeUndefined();
    expect(file).toMatchObject({
      kind: "reframe",
      sourceS: 12.5,
      position: { x: 0, y: 0.25, width: 1, height: 0.5 },
      source: { type: "file", path: "b.mp4" },
    });
    expect(generation).toMatchObject({
      sourceS: 8,
      edit: { autoControls: true },
      wanted: { edit: { auto: true } },
    });
    expect(generation?.wanted["source"]).toEqual({ type: "generation", id: GENERATION });
  });

  it("are as long as their file says, whatever the user says", async () => {
    const text =
      "version: 1\nshots:\n  - { id: a, kind: edit, prompt: p, source: { file: a.mp4, seconds: 3 } }\n";
    const result = await readText(
      text,
      { "a.mp4": "video" },
      { measureMedia: async () => ({ seconds: 8.5 }) },
    );
    expect(result.shots[0]?.sourceS).toBe(8.5);
    expect(result.mediaFiles.get("a.mp4")).toMatchObject({ bytes: 5, seconds: 8.5 });
    const unmeasured = await readText(text, { "a.mp4": "video" });
    expect(unmeasured.shots[0]?.sourceS).toBe(3);
    expect(unmeasured.shots[0]?.fingerprint).toBe(result.shots[0]?.fingerprint);
  });

  it("keep length and resolution of the shot that they are made from, along a chain", async () => {
    const shots = await shotsOf(`shots:
  - { id: tall, kind: reframe, aspect_ratio: "9:16", source: { shot: night } }
  - { id: night, kind: edit, prompt: At night, source: { shot: clip } }
  - { id: clip, prompt: Static, resolution: 1080p, duration: 10s, keyframes: { frame0: { shot: still } } }
  - { id: still, kind: image, prompt: A mug }
`);
    expect(shots.map(({ id, sourceS, resolution, needs }) => [id, sourceS, resolution, needs])).toEqual([
      ["tall", 10, "1080p", ["night"]],
      ["night", 10, "1080p", ["clip"]],
      ["clip", undefined, "1080p", ["still"]],
      ["still", undefined, "", []],
    ]);
    expect(shots[0]?.wanted).not.toHaveProperty("resolution");
    expect(JSON.stringify(shots[0]?.wanted)).not.toContain("10");
  });

  it.each([
    ["{ id: a, kind: edit, prompt: p }", "source-missing a"],
    ["{ id: a, kind: reframe, source: { shot: b } }", "aspect-ratio-missing a"],
    [
      "{ id: a, kind: edit, prompt: p, source: { shot: b }, edit: { auto: true, strength: flex_1 } }",
      "edit-auto { auto: true, strength: flex_1 }",
    ],
    ["{ id: a, kind: edit, prompt: p, source: { shot: b, seconds: 4 } }", "source-form 4"],
    ["{ id: a, kind: edit, prompt: p, source: { shot: b }, duration: 5s }", "field-not-of-kind duration"],
    ["{ id: a, kind: edit, prompt: p, source: { shot: b }, edit: { strength: hard } }", "unknown-value hard"],
    [
      "{ id: a, kind: edit, prompt: p, source: { shot: b }, edit: { controls: { depth: { blur: 2 } } } }",
      "out-of-range 2",
    ],
    ["{ id: a, kind: edit, prompt: p, source: { shot: nobody } }", "shot-unknown nobody"],
    ["{ id: a, kind: edit, prompt: p, source: { shot: a } }", "shot-needs-itself a"],
    [
      '{ id: a, kind: reframe, aspect_ratio: "1:1", source: { shot: b }, position: { x: 3, y: 0, width: 1, height: 1 } }',
      "out-of-range 3",
    ],
    ["{ id: a, kind: edt, prompt: Static camera, source: { shot: b } }", "unknown-value edt"],
    ["{ id: a, prompt: Static camera, keyframes: [] }", "empty-value []"],
    ["{ id: a, prompt: p, edit: { auto: true } }", "field-not-of-kind edit"],
    ["{ id: a, prompt: p, source: { shot: b } }", "field-not-of-kind source"],
  ])("%s is answered with %s", async (fields, expected) => {
    expect(await problemsOf(fields, "  - { id: b, prompt: Static }\n")).toEqual([expected]);
  });

  it.each([
    ['kind: edit, prompt: p, source: "{{ matrix.from | default: blank }}"', "source-missing"],
    ['kind: extend, prompt: p, source: "{{ matrix.from | default: blank }}"', "source-missing"],
    [
      'kind: reframe, source: { shot: b }, aspect_ratio: "{{ matrix.from | default: blank }}"',
      "aspect-ratio-missing",
    ],
  ])("need what their templates leave empty: %s", async (fields, code) => {
    const text = `version: 1\nshots:\n  - { id: a, ${fields}, matrix: { from: [""] } }\n  - { id: b, prompt: Static }\n`;
    const { problems } = await readText(text.replaceAll("default: blank", "default: ''"));
    expect(problems.map((problem) => problem.code)).toContain(code);
  });

  it("that wait for each other are a circle", async () => {
    expect(
      await problemsOf(
        "{ id: a, kind: edit, prompt: p, source: { shot: b } }",
        "  - { id: b, prompt: Static, keyframes: [{ at: 0, shot: a }] }\n",
      ),
    ).toEqual(["shot-cycle b"]);
  });
});

describe("a list of keyframes", () => {
  it("stands at frames and seconds, in the order of time", async () => {
    const shot = await shotOf(
      `{ id: a, prompt: Static, keyframes: [{ at: 2.5s, url: "https://x.example/b.jpg" }, { at: 0, file: a.jpg }, { at: "120", generation: ${GENERATION} }] }`.replace(
        '"120"',
        "120",
      ),
      { "a.jpg": "picture" },
    );
    expect(shot.guides?.map(({ at, media }) => [at, media.type])).toEqual([
      [0, "file"],
      [60, "image"],
      [120, "generation"],
    ]);
    expect(shot.keyframes).toEqual({});
  });

  it("takes the place of first and last frames in the defaults, and they its", async () => {
    const [list, frames] = await shotsOf(`defaults: { keyframes: { frame0: "https://x.example/0.jpg" } }
shots:
  - { id: a, prompt: Static, keyframes: [{ at: 1, url: "https://x.example/1.jpg" }] }
  - { id: b, prompt: Static }
`);
    expect([list?.keyframes, list?.guides?.length, frames?.guides]).toEqual([{}, 1, undefined]);
  });

  it.each([
    [
      '[{ at: 1s, url: "https://x.example/a.jpg" }, { at: 24, url: "https://x.example/b.jpg" }]',
      'keyframe-at { at: 24, url: "https://x.example/b.jpg" }',
    ],
    ['[{ at: -1, url: "https://x.example/a.jpg" }]', "out-of-range -1"],
    ['[{ at: soon, url: "https://x.example/a.jpg" }]', "wrong-type soon"],
    ['[{ url: "https://x.example/a.jpg" }]', 'missing-field { url: "https://x.example/a.jpg" }'],
    ["[{ at: 0 }]", "keyframe-form { at: 0 }"],
  ])("%s is answered with %s", async (list, expected) => {
    expect(await problemsOf(`{ id: a, prompt: Static, keyframes: ${list} }`)).toContain(expected);
  });
});

describe("what only newer kinds have", () => {
  it("comes from a matrix and a table too", async () => {
    const shapes = await shotsOf(`shots:
  - id: clip
    prompt: Static
  - id: shape
    kind: reframe
    source: { shot: clip }
    matrix: { aspect_ratio: ["9:16", "1:1"] }
`);
    expect(shapes.slice(1).map(({ id, aspectRatio }) => [id, aspectRatio])).toEqual([
      ["shape@9x16", "9:16"],
      ["shape@1x1", "1:1"],
    ]);
    const rows = await shotsOf("shots: { file: t.csv }\n", {
      "t.csv": `id,kind,prompt,source,references,edit.strength,hdr,aspect_ratio
clip,,Static,,,,x,
night,edit,At night,shot:clip,,flex_2,no,
still,image,A mug,,https://x.example/a;b.jpg | https://x.example/c.jpg,,,
tall,reframe,,shot: night,,,,9x16
more,extend,On,shot:clip,,,,
`,
    });
    expect(rows.map(({ kind }) => kind)).toEqual(["video", "edit", "image", "reframe", "video"]);
    expect(rows[0]?.hdr).toBe(true);
    expect(rows[1]).toMatchObject({ source: { shot: "clip" }, edit: { strength: "flex_2" } });
    expect(rows[2]?.image?.references).toHaveLength(2);
    expect(rows[4]?.keyframes).toEqual({ frame0: { type: "shot", shot: "clip" } });
  });

  it("tells shots without an id apart", async () => {
    const shots = await shotsOf(`defaults: { kind: image }
shots:
  - { prompt: A mug, references: ["https://x.example/a.jpg"] }
  - { prompt: A mug, references: ["https://x.example/b.jpg"] }
  - { prompt: A mug, kind: video, duration: 5s }
`);
    expect(new Set(shots.map(({ id }) => id.replace(/-\d$/, ""))).size).toBe(3);
  });

  it("is what is wanted of it, in the order of the canonical form", async () => {
    const shot = await shotOf(
      `{ id: a, prompt: p, hdr: true, exr: true, resolution: 720p, keyframes: [{ at: 3, generation: ${GENERATION} }] }`,
    );
    expect(shot.wanted).toEqual({
      exr: true,
      hdr: true,
      keyframes: [{ at: 3, type: "generation", id: GENERATION }],
      prompt: "p",
      resolution: "720p",
      version: 1,
    });
    const { hdr, exr } = await shotOf("{ id: a, prompt: p, hdr: false, exr: false }");
    expect([hdr, exr]).toEqual([undefined, undefined]);
  });
});

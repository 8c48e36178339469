import type { FileRef } from "@shotlist/core";
import { describe, expect, it } from "vitest";
import type { Shot } from "../json.ts";
import { makeShot } from "../testing/shots.ts";
import { buildRequest } from "./build-request.ts";
import { mediaNeeds } from "./media-needs.ts";
import { reframeBounds } from "./reframe-bounds.ts";

const ORBIT = { word: "orbit left", concept: "orbit_left", phrase: "camera orbits to the left" };
const ARC = { word: "arc", phrase: "camera moves in an arc" };

describe("the request of a shot", () => {
  it("names every value, and loop only when it is wanted", () => {
    expect(buildRequest(makeShot(), {})).toEqual({
      path: "/generations/video",
      body: {
        generation_type: "video",
        model: "ray-2",
        prompt: "A mug on a table",
        aspect_ratio: "16:9",
        resolution: "720p",
        duration: "5s",
      },
    });
    expect(buildRequest(makeShot({ loop: true }), {}).body["loop"]).toBe(true);
  });

  it("leaves an empty prompt out", () => {
    const shot = makeShot({
      prompt: "",
      keyframes: { frame0: { type: "image", url: "https://x.example/a.jpg" } },
    });
    expect(buildRequest(shot, {}).body).not.toHaveProperty("prompt");
  });

  it("writes keyframes in the API's words, other shots as their generations", () => {
    const shot = makeShot({
      keyframes: {
        frame0: { type: "shot", shot: "opener" },
        frame1: { type: "image", url: "https://x.example/b.jpg" },
      },
    });
    expect(buildRequest(shot, { frame0: "g-1" }).body["keyframes"]).toEqual({
      frame0: { type: "generation", id: "g-1" },
      frame1: { type: "image", url: "https://x.example/b.jpg" },
    });
  });

  it("refuses to build without the other shot's generation, and with a local file", () => {
    const chained = makeShot({ keyframes: { frame0: { type: "shot", shot: "opener" } } });
    expect(() => buildRequest(chained, { frame1: "g-1" })).toThrow(
      expect.objectContaining({ code: "luma-upstream-missing" }),
    );
    const local = makeShot({ keyframes: { frame1: { type: "file", path: "a.jpg", sha256: "00" } } });
    expect(() => buildRequest(local, {})).toThrow(expect.objectContaining({ code: "luma-keyframe-file" }));
  });

  it("sends a motion as its concept, once, with the concepts that were named", () => {
    const body = buildRequest(makeShot({ camera: ORBIT, concepts: ["handheld", "orbit_left"] }), {}).body;
    expect(body["concepts"]).toEqual([{ key: "orbit_left" }, { key: "handheld" }]);
    expect(body["prompt"]).toBe("A mug on a table");
  });

  it.each([
    ["A mug on a table", "A mug on a table, camera moves in an arc"],
    ["A mug on a table,", "A mug on a table, camera moves in an arc"],
    ["A mug. It shines.", "A mug. It shines. Camera moves in an arc."],
    ["“A mug!”", "“A mug!” Camera moves in an arc."],
    ["", "camera moves in an arc"],
  ])("tells a motion without a concept in words: %j", (prompt, expected) => {
    const body = buildRequest(makeShot({ prompt, camera: ARC }), {}).body;
    expect(body["prompt"]).toBe(expected);
    expect(body).not.toHaveProperty("concepts");
  });

  it("adds the callback", () => {
    expect(buildRequest(makeShot(), {}, { callbackUrl: "https://app.example/x" }).body["callback_url"]).toBe(
      "https://app.example/x",
    );
  });
});

describe("a still that another shot makes", () => {
  const frame0 = { type: "shot", shot: "mood", still: true } as const;

  it("is a keyframe by its link, as ids there are those of clips", () => {
    const shot = makeShot({ keyframes: { frame0 } });
    expect(mediaNeeds(shot)).toEqual({ links: ["frame0"], files: [] });
    const media = { links: { frame0: "https://cdn.example/mood.jpg?sig=1" }, files: {} };
    expect(buildRequest(shot, { frame0: "g-1" }, { media }).body["keyframes"]).toEqual({
      frame0: { type: "image", url: "https://cdn.example/mood.jpg?sig=1" },
    });
  });
});

describe("what must be made ready first", () => {
  const clip = { type: "shot", shot: "opener" } as const;
  const generation = { type: "generation", id: "g-1" } as const;
  const file = (name: string) => ({ type: "file", path: `${name}.png`, sha256: name }) as const;
  const url = { type: "image", url: "https://x.example/a.jpg" } as const;

  it.each([
    ["a clip that is continued: nothing", { keyframes: { frame0: clip, frame1: generation } }, [], []],
    ["links of the web: nothing", { keyframes: { frame0: url } }, [], []],
    ["a clip that is reframed: its link", { kind: "reframe", source: clip }, ["source"], []],
    ["one that is named by its id, too", { kind: "edit", source: generation }, ["source"], []],
    [
      "a first frame of an edit: its link",
      {
        kind: "edit",
        source: { type: "video", url: "https://x.example/a.mp4" },
        keyframes: { frame0: clip },
      },
      ["frame0"],
      [],
    ],
    [
      "references of a still: their links",
      {
        kind: "image",
        image: { format: "jpg", references: [{ media: url }, { media: clip }, { media: file("b") }] },
      },
      ["reference1"],
      ["b"],
    ],
    [
      "local files: each content once",
      { keyframes: { frame0: file("a"), frame1: { ...file("a"), path: "copy.png" } } },
      [],
      ["a"],
    ],
  ] as const)("%s", (_, fields, links, files) => {
    const needs = mediaNeeds(makeShot(fields as Partial<Shot>));
    expect(needs.links).toEqual(links);
    expect(needs.files).toEqual(files.map((sha256) => ({ path: `${sha256}.png`, sha256 })));
  });
});

describe("a modification", () => {
  const shot = makeShot({
    kind: "edit",
    prompt: "as a clay model",
    aspectRatio: "",
    duration: "",
    source: { type: "shot", shot: "opener" },
    edit: { strength: "flex_1" },
    keyframes: { frame0: { type: "image", url: "https://x.example/a.jpg" } },
  });

  it("fetches its source by a fresh link", () => {
    const media = { links: { source: "https://cdn.example/in.mp4?sig=1" }, files: {} };
    expect(buildRequest(shot, { source: "g-1" }, { media })).toEqual({
      path: "/generations/video/modify",
      body: {
        generation_type: "modify_video",
        model: "ray-2",
        mode: "flex_1",
        media: { url: "https://cdn.example/in.mp4?sig=1" },
        prompt: "as a clay model",
        first_frame: { url: "https://x.example/a.jpg" },
      },
    });
  });

  it("is not built without it: an id says nothing there", () => {
    expect(() => buildRequest(shot, { source: "g-1" })).toThrow(
      expect.objectContaining({ code: "luma-link-missing", message: expect.stringContaining("source") }),
    );
    expect(() => buildRequest(shot, {})).toThrow(expect.objectContaining({ code: "luma-upstream-missing" }));
  });

  it("takes no file by an id or inside the request", () => {
    const local = { ...shot, source: { type: "file", path: "in.mp4", sha256: "aa" } } as const;
    const given = (ref: FileRef) => () =>
      buildRequest(local, {}, { media: { links: {}, files: { aa: ref } } }).body["media"];
    expect(given({ kind: "id", id: "f-1" })).toThrow(expect.objectContaining({ code: "luma-link-missing" }));
    expect(given({ kind: "inline", mediaType: "video/mp4", data: "AA==" })).toThrow();
    expect(given({ kind: "url", url: "https://files.example/in.mp4" })()).toEqual({
      url: "https://files.example/in.mp4",
    });
  });

  it("tells a motion in words: only plain videos have concepts", () => {
    const source = { type: "video", url: "https://x.example/in.mp4" } as const;
    const { body } = buildRequest({ ...shot, source, camera: ORBIT }, {});
    expect(body["prompt"]).toBe("as a clay model, camera orbits to the left");
    expect(body).not.toHaveProperty("concepts");
  });
});

describe("a reframe", () => {
  const shot = makeShot({
    kind: "reframe",
    prompt: "",
    aspectRatio: "9:16",
    source: { type: "video", url: "https://v.example/in.mp4" },
  });

  it("names source and ratio, and no prompt where there is none", () => {
    expect(buildRequest(shot, {}, { callbackUrl: "https://app.example/x" })).toEqual({
      path: "/generations/video/reframe",
      body: {
        generation_type: "reframe_video",
        model: "ray-2",
        aspect_ratio: "9:16",
        media: { url: "https://v.example/in.mp4" },
        callback_url: "https://app.example/x",
      },
    });
  });

  it("turns a position into the edges of the source in the new frame's pixels", () => {
    const position = { x: 0, y: 0.25, width: 1, height: 0.5 };
    expect(buildRequest({ ...shot, position }, {}).body).toMatchObject({
      x_start: 0,
      x_end: 1152,
      y_start: 512,
      y_end: 1536,
    });
    const bounds = reframeBounds("21:9", { x: -0.1, y: -2, width: 0.5001, height: 2 });
    expect(bounds).toEqual({ x_start: -243, x_end: 973, y_start: -2048, y_end: 0 });
    expect(reframeBounds("2:1", position)).toEqual({});
  });
});

describe("a still", () => {
  it("is made by its own path, led by pictures with their weights", () => {
    const references = [
      { media: { type: "image", url: "https://x.example/a.jpg" }, weight: 0.85 },
      { media: { type: "shot", shot: "mood", still: true } },
      { media: { type: "file", path: "b.png", sha256: "bb" } },
    ] as const;
    const shot = makeShot({
      kind: "image",
      model: "photon-1",
      resolution: "",
      duration: "",
      image: { format: "png", references },
    });
    const media = {
      links: { reference1: "https://cdn.example/mood.jpg" },
      files: { bb: { kind: "url", url: "https://files.example/bb.png" } },
    } as const;
    expect(buildRequest(shot, { reference1: "g-1" }, { media })).toEqual({
      path: "/generations/image",
      body: {
        generation_type: "image",
        model: "photon-1",
        prompt: "A mug on a table",
        aspect_ratio: "16:9",
        format: "png",
        image_ref: [
          { url: "https://x.example/a.jpg", weight: 0.85 },
          { url: "https://cdn.example/mood.jpg" },
          { url: "https://files.example/bb.png" },
        ],
      },
    });
  });
});

describe("extra fields", () => {
  const withExtra = (extra: object, fields = {}) =>
    buildRequest(
      makeShot({ extra: { "dream-machine": extra as never, agents: { other: 1 } }, ...fields }),
      {},
    ).body;

  it("go where they belong on the wire", () => {
    const body = withExtra(
      { seed: 7, keyframes: { frame0: { weight: 0.5 }, note: "n" } },
      { keyframes: { frame0: { type: "image", url: "https://x.example/a.jpg" } } },
    );
    expect(body["seed"]).toBe(7);
    expect(body["keyframes"]).toEqual({
      frame0: { type: "image", url: "https://x.example/a.jpg", weight: 0.5 },
      note: "n",
    });
    expect(body).not.toHaveProperty("other");
  });

  it("never replace or switch on a field that we know", () => {
    const plain = buildRequest(makeShot(), {}).body;
    expect(
      withExtra({
        model: "other",
        prompt: { deep: 1 },
        loop: true,
        keyframes: { frame0: { type: "image", url: "x" } },
        callback_url: "https://thief.example",
        concepts: [{ key: "x" }],
      }),
    ).toEqual(plain);
  });

  it("are plain data even when they are called __proto__", () => {
    const body = withExtra(JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}'));
    expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
    expect(JSON.parse(JSON.stringify(body))["constructor"]).toBe(1);
    expect(JSON.stringify(body)).toContain('"__proto__":{"polluted":true}');
  });
});

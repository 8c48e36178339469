import { type FileRef, type PreparedMedia, requestHash } from "@shotlist/core";
import type { Shot } from "@shotlist/manifest";
import { describe, expect, it } from "vitest";
import { makeShot } from "../testing/shots.ts";
import { buildRequest } from "./build-request.ts";
import { mediaNeeds } from "./media-needs.ts";

const shot = (fields: Parameters<typeof makeShot>[0] = {}) =>
  makeShot({ model: "ray-3.2", prompt: "a lighthouse in fog", ...fields });
const bodyOf = (fields: Parameters<typeof makeShot>[0], upstream = {}) =>
  buildRequest(shot(fields), upstream).body;
const picture = { type: "image", url: "https://img.example/a.jpg" } as const;

describe("the request of a shot", () => {
  it("is the documented example, with every value named", () => {
    expect(buildRequest(shot(), {})).toEqual({
      path: "/generations",
      body: {
        model: "ray-3.2",
        type: "video",
        prompt: "a lighthouse in fog",
        aspect_ratio: "16:9",
        video: { resolution: "720p", duration: "5s" },
      },
    });
  });

  it("loops only when it is wanted", () => {
    expect(bodyOf({ loop: true })["video"]).toEqual({ resolution: "720p", duration: "5s", loop: true });
  });

  it("names start and end by exactly one field each", () => {
    expect(
      bodyOf({ keyframes: { frame0: picture, frame1: { type: "generation", id: "g-1" } } })["video"],
    ).toMatchObject({
      start_frame: { url: "https://img.example/a.jpg" },
      end_frame: { generation_id: "g-1" },
    });
    expect(
      bodyOf({ keyframes: { frame0: { type: "shot", shot: "opener" } } }, { frame0: "g-2" })["video"],
    ).toMatchObject({ start_frame: { generation_id: "g-2" } });
  });

  it("is not built without the other shot's generation, nor with a local file", () => {
    expect(() => bodyOf({ keyframes: { frame1: { type: "shot", shot: "opener" } } })).toThrow(
      expect.objectContaining({ code: "luma-upstream-missing" }),
    );
    expect(() => bodyOf({ keyframes: { frame0: { type: "file", path: "a.png", sha256: "0" } } })).toThrow(
      expect.objectContaining({ code: "luma-keyframe-file" }),
    );
  });

  it("tells every camera motion in words, as the API has no concepts", () => {
    const camera = { word: "orbit left", concept: "orbit_left", phrase: "camera orbits to the left" };
    const body = bodyOf({ camera });
    expect(body["prompt"]).toBe("a lighthouse in fog, camera orbits to the left");
    expect(JSON.stringify(body)).not.toContain("orbit_left");
  });
});

describe("guides and ranges", () => {
  const guides = [
    { at: 0, media: picture },
    { at: 60, media: { type: "shot", shot: "mood", still: true } },
    { at: 120, media: { type: "file", path: "end.png", sha256: "aa" } },
  ] as const;
  const media = { links: {}, files: { aa: { kind: "id", id: "f-1" } } } as const;

  it("stand in two lists side by side, in the order of their frames", () => {
    const links = { guide1: "https://cdn.example/mood.jpg" };
    const { body } = buildRequest(shot({ guides }), { guide1: "g-9" }, { ...media, links });
    expect(body["video"]).toEqual({
      resolution: "720p",
      duration: "5s",
      keyframes: [{ url: picture.url }, { url: "https://cdn.example/mood.jpg" }, { file_id: "f-1" }],
      keyframe_indexes: [0, 60, 120],
    });
  });

  it("HDR and EXR are named when they are wanted", () => {
    expect(bodyOf({ hdr: true, exr: true })["video"]).toMatchObject({ hdr: true, exr_export: true });
    expect(bodyOf({ hdr: false })["video"]).toEqual({ resolution: "720p", duration: "5s" });
  });

  it("drafts are another resolution", () => {
    expect(bodyOf({ resolution: "360p" })["video"]).toMatchObject({ resolution: "360p" });
  });
});

describe("an edit", () => {
  const source = { type: "shot", shot: "opener" } as const;
  const edited = (fields: Parameters<typeof makeShot>[0] = {}) =>
    buildRequest(
      shot({ kind: "edit", aspectRatio: "", duration: "", source, ...fields }),
      { source: "g-1" },
      { links: {}, files: {} },
    ).body;

  it("names its source and its size; length and ratio are those of the source", () => {
    expect(edited()).toEqual({
      model: "ray-3.2",
      type: "video_edit",
      prompt: "a lighthouse in fog",
      source: { generation_id: "g-1" },
      video: { resolution: "720p" },
    });
  });

  it("says how far it may go, and holds on to what the user names", () => {
    const controls = { pose: { enabled: true, strength: "precise" } };
    expect(edited({ edit: { strength: "flex_2", controls }, hdr: true })["video"]).toEqual({
      resolution: "720p",
      hdr: true,
      edit: { strength: "flex_2", controls },
    });
    expect(edited({ edit: { autoControls: true } })["video"]).toMatchObject({
      edit: { auto_controls: true },
    });
    expect(edited({ edit: { autoControls: false } })["video"]).toMatchObject({
      edit: { auto_controls: false },
    });
  });

  it("takes one picture as its start, several as its guides", () => {
    expect(edited({ keyframes: { frame0: picture } })["video"]).toMatchObject({
      start_frame: { url: picture.url },
    });
    const guides = [
      { at: 3, media: picture },
      { at: 90, media: picture },
    ];
    expect(edited({ guides, edit: { strength: "adhere_1" } })["video"]).toEqual({
      resolution: "720p",
      edit: {
        strength: "adhere_1",
        keyframes: [{ url: picture.url }, { url: picture.url }],
        keyframe_indexes: [3, 90],
      },
    });
  });

  it.each([
    ["https://v.example/in.mp4", "video/mp4"],
    ["https://v.example/in.MOV?sig=1.mp4", "video/quicktime"],
    ["https://v.example/in.webm", "video/webm"],
    ["https://v.example/clip?id=in.mov", "video/mp4"],
    ["https://v.example/in.constructor", "video/mp4"],
  ])("says what %s is, before it is fetched", (url, mediaType) => {
    expect(edited({ source: { type: "video", url } })["source"]).toEqual({ url, media_type: mediaType });
  });

  it("can be made from a local clip, by its id or inside the request", () => {
    const local = shot({ kind: "edit", source: { type: "file", path: "in.mp4", sha256: "bb" } });
    const given = (ref: FileRef) => buildRequest(local, {}, { links: {}, files: { bb: ref } }).body["source"];
    expect(given({ kind: "id", id: "f-2" })).toEqual({ file_id: "f-2" });
    expect(given({ kind: "inline", mediaType: "video/mp4", data: "AAAA" })).toEqual({
      data: "AAAA",
      media_type: "video/mp4",
    });
    expect(given({ kind: "url", url: "https://x.example/a.mov" })).toEqual({
      url: "https://x.example/a.mov",
      media_type: "video/quicktime",
    });
  });
});

describe("a reframe", () => {
  const reframed = (fields: Parameters<typeof makeShot>[0] = {}) =>
    buildRequest(
      shot({
        kind: "reframe",
        aspectRatio: "9:16",
        duration: "",
        source: { type: "generation", id: "g-7" },
        ...fields,
      }),
      {},
    ).body;

  it("names its source, its ratio and its size", () => {
    expect(reframed()).toEqual({
      model: "ray-3.2",
      type: "video_reframe",
      prompt: "a lighthouse in fog",
      aspect_ratio: "9:16",
      source: { generation_id: "g-7" },
      video: { resolution: "720p" },
    });
  });

  it("says where the source stands in parts of the new frame", () => {
    const position = { x: -0.5, y: 0.25, width: 2, height: 0.5 };
    expect(reframed({ position })["video"]).toEqual({
      resolution: "720p",
      source_position: { x_norm: -0.5, y_norm: 0.25, w_norm: 2, h_norm: 0.5 },
    });
  });
});

describe("a still", () => {
  const still = (image: Shot["image"], media?: PreparedMedia) =>
    buildRequest(
      shot({ kind: "image", model: "uni-1", resolution: "", duration: "", ...(image && { image }) }),
      { reference1: "g-3" },
      media,
    ).body;

  it("is a picture of a ratio and a format", () => {
    const plain = {
      model: "uni-1",
      type: "image",
      prompt: "a lighthouse in fog",
      aspect_ratio: "16:9",
      output_format: "jpeg",
    };
    expect(still(undefined)).toEqual(plain);
    expect(still({ format: "jpg", references: [] })).toEqual(plain);
    expect(still({ format: "png", references: [] })).toEqual({ ...plain, output_format: "png" });
  });

  it("is led by pictures, in order, by other shots' stills and by local files", () => {
    const references = [
      { media: picture, weight: 0.5 },
      { media: { type: "shot", shot: "mood", still: true } },
      { media: { type: "file", path: "a.png", sha256: "aa" } },
    ] as const;
    const inline = { kind: "inline", mediaType: "image/png", data: "iVBORw==" } as const;
    const body = still(
      { format: "png", references, style: "manga", webSearch: true },
      { links: { reference1: "https://cdn.example/mood.jpg" }, files: { aa: inline } },
    );
    expect(body).toMatchObject({
      image_ref: [
        { url: picture.url },
        { url: "https://cdn.example/mood.jpg" },
        { data: "iVBORw==", media_type: "image/png" },
      ],
      style: "manga",
      web_search: true,
    });
    expect(body).not.toHaveProperty("video");
  });
});

describe("what must be made ready first", () => {
  const clip = { type: "shot", shot: "opener" } as const;
  const still = { type: "shot", shot: "mood", still: true } as const;
  const generation = { type: "generation", id: "g-1" } as const;
  const file = { type: "file", path: "a.png", sha256: "aa" } as const;

  it.each([
    ["clips that are continued: nothing", { keyframes: { frame0: clip, frame1: generation } }, []],
    ["a still as a frame: its link", { keyframes: { frame0: still, frame1: file } }, ["frame0"]],
    ["a source: nothing", { kind: "edit", source: clip }, []],
    ["a source by its id: nothing", { kind: "reframe", source: generation }, []],
    [
      "the start frame of an edit, a picture: its link",
      { kind: "edit", source: clip, keyframes: { frame0: generation } },
      ["frame0"],
    ],
    [
      "guides: their links",
      {
        guides: [
          { at: 0, media: picture },
          { at: 9, media: still },
        ],
      },
      ["guide1"],
    ],
    [
      "references: their links",
      { kind: "image", image: { format: "jpg", references: [{ media: still }, { media: generation }] } },
      ["reference0", "reference1"],
    ],
  ] as const)("%s", (_, fields, links) => {
    const needs = mediaNeeds(shot(fields as Partial<Shot>));
    expect(needs.links).toEqual(links);
    expect(needs.files.map(({ sha256 }) => sha256)).toEqual(
      JSON.stringify(fields).includes("aa") ? ["aa"] : [],
    );
  });
});

describe("a request with a file inside it", () => {
  const local = shot({ keyframes: { frame0: { type: "file", path: "a.png", sha256: "aa" } } });
  const given = (data: string) =>
    buildRequest(local, {}, { links: {}, files: { aa: { kind: "inline", mediaType: "image/png", data } } });

  it("has one hash for one content, and another for another", () => {
    expect(requestHash(given("iVBORw=="))).toBe(requestHash(given("iVBORw==")));
    expect(requestHash(given("iVBORw=="))).not.toBe(requestHash(given("iVBORx==")));
  });

  it("does not take what was prepared under another name for it", () => {
    const files = JSON.parse('{"__proto__": {"aa": {"kind": "id", "id": "f-1"}}}');
    expect(() => buildRequest(local, {}, { links: {}, files })).toThrow(
      expect.objectContaining({ code: "luma-keyframe-file" }),
    );
  });
});

describe("extra fields", () => {
  it("go where they belong, and leave other dialects' alone", () => {
    const body = bodyOf({
      extra: { agents: { user_id: "team-a", video: { hdr: true } }, "dream-machine": { other: 1 } },
    });
    expect(body["user_id"]).toBe("team-a");
    expect(body["video"]).toEqual({ resolution: "720p", duration: "5s", hdr: true });
    expect(body).not.toHaveProperty("other");
  });

  it("never replace or switch on a field that we know", () => {
    const extra = {
      agents: {
        model: "uni-1",
        type: "image",
        prompt: "x",
        video: { resolution: "1080p", loop: true, end_frame: { url: "x" }, start_frame: { data: "y" } },
      },
    };
    expect(bodyOf({ keyframes: { frame0: picture }, extra })).toEqual(
      bodyOf({ keyframes: { frame0: picture } }),
    );
  });
});

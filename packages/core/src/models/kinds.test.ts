import type { Keyframe, MediaFile, Shot } from "@shotlist/manifest";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exampleShot } from "../testing/example-data.ts";
import { problemsIn, spotsIn } from "./findings-of.test.setup.ts";
import { MODEL_CARDS } from "./model-cards.ts";

const picture: Keyframe = { type: "image", url: "https://shop.example/mug.jpg" };
const video = { type: "video", url: "https://shop.example/mug.mp4" } as const;
const file: Keyframe = { type: "file", path: "img/mug.png", sha256: "00" };
const generation: Keyframe = { type: "generation", id: "5b1e7d1e-0000-4000-8000-000000000001" };
const clipOf = (shot: string) => ({ type: "shot", shot }) as const;
const stillOf = (shot: string) => ({ type: "shot", shot, still: true }) as const;

const still = (fields: Partial<Shot> = {}): Shot =>
  exampleShot({
    ...{ id: "still", kind: "image", model: "photon-1", resolution: "", duration: "" },
    image: { format: "jpg", references: [] },
    ...fields,
  });
const edit = (fields: Partial<Shot> = {}): Shot =>
  exampleShot({
    ...{
      id: "night",
      kind: "edit",
      model: "ray-3.2",
      aspectRatio: "",
      duration: "",
      source: video,
      sourceS: 5,
    },
    ...fields,
  });
const reframe = (fields: Partial<Shot> = {}): Shot =>
  exampleShot({
    ...{ id: "tall", kind: "reframe", model: "ray-3.2", aspectRatio: "9:16", duration: "", source: video },
    ...fields,
  });
const ray32 = (fields: Partial<Shot> = {}): Shot => exampleShot({ model: "ray-3.2", ...fields });

describe("a model that does not make the kind", () => {
  test.each([
    [still({ model: "ray-2" }), "photon-1"],
    [still({ model: "ray-3.2" }), "uni-1"],
    [exampleShot({ model: "photon-1" }), "ray-2"],
    [edit({ model: "uni-1" }), "ray-3.2"],
    [exampleShot({ model: "uni-1-max", duration: "7s", resolution: "9p" }), "ray-3.2"],
  ])("is told once, with the nearest that does: %#", (shot, nearest) => {
    expect(problemsIn([shot])).toMatchObject([
      { code: "kind-not-made", field: "model", hint: expect.stringContaining(`The nearest is ${nearest}.`) },
    ]);
  });
});

describe("a still", () => {
  test.each(MODEL_CARDS.filter(({ kinds }) => kinds.includes("image")))(
    "of $model in all its ratios",
    (card) => {
      const shots = card.aspectRatios.map((aspectRatio) =>
        still({ id: aspectRatio, model: card.model, aspectRatio }),
      );
      expect(spotsIn(shots)).toEqual([]);
    },
  );

  test("has ratios that differ by model", () => {
    expect(problemsIn([still({ model: "uni-1", aspectRatio: "4:3" })])).toMatchObject([
      { code: "aspect-ratio-not-offered", hint: expect.stringContaining("The nearest is 3:2.") },
    ]);
    expect(spotsIn([still({ aspectRatio: "3:2" })])).toEqual(["aspect-ratio-not-offered at aspect_ratio"]);
  });

  test("needs a prompt that is long enough", () => {
    expect(spotsIn([still({ prompt: "" })])).toEqual(["prompt-needed at prompt"]);
    expect(spotsIn([still({ prompt: "ab" })])).toEqual(["prompt-too-short at prompt"]);
    expect(spotsIn([still({ model: "uni-1", prompt: "a" })])).toEqual([]);
  });

  const referring = (count: number, model = "photon-1"): Shot =>
    still({
      model,
      image: { format: "jpg", references: Array.from({ length: count }, () => ({ media: picture })) },
    });

  test("takes four references of Photon, nine of Uni", () => {
    expect(spotsIn([referring(4), referring(9, "uni-1")])).toEqual([]);
    expect(spotsIn([referring(5)])).toEqual(["too-many-references at references"]);
    expect(spotsIn([referring(10, "uni-1-max")])).toEqual(["too-many-references at references"]);
  });

  test("has weights on Photon, a style and web search on Uni", () => {
    const weighed = { format: "png", references: [{ media: picture, weight: 0.5 }] } as const;
    const styled = { format: "jpg", references: [], style: "manga", webSearch: true } as const;
    expect(spotsIn([still({ image: weighed }), still({ model: "uni-1", image: styled })])).toEqual([]);
    expect(spotsIn([still({ model: "uni-1", image: weighed })])).toEqual([
      "still-option-not-taken at references",
    ]);
    expect(spotsIn([still({ image: styled })])).toEqual([
      "still-option-not-taken at style",
      "still-option-not-taken at web_search",
    ]);
  });

  test("is led by stills, not by clips", () => {
    const led = (media: Keyframe): Shot =>
      still({ id: "b", image: { format: "jpg", references: [{ media }] } });
    expect(spotsIn([still(), led(stillOf("still"))])).toEqual([]);
    expect(spotsIn([exampleShot({ id: "clip" }), led(clipOf("clip"))])).toEqual([
      "input-not-picture at references",
    ]);
  });
});

describe("an edit", () => {
  test.each([
    {},
    { edit: { strength: "flex_1" } },
    { edit: { autoControls: true } },
    { edit: { controls: { depth: { enabled: true } } } },
    { keyframes: { frame0: picture } },
    { resolution: "1080p", hdr: true, exr: true },
    { guides: [{ at: 120, media: picture }] },
    { source: generation, sourceS: 18 },
    { source: file },
    { sourceS: 10, resolution: "720p", hdr: true },
  ] satisfies Partial<Shot>[])("on ray-3.2 may have %o", (fields) => {
    expect(spotsIn([edit(fields)])).toEqual([]);
  });

  test.each<[Partial<Shot>, string]>([
    [{ keyframes: { frame1: picture } }, "frame-not-taken at keyframes.frame1"],
    [{ keyframes: { frame0: clipOf("other") } }, "input-not-picture at keyframes.frame0"],
    [{ guides: [{ at: 121, media: picture }] }, "keyframe-beyond-end at keyframes"],
    [
      { guides: [{ at: 0, media: picture }], keyframes: { frame0: picture } },
      "keyframe-list-not-possible at keyframes",
    ],
    [{ edit: { autoControls: true, strength: "flex_1" } }, "edit-control-not-taken at edit"],
    [{ edit: { autoControls: true, controls: {} } }, "edit-control-not-taken at edit"],
    [{ resolution: "540p", hdr: true }, "hdr-not-possible at hdr"],
    [{ exr: true }, "exr-needs-hdr at exr"],
    [{ resolution: "4k" }, "resolution-not-offered at resolution"],
    [{ prompt: "" }, "prompt-needed at prompt"],
    [{ sourceS: 31 }, "source-too-long at source"],
    [{ source: stillOf("still") }, "source-not-video at source"],
    [{ source: { type: "video", url: "http://shop.example/mug.mp4" } }, "keyframe-url-not-https at source"],
    [{ source: { type: "video", url: "https://nas.local/mug.mp4" } }, "keyframe-url-not-public at source"],
  ])("on ray-3.2 must not have %o", (fields, spot) => {
    expect(spotsIn([edit(fields)])).toEqual([spot]);
  });

  test("of more than 18 s is doubtful, since Luma's pages differ", () => {
    expect(problemsIn([edit({ sourceS: 18.1 })])).toMatchObject([
      {
        code: "source-length-doubtful",
        severity: "warning",
        hint: expect.stringContaining("30 s in its FAQ"),
      },
    ]);
    expect(problemsIn([edit({ sourceS: 30 })])).toMatchObject([{ severity: "warning" }]);
  });

  test("on Dream Machine says how far it goes, and nothing finer", () => {
    const modify = (fields: Partial<Shot> = {}): Shot =>
      edit({ model: "ray-2", edit: { strength: "adhere_1" }, ...fields });
    expect(spotsIn([modify(), modify({ prompt: "", resolution: "360p" })])).toEqual([]);
    expect(spotsIn([modify({ keyframes: { frame0: picture } })])).toEqual([]);
    expect(spotsIn([edit({ model: "ray-2" })])).toEqual(["edit-strength-needed at edit"]);
    expect(spotsIn([modify({ edit: { autoControls: true } })])).toEqual([
      "edit-control-not-taken at edit",
      "edit-strength-needed at edit",
    ]);
    expect(spotsIn([modify({ edit: { strength: "flex_1", controls: {} } })])).toEqual([
      "edit-control-not-taken at edit",
    ]);
    expect(spotsIn([modify({ keyframes: { frame1: picture } })])).toEqual([
      "frame-not-taken at keyframes.frame1",
    ]);
    expect(spotsIn([modify({ hdr: true })])).toEqual(["hdr-not-possible at hdr"]);
    expect(spotsIn([modify({ guides: [{ at: 0, media: picture }] })])).toEqual([
      "keyframe-list-not-possible at keyframes",
    ]);
  });

  test.each([
    ["ray-2", 10],
    ["ray-flash-2", 15],
  ])("on %s takes %d s", (model, most) => {
    const modify = (sourceS: number): Shot => edit({ model, edit: { strength: "flex_1" }, sourceS });
    expect(spotsIn([modify(most)])).toEqual([]);
    expect(spotsIn([modify(most + 0.1)])).toEqual(["source-too-long at source"]);
  });
});

describe("a reframe", () => {
  test.each(["360p", "540p", "720p"])("on ray-3.2 in %s, in all ratios", (resolution) => {
    const ratios = ["9:16", "3:4", "1:1", "4:3", "16:9", "21:9"];
    expect(
      spotsIn(ratios.map((aspectRatio) => reframe({ id: aspectRatio, aspectRatio, resolution }))),
    ).toEqual([]);
  });

  test("in 1080p is doubtful", () => {
    expect(problemsIn([reframe({ resolution: "1080p", aspectRatio: "1:1" })])).toMatchObject([
      { code: "resolution-doubtful", severity: "warning" },
    ]);
  });

  test.each<[Partial<Shot>, string]>([
    [{ aspectRatio: "9:21" }, "aspect-ratio-not-offered at aspect_ratio"],
    [{ keyframes: { frame0: picture } }, "frame-not-taken at keyframes.frame0"],
    [{ keyframes: { frame1: picture } }, "frame-not-taken at keyframes.frame1"],
    [{ sourceS: 30.5 }, "source-too-long at source"],
    [{ hdr: true }, "hdr-not-possible at hdr"],
    [{ prompt: "" }, "prompt-needed at prompt"],
    [{ source: stillOf("still") }, "source-not-video at source"],
  ])("on ray-3.2 must not have %o", (fields, spot) => {
    expect(spotsIn([reframe(fields)])).toEqual([spot]);
  });

  test("of an HDR clip is doubtful, as is its continuation", () => {
    const clip = ray32({ id: "clip", hdr: true });
    const next = ray32({ id: "next", keyframes: { frame0: clipOf("clip") } });
    expect(
      problemsIn([clip, reframe({ source: clipOf("clip") }), next, edit({ source: clipOf("clip") })]),
    ).toMatchObject([
      { code: "source-hdr-doubtful", field: "source", severity: "warning" },
      { code: "source-hdr-doubtful", field: "keyframes.frame0", severity: "warning" },
    ]);
  });

  test.each([
    ["ray-2", 10],
    ["ray-flash-2", 30],
  ])("on %s takes %d s, a first frame, and no prompt", (model, most) => {
    expect(
      spotsIn([
        reframe({ model, sourceS: most, prompt: "", aspectRatio: "9:21", keyframes: { frame0: picture } }),
      ]),
    ).toEqual([]);
    expect(spotsIn([reframe({ model, sourceS: most + 1 })])).toEqual(["source-too-long at source"]);
    expect(spotsIn([reframe({ model, keyframes: { frame1: picture } })])).toEqual([
      "frame-not-taken at keyframes.frame1",
    ]);
  });
});

describe("HDR of a video", () => {
  test("needs 720p or more, 5s, no loop and no clip to continue, and EXR needs HDR", () => {
    expect(spotsIn([ray32({ hdr: true, exr: true }), ray32({ hdr: true, resolution: "1080p" })])).toEqual([]);
    for (const fields of [
      { resolution: "540p" },
      { duration: "10s" },
      { loop: true },
      { keyframes: { frame0: generation } },
      { keyframes: { frame1: clipOf("clip") } },
    ]) {
      expect(spotsIn([ray32({ hdr: true, ...fields })])).toEqual(["hdr-not-possible at hdr"]);
    }
    expect(spotsIn([ray32({ exr: true })])).toEqual(["exr-needs-hdr at exr"]);
    expect(spotsIn([exampleShot({ hdr: true })])).toEqual(["hdr-not-possible at hdr"]);
  });
});

describe("a list of keyframes", () => {
  const at = (...frames: number[]): Shot["guides"] & {} =>
    frames.map((frame) => ({ at: frame, media: picture }));

  test("goes with 5s and 10s and with HDR, up to the last frame", () => {
    expect(
      spotsIn([ray32({ guides: at(0, 60, 120) }), ray32({ guides: at(0, 240), duration: "10s" })]),
    ).toEqual([]);
    expect(spotsIn([ray32({ guides: at(0), hdr: true })])).toEqual([]);
  });

  test.each<[Partial<Shot>, string]>([
    [{ guides: at(121) }, "keyframe-beyond-end"],
    [{ guides: at(241), duration: "10s" }, "keyframe-beyond-end"],
    [{ guides: at(0), loop: true }, "keyframe-list-not-possible"],
    [{ guides: at(0), keyframes: { frame0: picture } }, "keyframe-list-not-possible"],
    [{ guides: at(...Array.from({ length: 65 }, (_, frame) => frame)) }, "keyframe-list-not-possible"],
    [{ guides: at(0), model: "ray-2" }, "keyframe-list-not-possible"],
    [{ guides: [{ at: 0, media: clipOf("clip") }] }, "input-not-picture"],
  ])("must not be %o", (fields, code) => {
    expect(spotsIn([ray32(fields)])).toEqual([`${code} at keyframes`]);
  });
});

describe("what a shot is made from", () => {
  test("comes from the same API, a still as well as a clip", () => {
    const clip = exampleShot({ id: "clip" });
    expect(spotsIn([still(), ray32({ keyframes: { frame0: stillOf("still") } })])).toEqual([
      "keyframe-other-account at keyframes.frame0",
    ]);
    expect(spotsIn([clip, reframe({ source: clipOf("clip") })])).toEqual([
      "keyframe-other-account at source",
    ]);
    expect(spotsIn([still({ model: "uni-1" }), ray32({ keyframes: { frame0: stillOf("still") } })])).toEqual(
      [],
    );
    expect(spotsIn([still(), exampleShot({ keyframes: { frame0: stillOf("still") } })])).toEqual([]);
  });

  test("a still as first frame is a picture: it needs no prompt on Dream Machine, and may stand beside another", () => {
    const frames = { frame0: stillOf("still"), frame1: picture };
    expect(spotsIn([still(), exampleShot({ prompt: "", keyframes: frames })])).toEqual([]);
    expect(spotsIn([still({ model: "uni-1" }), ray32({ keyframes: frames })])).toEqual([]);
  });

  test("may be a local file where the API takes files, or the manifest names storage for them", () => {
    const local = exampleShot({ keyframes: { frame0: file } });
    expect(spotsIn([ray32({ keyframes: { frame0: file } }), edit({ source: file })])).toEqual([]);
    expect(problemsIn([local])).toMatchObject([
      {
        code: "keyframe-file-not-taken",
        field: "keyframes.frame0",
        hint: expect.stringContaining("uploads:"),
      },
    ]);
    expect(spotsIn([local, reframe({ model: "ray-2", source: file })], { uploads: true })).toEqual([]);
    expect(spotsIn([still({ image: { format: "jpg", references: [{ media: file }] } })])).toEqual([
      "keyframe-file-not-taken at references",
    ]);
  });
});

describe("a local file", () => {
  const MIB = 1024 * 1024;
  const facts = { bytes: 10, sha256: "00", kind: "picture", width: 100, height: 100 } as const;
  const spotsWith = (shot: Shot, found: Partial<MediaFile>): readonly string[] =>
    spotsIn([shot], { uploads: true, mediaFiles: new Map([["img/mug.png", { ...facts, ...found }]]) });
  const framed = ray32({ keyframes: { frame0: file } });

  test("has a size that the Agents API reads", () => {
    expect(spotsWith(framed, { bytes: 50 * MIB, width: 8000, height: 8000 })).toEqual([]);
    expect(spotsWith(framed, { bytes: 50 * MIB + 1 })).toEqual(["file-too-large at keyframes.frame0"]);
    expect(spotsWith(framed, { height: 8001 })).toEqual(["file-too-large at keyframes.frame0"]);
    expect(spotsWith(edit({ source: file }), { kind: "video", width: 9000, bytes: 200 * MIB })).toEqual([]);
    expect(spotsWith(edit({ source: file }), { kind: "video", bytes: 200 * MIB + 1 })).toEqual([
      "file-too-large at source",
    ]);
  });

  test("has a size that Dream Machine reads", () => {
    const tall = reframe({ model: "ray-2", source: file });
    expect(spotsWith(tall, { kind: "video", bytes: 100 * MIB })).toEqual([]);
    expect(spotsWith(tall, { kind: "video", bytes: 101 * MIB })).toEqual(["file-too-large at source"]);
  });

  test("is a picture where one is needed, and a video where one is", () => {
    const mistaken = new Map([["img/mug.png", { ...facts, kind: "video" } as const]]);
    expect(problemsIn([framed], { mediaFiles: mistaken })[0]?.message).toContain("the frame0 of a clip");
    expect(spotsWith(framed, { kind: "video" })).toEqual(["input-not-picture at keyframes.frame0"]);
    expect(spotsWith(edit({ source: file }), {})).toEqual(["source-not-video at source"]);
    expect(spotsWith(framed, { kind: "other" })).toEqual(["file-not-media at keyframes.frame0"]);
    expect(spotsWith(edit({ source: file }), { kind: "other" })).toEqual(["file-not-media at source"]);
    const { kind: _, ...unknown } = facts;
    const mediaFiles = new Map([["img/mug.png", unknown]]);
    expect(spotsIn([framed, edit({ source: file })], { mediaFiles })).toEqual([]);
  });
});

test("a shot of any kind that keeps to its model's card has no problem", () => {
  const pick = <T>(values: readonly T[], index: number, other: T): T =>
    values[index % Math.max(1, values.length)] ?? other;
  const cases = MODEL_CARDS.flatMap((card) => card.kinds.map((kind) => ({ card, kind })));
  fc.assert(
    fc.property(fc.constantFrom(...cases), fc.nat(), fc.nat(), ({ card, kind }, one, two) => {
      const make = { video: exampleShot, image: still, edit, reframe }[kind];
      const shot = make({
        model: card.model,
        ...(kind === "edit"
          ? { edit: { strength: "flex_1" } }
          : { aspectRatio: pick(card.aspectRatios, one, "") }),
        ...(kind === "image" ? {} : { resolution: pick(card.resolutions, two, "") }),
        ...(kind === "video" ? { duration: pick(card.durations, one, "") } : {}),
      });
      expect(problemsIn([shot]).filter(({ severity }) => severity === "error")).toEqual([]);
    }),
  );
});

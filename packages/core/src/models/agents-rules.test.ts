import type { Keyframe, Shot } from "@shotlist/manifest";
import { describe, expect, test } from "vitest";
import { exampleShot } from "../testing/example-data.ts";
import { checkShots } from "./check-shots.ts";

const picture: Keyframe = { type: "image", url: "https://shop.example/mug.jpg" };
const clip: Keyframe = { type: "generation", id: "5b1e7d1e-0000-4000-8000-000000000001" };

/** Problems of one shot of `ray-3.2`, each with the field that it stands at. */
function problemsOf(fields: Partial<Shot>): { code: string; field: string; hint: string }[] {
  const shot = exampleShot({ model: "ray-3.2", ...fields });
  const fieldsAsked: string[] = [];
  const problems = checkShots([shot], (_, field = "") => {
    fieldsAsked.push(field);
    return { file: "shots.yaml", line: fieldsAsked.length, column: 1, length: 1 };
  });
  return problems.map(({ code, hint = "", place }) => ({
    code,
    field: fieldsAsked[place.line - 1] ?? "",
    hint,
  }));
}
const codesOf = (fields: Partial<Shot>): string[] => problemsOf(fields).map(({ code }) => code);

describe("what ray-3.2 makes", () => {
  test.each(["360p", "540p", "720p", "1080p"])("%s, for 5s and for 10s", (resolution) => {
    expect(codesOf({ resolution })).toEqual([]);
    expect(codesOf({ resolution, duration: "10s" })).toEqual([]);
  });

  test.each([
    { aspectRatio: "9:21" },
    { resolution: "4k" },
    { duration: "9s" },
    { prompt: "" },
    { prompt: "x".repeat(6001) },
    { concepts: ["orbit_left"] },
  ])("not %o", (fields) => {
    expect(codesOf(fields)).toHaveLength(1);
  });

  test("the nearest duration is named", () => {
    expect(problemsOf({ duration: "9s" })[0]?.hint).toBe("The nearest is 10s. ray-3.2 makes 5s, 10s.");
  });

  test("a prompt is needed beside a picture too, and one character is enough", () => {
    expect(problemsOf({ prompt: "", keyframes: { frame0: picture } })).toMatchObject([
      { code: "prompt-needed", field: "prompt" },
    ]);
    expect(codesOf({ prompt: "x", keyframes: { frame0: picture } })).toEqual([]);
  });
});

describe("10s", () => {
  test.each([
    { frame0: picture },
    { frame1: picture },
    { frame0: picture, frame1: picture },
    { frame0: clip },
  ])("does not go with %o", (keyframes) => {
    expect(problemsOf({ duration: "10s", keyframes })).toMatchObject([
      { code: "duration-with-keyframe", field: "duration", hint: expect.stringContaining("duration: 5s") },
    ]);
    expect(codesOf({ duration: "5s", keyframes })).toEqual([]);
  });

  test("does not go with a loop", () => {
    expect(problemsOf({ duration: "10s", loop: true })).toMatchObject([
      { code: "loop-with-duration", field: "loop", hint: expect.stringContaining("duration: 5s") },
    ]);
  });

  test("a duration that is not offered at all is told once", () => {
    expect(codesOf({ duration: "7s", loop: true, keyframes: { frame0: picture } })).toEqual([
      "duration-not-offered",
    ]);
  });
});

describe("loop", () => {
  test.each([{}, { frame0: picture }, { frame0: clip }])("goes with %o", (keyframes) => {
    expect(codesOf({ loop: true, keyframes })).toEqual([]);
  });

  test.each([{ frame1: picture }, { frame1: clip }, { frame0: picture, frame1: picture }])(
    "does not go with %o",
    (keyframes) => {
      expect(codesOf({ loop: true, keyframes })).toEqual(["loop-not-possible"]);
    },
  );
});

describe("a clip that is continued", () => {
  test.each([
    ["frame1", { frame0: clip, frame1: picture }],
    ["frame0", { frame0: picture, frame1: clip }],
    ["frame1", { frame0: clip, frame1: clip }],
  ] as const)("takes no %s beside it", (name, keyframes) => {
    expect(problemsOf({ keyframes })).toMatchObject([
      { code: "keyframe-beside-clip", field: `keyframes.${name}` },
    ]);
  });

  test("stands alone at either end, and two pictures go together", () => {
    expect(codesOf({ keyframes: { frame0: clip } })).toEqual([]);
    expect(codesOf({ keyframes: { frame1: clip } })).toEqual([]);
    expect(codesOf({ keyframes: { frame0: picture, frame1: picture } })).toEqual([]);
  });
});

describe("a picture's link", () => {
  const problemsAt = (url: string) => problemsOf({ keyframes: { frame0: { type: "image", url } } });

  test("is https, and the https link is offered", () => {
    expect(problemsAt("http://shop.example/mug.jpg")).toEqual([
      {
        code: "keyframe-url-not-https",
        field: "keyframes.frame0",
        hint: "Try https://shop.example/mug.jpg, if the host has it there too.",
      },
    ]);
  });

  test.each([
    "https://localhost/a.jpg",
    "https://nas/a.jpg",
    "https://printer.local/a.jpg",
    "https://127.0.0.1/a.jpg",
    "https://0x7f.1/a.jpg",
    "https://10.2.3.4/a.jpg",
    "https://172.31.0.1/a.jpg",
    "https://192.168.1.9:8443/a.jpg",
    "https://169.254.169.254/latest",
    "https://[::1]/a.jpg",
    "https://[fd00::1]/a.jpg",
    "https://[fe80::1]/a.jpg",
  ])("is public, which %s is not", (url) => {
    expect(problemsAt(url)).toMatchObject([{ code: "keyframe-url-not-public", field: "keyframes.frame0" }]);
  });

  test.each([
    "https://shop.example/a.jpg",
    "https://cdn.shop.example:8443/a.jpg",
    "https://8.8.8.8/a.jpg",
    "https://172.32.0.1/a.jpg",
    "https://[2606:4700::1111]/a.jpg",
    "https://10.example/a.jpg",
  ])("may be %s", (url) => {
    expect(problemsAt(url)).toEqual([]);
  });

  test("of a local file there is none, as files are given to the API", () => {
    const file: Keyframe = { type: "file", path: "img/mug.png", sha256: "00" };
    expect(problemsOf({ keyframes: { frame1: file } })).toEqual([]);
  });
});

test("1080p upright is only warned of, as sources differ", () => {
  const shot = exampleShot({ model: "ray-3.2", resolution: "1080p", aspectRatio: "9:16" });
  const place = { file: "shots.yaml", line: 1, column: 1, length: 1 };
  expect(checkShots([shot], () => place)).toMatchObject([
    { code: "resolution-doubtful", severity: "warning" },
  ]);
  expect(codesOf({ resolution: "1080p", aspectRatio: "1:1" })).toEqual([]);
});

describe("fields that are passed through", () => {
  const withVideo = (video: Shot["extra"][string], fields: Partial<Shot> = {}): string[] =>
    codesOf({ extra: { agents: { video } }, ...fields });

  test("HDR needs 720p or more, 5s, no loop and no clip to continue", () => {
    expect(withVideo({ hdr: true })).toEqual([]);
    expect(withVideo({ hdr: true }, { resolution: "1080p", keyframes: { frame0: picture } })).toEqual([]);
    expect(withVideo({ hdr: true }, { resolution: "540p" })).toEqual(["hdr-not-possible"]);
    expect(withVideo({ hdr: true }, { duration: "10s" })).toEqual(["hdr-not-possible"]);
    expect(withVideo({ hdr: true }, { loop: true })).toEqual(["hdr-not-possible"]);
    expect(withVideo({ hdr: true }, { keyframes: { frame0: clip } })).toEqual(["hdr-not-possible"]);
    expect(withVideo({ hdr: false }, { loop: true })).toEqual([]);
  });

  test("EXR needs HDR", () => {
    expect(withVideo({ exr_export: true })).toEqual(["exr-needs-hdr"]);
    expect(withVideo({ exr_export: true, hdr: true })).toEqual([]);
  });

  test("a list of keyframes excludes start, end and loop", () => {
    const list = { keyframes: [{ url: "https://shop.example/a.jpg" }], keyframe_indexes: [0] };
    expect(withVideo(list, { duration: "10s" })).toEqual([]);
    expect(withVideo(list, { keyframes: { frame0: picture } })).toEqual(["keyframe-list-not-possible"]);
    expect(withVideo(list, { loop: true })).toEqual(["keyframe-list-not-possible"]);
  });

  test("none of these concerns Dream Machine", () => {
    const shot = exampleShot({
      duration: "9s",
      keyframes: { frame0: { type: "image", url: "http://shop.example/a.jpg" }, frame1: clip },
      extra: { agents: { video: { hdr: true, exr_export: true } } },
    });
    const place = { file: "shots.yaml", line: 1, column: 1, length: 1 };
    const codes = checkShots([shot], () => place).map(({ code }) => code);
    expect(codes).toEqual(["model-retiring", "extra-of-other-api"]);
  });
});

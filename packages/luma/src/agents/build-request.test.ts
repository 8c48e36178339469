import { describe, expect, it } from "vitest";
import { makeShot } from "../testing/shots.ts";
import { buildRequest } from "./build-request.ts";

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

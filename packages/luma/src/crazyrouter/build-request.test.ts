import { describe, expect, it } from "vitest";
import { makeShot } from "../testing/shots.ts";
import { buildRequest } from "./build-request.ts";

const shot = (fields: Parameters<typeof makeShot>[0] = {}) =>
  makeShot({ provider: "crazyrouter", prompt: "a lighthouse in fog", ...fields });
const bodyOf = (fields: Parameters<typeof makeShot>[0]) => buildRequest(shot(fields), {}).body;
const picture = (name: string) => ({ type: "image", url: `https://x.example/${name}.jpg` }) as const;

describe("the request of a shot", () => {
  it("is in the gateway's own words, and is not reworded", () => {
    expect(buildRequest(shot(), {})).toEqual({
      path: "/luma/generations",
      body: {
        user_prompt: "a lighthouse in fog",
        model_name: "ray-v2",
        duration: "5",
        resolution: "720p",
        expand_prompt: false,
      },
    });
  });

  it("calls other models what the user calls them", () => {
    expect(bodyOf({ model: "ray-v1" })["model_name"]).toBe("ray-v1");
    expect(bodyOf({ model: "constructor" })["model_name"]).toBe("constructor");
  });

  it("starts from a picture, and ends with one", () => {
    expect(bodyOf({ keyframes: { frame0: picture("a"), frame1: picture("b") } })).toMatchObject({
      image_url: "https://x.example/a.jpg",
      image_end_url: "https://x.example/b.jpg",
    });
    expect(bodyOf({ keyframes: { frame1: picture("b") } })).not.toHaveProperty("image_url");
  });

  it("takes local files and stills by their links only", () => {
    const frame0 = { type: "shot", shot: "mood", still: true } as const;
    const frame1 = { type: "file", path: "end.png", sha256: "aa" } as const;
    const media = {
      links: { frame0: "https://cdn.example/mood.jpg" },
      files: { aa: { kind: "url", url: "https://files.example/aa.png" } },
    } as const;
    const chained = shot({ keyframes: { frame0, frame1 } });
    expect(buildRequest(chained, { frame0: "g-1" }, media).body).toMatchObject({
      image_url: "https://cdn.example/mood.jpg",
      image_end_url: "https://files.example/aa.png",
    });
    const ids = { links: {}, files: { aa: { kind: "id", id: "f-1" } } } as const;
    expect(() => buildRequest(shot({ keyframes: { frame1 } }), {}, ids)).toThrow(
      expect.objectContaining({ code: "luma-link-missing" }),
    );
    expect(() => bodyOf({ keyframes: { frame1 } })).toThrow(
      expect.objectContaining({ code: "luma-keyframe-file" }),
    );
    expect(() => bodyOf({ keyframes: { frame0: { type: "generation", id: "g" } } })).toThrow(
      expect.objectContaining({ code: "luma-link-missing" }),
    );
  });

  it("tells a motion in words", () => {
    const camera = { word: "orbit left", concept: "orbit_left", phrase: "camera orbits to the left" };
    expect(bodyOf({ camera })["user_prompt"]).toBe("a lighthouse in fog, camera orbits to the left");
  });

  it("passes on what it does not know, and lets the gateway reword a prompt only when it is asked to", () => {
    const extra = {
      crazyrouter: { aspect_ratio: "9:16", expand_prompt: true, model_name: "x", image_url: "y" },
    };
    expect(bodyOf({ extra })).toEqual({
      user_prompt: "a lighthouse in fog",
      model_name: "ray-v2",
      duration: "5",
      resolution: "720p",
      aspect_ratio: "9:16",
      expand_prompt: true,
    });
    expect(bodyOf({ extra: { crazyrouter: { expand_prompt: "yes" } } })["expand_prompt"]).toBe(false);
  });
});

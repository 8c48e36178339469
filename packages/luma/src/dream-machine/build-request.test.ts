import { describe, expect, it } from "vitest";
import { makeShot } from "../testing/shots.ts";
import { buildRequest } from "./build-request.ts";

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

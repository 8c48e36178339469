import type { JsonObject } from "@shotlist/manifest";
import { describe, expect, it } from "vitest";
import { requestHash } from "./request-hash.ts";

const hash = (body: JsonObject): string => requestHash({ path: "/generations/video", body });

describe("the hash of a request", () => {
  it("is frozen: a state written by an older release must still match", () => {
    expect(
      hash({ prompt: "Ein Becher, ☕", loop: true, keyframes: { frame0: null }, list: [1, 2.5, "x"] }),
    ).toBe("31643bf055bd3e4ca2158e5efa1a3d0b072766f602eaf756614e92772c3a36bd");
  });

  it("does not depend on the order of fields", () => {
    expect(hash({ a: 1, b: { c: 2, d: 3 } })).toBe(hash({ b: { d: 3, c: 2 }, a: 1 }));
  });

  it("depends on everything else", () => {
    const bodies: JsonObject[] = [{}, { a: 1 }, { a: "1" }, { a: null }, { a: [1] }, { a: [[1]] }, { b: 1 }];
    const hashes = [...bodies.map(hash), requestHash({ path: "/other", body: {} })];
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

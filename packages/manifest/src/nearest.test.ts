import { describe, expect, it } from "vitest";
import { didYouMean, nearest } from "./nearest.ts";

describe("nearest", () => {
  it.each([
    ["retrys", "retries"],
    ["aspect-ratio", "aspect_ratio"],
    ["Promt", "prompt"],
    ["pomrpt", "prompt"],
  ])("of %s is %s", (word, expected) => {
    expect(nearest(word, ["retries", "prompt", "aspect_ratio", "id"])).toBe(expected);
  });

  it("is not looked for where a text is far longer than all candidates", () => {
    const candidates = Array.from({ length: 20_000 }, (_, index) => `shot-${index}`);
    expect(nearest("x".repeat(1_000_000), candidates)).toBeUndefined();
    expect(nearest("shot-19999-", candidates)).toBe("shot-19999");
    expect(nearest("jp", ["j"])).toBe("j");
  });

  it("is nothing for a word that is like none", () => {
    expect(nearest("zebra", ["retries", "prompt", "id"])).toBeUndefined();
    expect(nearest("x", [])).toBeUndefined();
    expect(didYouMean("zebra", ["prompt"])).toBe("");
    expect(didYouMean("promt", ["prompt"])).toBe('Did you mean "prompt"?');
  });
});

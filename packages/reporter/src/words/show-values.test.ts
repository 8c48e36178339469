import { describe, expect, it } from "vitest";
import { countOf, formatBytes, formatSpan } from "./show-values.ts";

describe("formatBytes", () => {
  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1_000, "1.0 kB"],
    [999_499, "999 kB"],
    [999_500, "1.0 MB"],
    [872_000_000, "872 MB"],
    [2_500_000_000_000_000, "2500 TB"],
  ])("writes %d as %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe("formatSpan", () => {
  it.each([
    [400, "0 s"],
    [59_400, "59 s"],
    [59_600, "1 min"],
    [200_000, "3 min 20 s"],
    [3_600_000, "1 h"],
    [3_900_000, "1 h 5 min"],
  ])("writes %d ms as %s", (ms, text) => {
    expect(formatSpan(ms)).toBe(text);
  });
});

describe("countOf", () => {
  it("agrees in number", () => {
    expect([countOf(0, "shot"), countOf(1, "shot"), countOf(5_000, "retry", "retries")]).toEqual([
      "0 shots",
      "1 shot",
      "5,000 retries",
    ]);
  });
});

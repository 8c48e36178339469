import { describe, expect, it } from "vitest";
import { normalizeAspectRatio, normalizeDuration, normalizeResolution } from "./clip-values.ts";

const NORMALIZERS = {
  AspectRatio: normalizeAspectRatio,
  Duration: normalizeDuration,
  Resolution: normalizeResolution,
};

function normalize(kind: string, text: string) {
  return NORMALIZERS[kind as keyof typeof NORMALIZERS](text);
}

describe("clip values", () => {
  it.each([
    ["AspectRatio", "16:9", "16:9"],
    ["AspectRatio", "16x9", "16:9"],
    ["AspectRatio", "9 × 16", "9:16"],
    ["AspectRatio", "21/9", "21:9"],
    ["Duration", "5", "5s"],
    ["Duration", "9 Seconds", "9s"],
    ["Duration", "5.0s", "5s"],
    ["Resolution", "720", "720p"],
    ["Resolution", "1080 P", "1080p"],
    ["Resolution", "4K", "4k"],
  ])("reads the %s %s as %s", (kind, text, value) => {
    expect(normalize(kind, text)).toEqual({ value });
  });

  it.each([
    ["AspectRatio", "16:09:00", "16x9"],
    ["AspectRatio", "16:09", "16x9"],
    ["AspectRatio", "09:16:00", "9x16"],
    ["AspectRatio", "4:03:00 AM", "4x3"],
    ["AspectRatio", "2026-09-16", "date"],
    ["AspectRatio", "16-Sep", "date"],
    ["AspectRatio", "wide", "such as 16:9"],
    ["AspectRatio", "0:9", "such as 16:9"],
    ["Duration", "00:00:05", "5s"],
    ["Duration", "0", "such as 5s"],
    ["Duration", "long", "such as 5s"],
    ["Resolution", "1280x720", "720p"],
  ])("answers the %s %s with a hint at %s", (kind, text, hint) => {
    expect(normalize(kind, text)).toEqual({ hint: expect.stringContaining(hint) });
  });
});

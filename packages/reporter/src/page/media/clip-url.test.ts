import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clipUrl } from "./clip-url.ts";

describe("clipUrl", () => {
  it.each([
    ["../renders", "mug-orbit@16x9/take-1.mp4", "../renders/mug-orbit%4016x9/take-1.mp4"],
    ["../renders/", "a b/é?.mp4", "../renders/a%20b/%C3%A9%3F.mp4"],
    ["", "take.mp4", "./take.mp4"],
    [".", "javascript:alert(1)", "./javascript%3Aalert(1)"],
    ["../renders", "//evil.example/x.mp4", "../renders/evil.example/x.mp4"],
    ["../renders", "100%#1.mp4", "../renders/100%25%231.mp4"],
  ])("joins %s and %s", (base, file, url) => {
    expect(clipUrl(base, file)).toBe(url);
  });

  it.each(["../x.mp4", "a/../../x.mp4", "", "/"])("gives no address for %s", (file) => {
    expect(clipUrl("../renders", file)).toBeNull();
  });

  it("never leaves the output folder, whatever the file is called", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (file) => {
        const url = clipUrl("../renders", file);
        if (url === null) return;
        const resolved = new URL(url, "file:///runs/spring/report/index.html");
        expect(resolved.href.startsWith("file:///runs/spring/renders/")).toBe(true);
        expect(resolved.search + resolved.hash).toBe("");
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BEGINNINGS } from "../testing/media-files.ts";
import { EXTENSIONS, isVideo, type MediaType, mediaTypeOf } from "./media-kind.ts";

const KINDS = Object.keys(EXTENSIONS) as MediaType[];

describe("the kind of a file", () => {
  it.each(KINDS)("%s is known by its first bytes, whatever follows", (type) => {
    fc.assert(
      fc.property(fc.uint8Array(), (rest) => {
        expect(mediaTypeOf(new Uint8Array([...BEGINNINGS[type], ...rest]))).toBe(type);
      }),
    );
    expect(isVideo(type)).toBe(type.startsWith("video/"));
  });

  it.each([
    ["an AVIF", "\0\0\0\x20ftypavif"],
    ["a HEIC", "\0\0\0\x18ftypheic"],
    ["a WebM", "\x1aE\xdf\xa3\0\0\0\0\0\0\0\0"],
    ["an SVG", '<svg xmlns="http://www.w3.org/2000/svg">'],
    ["a WAV", "RIFF\0\0\0\0WAVEfmt "],
    ["text", "a picture of a mug"],
    ["nothing", ""],
    ["a box without a brand", "\0\0\0\x18ftyp"],
    ["a GIF of no version", "GIF88a"],
  ])("%s is none", (_, text) => {
    expect(mediaTypeOf(Buffer.from(text, "latin1"))).toBeUndefined();
  });

  it("an old QuickTime file begins with its data", () => {
    expect(mediaTypeOf(Buffer.from("\0\0\0\x08wide\0\0\0\0mdat", "latin1"))).toBe("video/quicktime");
  });

  it("a file that is cut inside its beginning is of no kind, and nothing throws", () => {
    for (const type of KINDS) {
      const beginning = new Uint8Array(BEGINNINGS[type]);
      expect(mediaTypeOf(beginning.subarray(0, 2))).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (content) => {
        const type = mediaTypeOf(content);
        expect(type === undefined || KINDS.includes(type)).toBe(true);
      }),
    );
  });
});

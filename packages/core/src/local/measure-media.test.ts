import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mp4Box, mp4WideBox, sampleMp4 } from "../testing/sample-mp4.ts";
import { samplePng } from "../testing/sample-png.ts";
import { measureMedia } from "./measure-media.ts";

describe("a local file says", () => {
  test("of a video its size and length, to a tenth of a second", async () => {
    const clip = sampleMp4({ durationS: 121 / 24, width: 1920, height: 1080 });
    expect(await measureMedia(clip)).toEqual({ kind: "video", width: 1920, height: 1080, seconds: 5 });
    expect(await measureMedia(sampleMp4({ durationS: 7.26, version: 1 }))).toMatchObject({ seconds: 7.3 });
  });

  test("of a video with its boxes in any order, and in another buffer, the same", async () => {
    const clip = sampleMp4({ durationS: 9 });
    const shifted = new Uint8Array(clip.length + 7);
    shifted.set(clip, 7);
    expect(await measureMedia(shifted.subarray(7))).toEqual(await measureMedia(clip));
    const wide = Buffer.concat([
      mp4Box("free"),
      mp4WideBox("mdat", Buffer.alloc(50)),
      clip.subarray(clip.indexOf("moov") - 4),
    ]);
    expect(await measureMedia(wide)).toMatchObject({ kind: "video", seconds: 9 });
  });

  test("of a picture its size", async () => {
    expect(await measureMedia(samplePng({ width: 300, height: 200 }))).toEqual({
      kind: "picture",
      width: 300,
      height: 200,
    });
  });

  test("of what Luma does not read that it is neither, and nothing of what is broken", async () => {
    expect(await measureMedia(new Uint8Array())).toEqual({ kind: "other" });
    expect(await measureMedia(Buffer.from("id,prompt\na,b\n"))).toEqual({ kind: "other" });
    const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
    expect(await measureMedia(Buffer.from(drawing))).toEqual({ kind: "other" });
    expect(await measureMedia(samplePng().subarray(0, 12))).toEqual({});
    expect(await measureMedia(sampleMp4({ handler: "soun" }))).toEqual({});
    const whole = fc.constantFrom(sampleMp4(), samplePng());
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 64 }), cutOff(whole)), async (content) => {
        const facts = await measureMedia(content);
        expect(facts.kind === undefined || facts.kind === "other" || (facts.width ?? 0) > 0).toBe(true);
      }),
    );
  });
});

function cutOff(files: fc.Arbitrary<Buffer>): fc.Arbitrary<Uint8Array> {
  return fc.tuple(files, fc.nat()).map(([file, at]) => file.subarray(0, at % file.length));
}

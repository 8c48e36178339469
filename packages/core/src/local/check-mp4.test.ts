import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mp4Box, mp4Moov, mp4WideBox, sampleMp4 } from "../testing/sample-mp4.ts";
import { checkMp4, type Mp4Check } from "./check-mp4.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "shotlist-mp4-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function check(content: Buffer): Promise<Mp4Check> {
  const file = join(folder, "clip.mp4");
  await writeFile(file, content);
  return checkMp4(file);
}

const ftyp = mp4Box("ftyp", Buffer.from("isom"));
const mdat = mp4Box("mdat", Buffer.alloc(100, 7));

describe("a whole clip", () => {
  test("tells its size and length, in either box version", async () => {
    const film = { width: 1080, height: 1920, durationS: 9.042 };
    expect(await check(sampleMp4(film))).toEqual({ ok: true, ...film });
    expect(await check(sampleMp4({ ...film, version: 1 }))).toEqual({ ok: true, ...film });
  });

  test("may have its pictures last, in a 64-bit box or in one that runs to the end", async () => {
    expect(await check(Buffer.concat([ftyp, mp4Moov(), mp4WideBox("mdat", Buffer.alloc(50))]))).toMatchObject(
      {
        ok: true,
      },
    );
    const open = Buffer.from(mdat);
    open.writeUInt32BE(0, 0);
    expect(await check(Buffer.concat([ftyp, mp4Moov(), open]))).toMatchObject({ ok: true });
  });

  test("takes its size from the pictures when the sound comes first", async () => {
    const sound = mp4Moov({ width: 0, height: 0, handler: "soun" }).subarray(8);
    const both = mp4Box("moov", sound, mp4Moov({ width: 640, height: 360 }).subarray(8 + 108));
    expect(await check(Buffer.concat([ftyp, mdat, both]))).toMatchObject({
      ok: true,
      width: 640,
      height: 360,
    });
  });

  test("in fragments tells its length in the extension header", async () => {
    const mehd = Buffer.alloc(8);
    mehd.writeUInt32BE(4_500, 4);
    const header = mp4Moov({ durationS: 0 }).subarray(8);
    const moov = mp4Box("moov", header, mp4Box("mvex", mp4Box("mehd", mehd)));
    expect(await check(Buffer.concat([ftyp, moov, mp4Box("moof"), mdat]))).toMatchObject({ durationS: 4.5 });
  });
});

describe("what is not a whole clip", () => {
  test.each([
    ["an empty file", Buffer.alloc(0), "it is empty"],
    ["a web page", Buffer.from("<!doctype html><title>Not found</title>"), "ftyp|no box|cut off|impossible"],
    ["a clip without pictures", Buffer.concat([ftyp, mp4Moov()]), "it has no mdat box"],
    ["a clip without description", Buffer.concat([ftyp, mdat]), "it has no moov box"],
    ["bytes after the last box", Buffer.concat([sampleMp4(), Buffer.alloc(5)]), "cut off"],
    ["zeros after the last box", Buffer.concat([sampleMp4(), Buffer.alloc(16)]), "there is no box at byte"],
    ["sound alone", Buffer.concat([ftyp, mdat, mp4Moov({ handler: "soun" })]), "no video track"],
    ["a picture without size", sampleMp4({ width: 0 }), "no video track"],
    ["a film without length", sampleMp4({ durationS: 0 }), "no length"],
    ["an empty description", Buffer.concat([ftyp, mdat, mp4Box("moov")]), "no video track"],
    ["a damaged description", Buffer.concat([ftyp, mdat, mp4Box("moov", Buffer.alloc(20, 0xff))]), "damaged"],
    [
      "a description with a cut header",
      Buffer.concat([ftyp, mdat, mp4Box("moov", mp4Moov().subarray(8), mp4Box("trak", mp4Box("tkhd")))]),
      "",
    ],
  ])("%s", async (_, content, reason) => {
    const result = await check(content);
    if (reason === "") return expect(result).toMatchObject({ ok: true });
    expect(result).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
  });

  test("a clip that is cut anywhere", async () => {
    const whole = sampleMp4({ mediaBytes: 300 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (bytes) => {
        expect((await check(whole.subarray(0, bytes))).ok).toBe(false);
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  test("random damage is answered, never thrown", async () => {
    const whole = sampleMp4({ mediaBytes: 64 });
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, byte) => {
        const hit = Buffer.from(whole);
        hit[at] = byte;
        expect(typeof (await check(hit)).ok).toBe("boolean");
      }),
      { numRuns: 200, seed: 5 },
    );
  });
});

import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { markAiPicture } from "./mark-ai-picture.ts";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const JFIF = Buffer.from("ffd8ffe000104a46494600010100000100010000ffdb0003000000ffd9", "hex");
const WORD = "digitalsourcetype/trainedAlgorithmicMedia";

/** The chunks of a PNG, each with its checksum tested. */
function chunksOf(picture: Buffer): readonly string[] {
  const names: string[] = [];
  for (let at = 8; at < picture.length; ) {
    const length = picture.readUInt32BE(at);
    const body = picture.subarray(at + 4, at + 8 + length);
    expect(picture.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    names.push(body.toString("latin1", 0, 4));
    at += 12 + length;
  }
  return names;
}

test("a PNG says it in a sound chunk behind its header", () => {
  const marked = markAiPicture(PNG);
  expect(chunksOf(PNG)).toEqual(["IHDR", "IDAT", "IEND"]);
  expect(chunksOf(marked)).toEqual(["IHDR", "iTXt", "IDAT", "IEND"]);
  expect(marked.includes(WORD)).toBe(true);
});

test("a JPEG says it in a segment behind JFIF's, or in the first one", () => {
  const marked = markAiPicture(JFIF);
  expect(marked.subarray(0, 20)).toEqual(JFIF.subarray(0, 20));
  expect(marked.readUInt16BE(20)).toBe(0xffe1);
  const end = 22 + marked.readUInt16BE(22);
  expect(marked.subarray(20, end).includes(WORD)).toBe(true);
  expect(marked.subarray(end)).toEqual(JFIF.subarray(20));
  const bare = Buffer.from("ffd8ffdb0003000000ffd9", "hex");
  expect(markAiPicture(bare).readUInt16BE(2)).toBe(0xffe1);
});

test("what is marked already, or no picture that is known, stays as it is", () => {
  const marked = markAiPicture(PNG);
  expect(markAiPicture(marked)).toBe(marked);
  for (const other of [Buffer.from("RIFF0000WEBP"), Buffer.alloc(0), Buffer.from("\xff\xd8\xff", "latin1")]) {
    expect(() => markAiPicture(other)).not.toThrow();
  }
  const webp = Buffer.from("RIFF0000WEBP");
  expect(markAiPicture(webp)).toBe(webp);
});

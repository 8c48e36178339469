import { createHash } from "node:crypto";
import type { LocalMedia } from "@shotlist/core";
import type { MediaType } from "../media/media-kind.ts";

/** How files of each kind that is taken begin. */
export const BEGINNINGS: Readonly<Record<MediaType, readonly number[]>> = {
  "image/jpeg": [0xff, 0xd8, 0xff, 0xe0],
  "image/png": [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  "image/webp": [...Buffer.from("RIFF\0\0\0\0WEBPVP8 ")],
  "image/gif": [...Buffer.from("GIF89a")],
  "video/mp4": [0, 0, 0, 24, ...Buffer.from("ftypisom")],
  "video/quicktime": [0, 0, 0, 20, ...Buffer.from("ftypqt  ")],
};

/** A local file of a kind and a length, whose bytes are those of its kind only at the start. */
export function mediaFile(mediaType: MediaType, bytes: number, fields: Partial<LocalMedia> = {}): LocalMedia {
  const content = new Uint8Array(bytes).fill(7);
  content.set(BEGINNINGS[mediaType].slice(0, bytes));
  return { path: "shots/mug.png", sha256: sha256Of(content), content, ...fields };
}

function sha256Of(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

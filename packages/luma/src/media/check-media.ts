import { createHash } from "node:crypto";
import type { Failure, LocalMedia } from "@shotlist/core";
import { isVideo, type MediaType, mediaTypeOf } from "./media-kind.ts";

/** The largest files that are taken, in bytes. */
export interface MediaLimits {
  readonly imageBytes: number;
  readonly videoBytes: number;
}

/** What a local file is, or why it cannot be given to the API. */
export type MediaCheck =
  | { readonly kind: "fit"; readonly mediaType: MediaType }
  | { readonly kind: "unfit"; readonly failure: Failure };

const MIB = 1024 * 1024;

/**
 * Looks at a local file before anything is sent: is it the content that the shot was read with, of a kind that
 * Luma reads, and not too large? The kind is told by the bytes, since names lie.
 */
export function checkMedia(file: LocalMedia, limits: MediaLimits): MediaCheck {
  const { content, path } = file;
  if (createHash("sha256").update(content).digest("hex") !== file.sha256.toLowerCase()) {
    return unfit("file-changed", `${path} has changed since the manifest was read.`);
  }
  const mediaType = mediaTypeOf(content);
  if (mediaType === undefined) {
    return unfit(
      "unsupported-media-type",
      `${path} is no JPEG, PNG, WebP or GIF picture and no MP4 or MOV clip.`,
    );
  }
  const limit = isVideo(mediaType) ? limits.videoBytes : limits.imageBytes;
  if (content.byteLength <= limit) return { kind: "fit", mediaType };
  const size = Math.ceil(content.byteLength / MIB);
  return unfit("media-too-large", `${path} has ${size} MB; at most ${Math.floor(limit / MIB)} MB are taken.`);
}

function unfit(code: string, message: string): MediaCheck {
  return { kind: "unfit", failure: { category: "permanent", code, message, refund: "refunded" } };
}

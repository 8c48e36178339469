/** What a file's first bytes show it to be, in the words of HTTP. */
export type MediaType =
  | "image/jpeg"
  | "image/png"
  | "image/webp"
  | "image/gif"
  | "video/mp4"
  | "video/quicktime";

/** How a stored file's name ends. */
export const EXTENSIONS: Readonly<Record<MediaType, string>> = {
  "image/jpeg": ".jpg",
  "image/png": ".png",
  "image/webp": ".webp",
  "image/gif": ".gif",
  "video/mp4": ".mp4",
  "video/quicktime": ".mov",
};

/** Brands of ISO files that are pictures, such as AVIF and HEIC. */
const PICTURE_BRANDS = /^(avif|avis|hei[cmsx]|hev[cmsx]|mif[12]|msf1|jxl )$/;
/** Boxes that old QuickTime files begin with, which have no brand. */
const QUICKTIME_BOXES = new Set(["moov", "mdat", "wide", "free", "skip", "pnot"]);

/**
 * Tells the kinds of files that Luma reads by their first bytes, whatever they are called.
 *
 * @returns undefined for anything else, such as AVIF, HEIC, SVG, WebM or text.
 */
export function mediaTypeOf(content: Uint8Array): MediaType | undefined {
  if (startsWith(content, [0xff, 0xd8, 0xff])) return "image/jpeg";
  if (startsWith(content, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return "image/png";
  const [first, second, third] = [textAt(content, 0), textAt(content, 4), textAt(content, 8)];
  if (first === "RIFF" && third === "WEBP") return "image/webp";
  if (/^GIF8[79]a/.test(first + second)) return "image/gif";
  if (second === "ftyp") {
    if (third === "qt  ") return "video/quicktime";
    return /^[ -~]{4}$/.test(third) && !PICTURE_BRANDS.test(third) ? "video/mp4" : undefined;
  }
  return QUICKTIME_BOXES.has(second) ? "video/quicktime" : undefined;
}

/** Whether it is a clip, not a picture. */
export function isVideo(type: MediaType): boolean {
  return type.startsWith("video/");
}

function startsWith(content: Uint8Array, bytes: readonly number[]): boolean {
  return content.length >= bytes.length && bytes.every((byte, at) => content[at] === byte);
}

/** Four bytes as text; what is no ASCII is taken for nothing known. */
function textAt(content: Uint8Array, at: number): string {
  return String.fromCharCode(...content.subarray(at, at + 4));
}

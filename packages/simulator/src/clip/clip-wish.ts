/** Width and height in pixels. */
export interface PixelSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** File format of a still. */
type StillFormat = "png" | "jpeg";

/** What a request wants to see, in words that are no dialect's: enough to paint it, and to say what it is. */
export interface ClipWish {
  readonly medium: "video" | "image";
  readonly prompt: string;
  /** Width to height, such as `16:9`. */
  readonly aspectRatio: string;
  readonly resolution: string;
  /** Length of the clip; 0 for a still. */
  readonly seconds: number;
  readonly loops: boolean;
  /** Words that describe the camera, besides the prompt. */
  readonly concepts?: readonly string[];
  /** Of a still; PNG where it is left out. */
  readonly format?: StillFormat;
  /** High dynamic range. */
  readonly isHdr?: boolean;
  /** Frames as EXR come beside the clip. */
  readonly hasExr?: boolean;
  /** The pixels of the real thing, where they follow neither from the ratio nor from the resolution. */
  readonly sizePx?: PixelSize;
  /** The picture that it comes from: its URL, or the fingerprint of its bytes. */
  readonly startImage?: string;
  /** The generation that it comes from. */
  readonly continues?: string;
}

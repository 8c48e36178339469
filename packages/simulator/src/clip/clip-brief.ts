import { createHash } from "node:crypto";
import type { SimulatedGeneration } from "../book/generation.ts";
import { withoutMarkers } from "../faults/prompt-marker.ts";
import type { ClipWish, PixelSize } from "./clip-wish.ts";

/** How the camera moves. */
export type CameraMove = "orbit" | "pan" | "push-in" | "pull-out" | "tilt" | "static";

/** All that decides what a clip shows. Equal briefs give equal pictures, byte for byte. */
export interface ClipBrief {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly framesPerSecond: number;
  readonly seconds: number;
  /**
   * The pictures are painted and encoded for this part of the clip only, and shown so often. Above 1 only
   * where the motion comes back to where it began.
   */
  readonly repeats: number;
  /** The last frame leads into the first. */
  readonly loops: boolean;
  readonly move: CameraMove;
  /** Decides colours, and the form of the product where `form` does not. */
  readonly look: number;
  /** The product's form, where the words of the prompt name one. */
  readonly form?: number;
  /** Lines at the foot of the picture, each cut to its width. */
  readonly caption: readonly string[];
  /** A start image was given: a corner of the picture says so. */
  readonly hasStartImage: boolean;
}

/** Height of a landscape picture by resolution; 4k is made as 1080p, which is slow enough. */
const FULL_HEIGHT: Readonly<Record<string, number>> = {
  "360p": 360,
  "540p": 540,
  "720p": 720,
  "1080p": 1080,
  "4k": 1080,
};

/** Pixels of a small picture: 320 × 180, whatever the shape. */
const SMALL_AREA = 320 * 180;

/** How clips are made. */
export interface ClipStyle {
  readonly scale: "small" | "full";
  readonly variety: "each" | "shared";
  /** Finds what a generation continues, deleted or not, so that the clips of a chain look alike. */
  readonly find: (id: string) => SimulatedGeneration | undefined;
}

/** What the clip of a generation shows. */
export function briefOf(generation: SimulatedGeneration, options: ClipStyle): ClipBrief {
  const { wish } = generation;
  const { seconds, loops } = wish;
  const prompt = withoutMarkers(wish.prompt);
  const isShared = options.variety === "shared";
  const move = isShared ? "orbit" : moveOf(prompt, wish.concepts ?? []);
  return {
    ...sizeOf(wish, options.scale),
    framesPerSecond: options.scale === "small" ? 12 : 24,
    seconds: Math.max(1, seconds),
    repeats: loops || move === "orbit" ? (seconds > 5 ? 3 : 2) : 1,
    loops,
    move,
    ...(isShared ? {} : formOf(prompt)),
    look: isShared ? 0 : lookOf(subjectOf(generation, options.find), generation.id),
    caption: isShared ? [] : [prompt, `${generation.id.slice(0, 8)}  ${move}`].filter((line) => line !== ""),
    hasStartImage: wish.startImage !== undefined,
  };
}

/** The size of a picture of the asked shape; the encoder needs even sides. */
function sizeOf(wish: ClipWish, scale: "small" | "full"): PixelSize {
  const [wide, high] = shapeOf(wish);
  const even = (length: number): number => Math.round(length / 2) * 2;
  if (scale === "small") {
    const unit = Math.sqrt(SMALL_AREA / (wide * high));
    return { widthPx: even(wide * unit), heightPx: even(high * unit) };
  }
  if (wish.sizePx !== undefined)
    return { widthPx: even(wish.sizePx.widthPx), heightPx: even(wish.sizePx.heightPx) };
  const short = FULL_HEIGHT[wish.resolution] ?? 720;
  const unit = short / Math.min(wide, high);
  return { widthPx: even(wide * unit), heightPx: even(high * unit) };
}

function shapeOf({ sizePx, aspectRatio }: ClipWish): readonly [number, number] {
  if (sizePx !== undefined) return [sizePx.widthPx, sizePx.heightPx];
  const [, wide, high] = /^(\d+):(\d+)$/.exec(aspectRatio) ?? [];
  return Number(wide) > 0 && Number(high) > 0 ? [Number(wide), Number(high)] : [16, 9];
}

function moveOf(prompt: string, concepts: readonly string[]): CameraMove {
  const words = `${concepts.join(" ")} ${prompt}`.toLowerCase().replaceAll("_", " ");
  if (/\b(orbit\w*|rotat\w*|spin\w*|turntable|circl\w*|revolv\w*)\b/.test(words)) return "orbit";
  if (/\b(pan|pans|panning|truck\w*|track\w*|slid\w*)\b/.test(words)) return "pan";
  if (/\b(zoom(s|ing)? out|pull\w*( out| back)?|dolly out)\b/.test(words)) return "pull-out";
  if (/\b(zoom\w*|push\w*|dolly\w*|close in)\b/.test(words)) return "push-in";
  if (/\b(tilt\w*|crane\w*|pedestal\w*)\b/.test(words)) return "tilt";
  return /\b(static|still|locked|tripod)\b/.test(words) ? "static" : "orbit";
}

/** Words that name a form; the order is that of the forms in `product.ts`. */
const FORM_WORDS: readonly RegExp[] = [
  /\b(bottle|perfume|oil|serum|shampoo|wine|sauce)s?\b/i,
  /\b(jar|cream|candle|tin|canister|balm)s?\b/i,
  /\b(vase|pot|planter|pitcher|jug)s?\b/i,
  /\b(ball|globe|ornament|sphere|bead)s?\b/i,
  /\b(mug|cup|tumbler|bowl|bucket|basket)s?\b/i,
  /\b(lamp|lampshade)s?\b/i,
];

function formOf(prompt: string): { readonly form?: number } {
  const form = FORM_WORDS.findIndex((words) => words.test(prompt));
  return form === -1 ? {} : { form };
}

/** Shots from the same picture resemble each other in colour; takes of one shot differ a little. */
function lookOf(subject: string, id: string): number {
  const subjectHash = createHash("sha256").update(subject).digest();
  const takeHash = createHash("sha256").update(id).digest();
  return subjectHash.readUInt16BE(0) * 256 + takeHash.readUInt8(0);
}

/** What a clip is of: its start image, what it continues, or its words. */
function subjectOf(generation: SimulatedGeneration, find: ClipStyle["find"]): string {
  const { startImage, continues, prompt } = generation.wish;
  if (startImage !== undefined) return startImage;
  const upstream = continues === undefined ? undefined : find(continues);
  if (upstream !== undefined) return subjectOf(upstream, find);
  return withoutMarkers(prompt);
}

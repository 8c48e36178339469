import { createBackdrop } from "./backdrop.ts";
import { createOverlay } from "./caption.ts";
import type { CameraMove, ClipBrief } from "./clip-brief.ts";
import { lookFor } from "./look.ts";
import { createPicture, type Picture, smoothStep } from "./picture.ts";
import { drawProduct } from "./product.ts";

/** A small studio: a product on a floor before a wall, and a camera that moves. */
export interface Scene {
  /** How many pictures are to be painted; the clip shows them all `repeats` times. */
  readonly frames: number;
  /** Paints one picture; the same memory is used for the next. */
  paint(frame: number): Picture;
}

/** Where the camera is. Shifts are shares of the picture's sides. */
interface Camera {
  readonly turn: number;
  readonly shiftX: number;
  readonly shiftY: number;
  readonly scale: number;
  readonly lamp: number;
}

/** Sets a scene. Where pictures repeat, the one after the last would be the first. */
export async function createScene(brief: ClipBrief): Promise<Scene> {
  const { widthPx, heightPx } = brief;
  const look = lookFor(brief.look, brief.form);
  const backdrop = await createBackdrop(look, widthPx, heightPx);
  const drawOverlay = createOverlay(brief);
  const picture = createPicture(widthPx, heightPx);
  const frames = (brief.seconds * brief.framesPerSecond) / brief.repeats;
  const height = Math.min(heightPx * 0.62, widthPx * 0.9);
  return {
    frames,
    paint: (frame) => {
      const camera = brief.loops
        ? loopingCamera(brief.move, frame / frames)
        : travellingCamera(brief.move, frame / (frames - 1));
      backdrop.copyTo(picture, camera.shiftX * 0.5, camera.shiftY * 0.5);
      drawProduct(picture, look, {
        x: widthPx * (0.5 - camera.shiftX),
        footY: heightPx * (0.78 - camera.shiftY + (camera.scale - 1) * 0.12),
        heightPx: height * camera.scale,
        turn: camera.turn,
        lamp: camera.lamp,
      });
      drawOverlay(picture);
      return picture;
    },
  };
}

const STILL: Camera = { turn: 0, shiftX: 0, shiftY: 0, scale: 1, lamp: 1 };

/** A move that goes somewhere: `progress` from 0 to 1. */
function travellingCamera(move: CameraMove, progress: number): Camera {
  const eased = 0.3 * progress + 0.7 * smoothStep(0, 1, progress);
  const drift = { ...STILL, turn: 0.5 * (eased - 0.5) };
  switch (move) {
    case "orbit":
      return { ...STILL, turn: Math.PI * progress };
    case "pan":
      return { ...drift, shiftX: 0.36 * (eased - 0.5) };
    case "push-in":
      return { ...drift, scale: 0.8 + 0.42 * eased };
    case "pull-out":
      return { ...drift, scale: 1.22 - 0.42 * eased };
    case "tilt":
      return { ...drift, shiftY: 0.2 * (0.5 - eased) };
    case "static":
      return { ...STILL, lamp: 0.9 + 0.14 * eased };
  }
}

/** A move that comes back: `phase` from 0 to, but not including, 1. Half a turn shows the product as at first. */
function loopingCamera(move: CameraMove, phase: number): Camera {
  const swing = Math.sin(2 * Math.PI * phase);
  const there = (1 - Math.cos(2 * Math.PI * phase)) / 2;
  const drift = { ...STILL, turn: 0.25 * swing };
  switch (move) {
    case "orbit":
      return { ...STILL, turn: Math.PI * phase };
    case "pan":
      return { ...drift, shiftX: 0.16 * swing };
    case "push-in":
      return { ...drift, scale: 0.86 + 0.3 * there };
    case "pull-out":
      return { ...drift, scale: 1.16 - 0.3 * there };
    case "tilt":
      return { ...drift, shiftY: 0.09 * swing };
    case "static":
      return { ...STILL, lamp: 0.9 + 0.14 * there };
  }
}

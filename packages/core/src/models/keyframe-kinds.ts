import type { Keyframe, Shot } from "@shotlist/manifest";

/** The keyframes that a shot has, start first, with their names. */
export function framesOf(shot: Shot): readonly (readonly ["frame0" | "frame1", Keyframe])[] {
  const { frame0, frame1 } = shot.keyframes;
  return [
    ...(frame0 === undefined ? [] : [["frame0", frame0] as const]),
    ...(frame1 === undefined ? [] : [["frame1", frame1] as const]),
  ];
}

/** Whether a keyframe is a picture, on the web or on disk. */
export function isPicture(frame: Keyframe | undefined): boolean {
  return frame?.type === "image" || frame?.type === "file";
}

/** Whether a keyframe is another generation, named by its shot or by its id. */
export function isClip(frame: Keyframe | undefined): boolean {
  return frame?.type === "generation" || frame?.type === "shot";
}

/** A keyframe in words: `a picture` or `another clip`. */
export function frameWords(frame: Keyframe): string {
  return isPicture(frame) ? "a picture" : "another clip";
}

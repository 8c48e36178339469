import {
  type InputName,
  inputField,
  inputsOf,
  type Keyframe,
  type Media,
  type Shot,
} from "@shotlist/manifest";

/** The keyframes that a shot has, start first, with their names. */
export function framesOf(shot: Shot): readonly (readonly ["frame0" | "frame1", Keyframe])[] {
  const { frame0, frame1 } = shot.keyframes;
  return [
    ...(frame0 === undefined ? [] : [["frame0", frame0] as const]),
    ...(frame1 === undefined ? [] : [["frame1", frame1] as const]),
  ];
}

/** Whether it is a picture for certain: on the web, on disk, or the still of another shot. */
export function isPicture(media: Media | undefined): boolean {
  if (media?.type === "shot") return media.still === true;
  return media?.type === "image" || media?.type === "file";
}

/** Whether a keyframe is another generation's clip, named by its shot or by its id. */
export function isClip(frame: Media | undefined): boolean {
  return frame?.type === "generation" || (frame?.type === "shot" && frame.still !== true);
}

/** A keyframe in words: `a picture` or `another clip`. */
export function frameWords(frame: Keyframe): string {
  return isPicture(frame) ? "a picture" : "another clip";
}

/** What a shot is made from, each with the field that it stands in. */
export function namedInputsOf(
  shot: Shot,
): readonly { readonly name: InputName; readonly field: string; readonly media: Media }[] {
  return inputsOf(shot).map(([name, media]) => ({ name, field: inputField(name), media }));
}

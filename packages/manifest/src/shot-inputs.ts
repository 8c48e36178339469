import type { Media, Shot } from "./shot.ts";

/** The place of a clip or picture in the shot that is made from it. */
export type InputName = "frame0" | "frame1" | "source" | `guide${number}` | `reference${number}`;

/** Something for each input of a shot that has it. */
export interface ByInput<T> {
  readonly frame0?: T;
  readonly frame1?: T;
  readonly source?: T;
  readonly [guide: `guide${number}`]: T;
  readonly [reference: `reference${number}`]: T;
}

/** What of a shot its inputs are read from. */
export type ShotInputs = Pick<Shot, "keyframes" | "guides" | "source" | "image">;

/** A clip or picture that a shot is made from, with its place. */
export type ShotInput = readonly [name: InputName, media: Media];

const NONE: readonly ShotInput[] = [];

/** Everything that a shot is made from, always in the same order: frames, source, guides, references. */
export function inputsOf({ keyframes, guides, source, image }: ShotInputs): readonly ShotInput[] {
  const { frame0, frame1 } = keyframes;
  const plain = source === undefined && guides === undefined && image === undefined;
  if (plain && frame0 === undefined && frame1 === undefined) return NONE;
  const inputs: ShotInput[] = [];
  if (frame0 !== undefined) inputs.push(["frame0", frame0]);
  if (frame1 !== undefined) inputs.push(["frame1", frame1]);
  if (source !== undefined) inputs.push(["source", source]);
  for (const [index, { media }] of (guides ?? []).entries()) inputs.push([`guide${index}`, media]);
  for (const [index, { media }] of (image?.references ?? []).entries())
    inputs.push([`reference${index}`, media]);
  return inputs;
}

/** The field of the manifest in which an input stands, such as `keyframes.frame0` or `references`. */
export function inputField(name: InputName): string {
  if (name === "frame0" || name === "frame1") return `keyframes.${name}`;
  if (name === "source") return name;
  return name.startsWith("guide") ? "keyframes" : "references";
}

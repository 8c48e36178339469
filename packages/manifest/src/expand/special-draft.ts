import type { EditOptions, FramePosition, ImageOptions } from "../shot.ts";
import type { InputName } from "../shot-inputs.ts";
import type { Located } from "../source/located.ts";
import type { KeyframeDraft } from "./keyframe-form.ts";
import type { KindWord } from "./kind-fields.ts";

/** What a video that a shot is made from is, after its templates. */
export type SourceDraft =
  | Exclude<KeyframeDraft, { readonly type: "image" }>
  | { readonly type: "video"; readonly url: string };

/** Anything that a shot is made from, before files are read and shots looked up. */
export type MediaDraft = KeyframeDraft | SourceDraft;

/** A picture in a list, with the item that it stands in. */
interface ListedDraft {
  readonly media: KeyframeDraft;
  readonly node: Located;
}

/** A picture that the clip passes through. */
export interface GuideDraft extends ListedDraft {
  /** Frame on a grid of 24 frames a second. */
  readonly at: number;
}

/** A picture that a still is led by. */
export interface ReferenceDraft extends ListedDraft {
  readonly weight?: number;
}

/** What a clip says beyond what plain videos have. */
export interface SpecialDraft {
  readonly kind: KindWord;
  /** Of an edit or a reframe. */
  readonly source?: SourceDraft;
  readonly sourceS?: number;
  /** Ascending by `at`. */
  readonly guides?: readonly GuideDraft[];
  readonly edit?: EditOptions;
  readonly position?: FramePosition;
  readonly references?: readonly ReferenceDraft[];
  readonly format?: ImageOptions["format"];
  readonly style?: string;
  readonly webSearch?: boolean;
  readonly hdr?: boolean;
  readonly exr?: boolean;
}

/** What of a draft its inputs are read from. */
interface DraftInputs {
  readonly frame0?: KeyframeDraft;
  readonly frame1?: KeyframeDraft;
  readonly special?: SpecialDraft;
}

const NONE: readonly (readonly [InputName, MediaDraft])[] = [];

/** Everything that a draft is made from with its place, in the order of `inputsOf`. */
export function draftInputsOf({
  frame0,
  frame1,
  special,
}: DraftInputs): readonly (readonly [InputName, MediaDraft])[] {
  if (special === undefined && frame0 === undefined && frame1 === undefined) return NONE;
  const inputs: (readonly [InputName, MediaDraft])[] = [];
  if (frame0 !== undefined) inputs.push(["frame0", frame0]);
  if (frame1 !== undefined) inputs.push(["frame1", frame1]);
  if (special?.source !== undefined) inputs.push(["source", special.source]);
  for (const [index, { media }] of (special?.guides ?? []).entries()) inputs.push([`guide${index}`, media]);
  for (const [index, { media }] of (special?.references ?? []).entries())
    inputs.push([`reference${index}`, media]);
  return inputs;
}

import type { ProductRef } from "./catalog/product.ts";
import type { JsonObject } from "./json.ts";

/**
 * What a shot makes, after reading. `extend` is no kind of its own here: it is a video whose keyframe is a clip.
 * `upscale` and `audio` are reserved words of the manifest.
 */
export type ShotKind = "video" | "image" | "edit" | "reframe";

/** Who makes the clip: Luma's own APIs, chosen by the model, or the gateway. */
export type Provider = "luma" | "crazyrouter";

/** What a clip starts from or ends with. */
export type Keyframe =
  | { readonly type: "image"; readonly url: string }
  /** A generation of the same account, by its API id. */
  | { readonly type: "generation"; readonly id: string }
  /** Another shot of this manifest; `take` picks one of its takes, `still` says that it makes a still. */
  | {
      readonly type: "shot";
      readonly shot: string;
      readonly take?: number;
      readonly when?: "approved";
      readonly still?: true;
    }
  /** A local file, relative to the manifest's folder with `/`; `sha256` is over its bytes, in hex. */
  | { readonly type: "file"; readonly path: string; readonly sha256: string };

/** What an edit or a reframe is made from: the same forms as a keyframe, but a URL is that of a video. */
export type SourceMedia =
  | Exclude<Keyframe, { type: "image" }>
  | { readonly type: "video"; readonly url: string };

/** Anything that a shot is made from. */
export type Media = Keyframe | SourceMedia;

/** A picture that the clip passes through, by frame on a grid of 24 frames a second, from 0. */
export interface Guide {
  readonly at: number;
  readonly media: Keyframe;
}

/** A picture that a still is led by; `weight` is from 0 to 1, where the API takes one. */
export interface ImageReference {
  readonly media: Keyframe;
  readonly weight?: number;
}

/** How far an edit may leave its source, and by what it holds on to it. */
export interface EditOptions {
  /** `adhere_1` to `adhere_3`, `flex_1` to `flex_3`, `reimagine_1` to `reimagine_3`. */
  readonly strength?: string;
  /** The API chooses what to hold on to; excludes the two others. */
  readonly autoControls?: boolean;
  /** In the API's own words: `depth`, `normals`, `pose`, `trajectory`, `face`. */
  readonly controls?: JsonObject;
}

/** Where a reframed clip's picture stands in the new frame, in parts of its width and height. */
export interface FramePosition {
  /** From -2 to 2. */
  readonly x: number;
  readonly y: number;
  /** Above 0, to 2. */
  readonly width: number;
  readonly height: number;
}

/** What only stills have. */
export interface ImageOptions {
  /** File format of the picture; `jpg` unless said. */
  readonly format: "jpg" | "png";
  readonly references: readonly ImageReference[];
  /** The API's own word for a style. */
  readonly style?: string;
  readonly webSearch?: boolean;
}

/** A camera motion in the words of the manifest, with what each kind of model understands by it. */
export interface CameraMotion {
  /** The canonical word, such as `orbit left`. */
  readonly word: string;
  /** The API's concept key, where Luma has one. */
  readonly concept?: string;
  /** The words to add to the prompt where the model has no concepts. */
  readonly phrase: string;
}

/**
 * One wanted clip, fully resolved: no templates and no defaults left.
 *
 * Plain data: it can be printed, saved and compared.
 */
export interface Shot {
  /** Stable, unique in the manifest even when case is folded, safe as a folder name. */
  readonly id: string;
  readonly kind: ShotKind;
  readonly provider: Provider;
  /** The API's model name, such as `ray-2`. */
  readonly model: string;
  /** Trimmed, with LF line ends; empty when the shot lives by its keyframes alone. */
  readonly prompt: string;
  /** Width to height, such as `16:9`. */
  readonly aspectRatio: string;
  /** Such as `720p`. */
  readonly resolution: string;
  /** Such as `5s`. */
  readonly duration: string;
  readonly loop: boolean;
  readonly keyframes: { readonly frame0?: Keyframe; readonly frame1?: Keyframe };
  /** Pictures that the clip passes through; excludes `keyframes`. At least one, ascending by `at`. */
  readonly guides?: readonly Guide[];
  /** What an edit or a reframe is made from. */
  readonly source?: SourceMedia;
  /** Length of the source in seconds, as the user says it; a source that is a shot is measured by that shot. */
  readonly sourceS?: number;
  /** With `kind: edit`. */
  readonly edit?: EditOptions;
  /** With `kind: reframe`. */
  readonly position?: FramePosition;
  /** With `kind: image`. */
  readonly image?: ImageOptions;
  readonly hdr?: boolean;
  /** The frames as EXR beside the clip; needs `hdr`. */
  readonly exr?: boolean;
  readonly camera?: CameraMotion;
  /** The API's concept keys that the user named. */
  readonly concepts: readonly string[];
  readonly tags: readonly string[];
  /** How many takes to choose from are wanted, at least 1. */
  readonly takes: number;
  /** Fields passed through as they are, by dialect (`dream-machine`, `agents`, `crazyrouter`). */
  readonly extra: Readonly<Record<string, JsonObject>>;
  /** The product that the shot was made from, if it came from a catalog. */
  readonly product?: ProductRef;
  /** Matrix keys to the values of this shot, as text. */
  readonly matrix: Readonly<Record<string, string>>;
  /** Ids of the shots whose clips or stills this one needs, from everything that it is made from. */
  readonly needs: readonly string[];
  /**
   * What the user's files say about this shot, after templates, before our own defaults and phrases.
   * A shot-to-shot keyframe holds the other shot's fingerprint.
   */
  readonly wanted: JsonObject;
  /** SHA-256 in hex over the canonical JSON of `wanted`. */
  readonly fingerprint: string;
}

import type { ProductRef } from "./catalog/product.ts";
import type { JsonObject } from "./json.ts";

/** Kinds of shots that the manifest knows; only `video` can be run so far, the others are reserved. */
export type ShotKind = "video";

/** Who makes the clip: Luma's own APIs, chosen by the model, or the gateway. */
export type Provider = "luma" | "crazyrouter";

/** What a clip starts from or ends with. */
export type Keyframe =
  | { readonly type: "image"; readonly url: string }
  /** A generation of the same account, by its API id. */
  | { readonly type: "generation"; readonly id: string }
  /** Another shot of this manifest; `take` picks one of its takes. */
  | { readonly type: "shot"; readonly shot: string; readonly take?: number; readonly when?: "approved" }
  /** A local file, relative to the manifest's folder with `/`; `sha256` is over its bytes, in hex. */
  | { readonly type: "file"; readonly path: string; readonly sha256: string };

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
  /** Ids of the shots whose clips this one needs, from its keyframes. */
  readonly needs: readonly string[];
  /**
   * What the user's files say about this shot, after templates, before our own defaults and phrases.
   * A shot-to-shot keyframe holds the other shot's fingerprint.
   */
  readonly wanted: JsonObject;
  /** SHA-256 in hex over the canonical JSON of `wanted`. */
  readonly fingerprint: string;
}

import type { JsonObject } from "../json.ts";

/**
 * The Dream Machine API's own words and shapes.
 * Source: Luma's OpenAPI document "Dream Machine API" 1.1.0 and the guides on docs.lumalabs.ai, 2025 to 2026.
 */

/** A keyframe as the API takes it: a public picture, or a completed generation of the same account. */
export type WireKeyframe =
  | { readonly type: "image"; readonly url: string }
  | { readonly type: "generation"; readonly id: string };

/** Body of `POST /generations/video`. Only `model` is required, and a prompt or a keyframe. */
export interface WireVideoRequest {
  readonly generation_type?: "video";
  /** `ray-2`, `ray-flash-2`. */
  readonly model: string;
  /** 3 to 5000 characters. */
  readonly prompt?: string;
  /** `1:1` `16:9` `9:16` `4:3` `3:4` `21:9` `9:21`; the API's own default is `16:9`. */
  readonly aspect_ratio?: string;
  /** `540p` `720p` `1080p` `4k`. */
  readonly resolution?: string;
  /** `5s` `9s`. */
  readonly duration?: string;
  readonly loop?: boolean;
  readonly keyframes?: { readonly frame0?: WireKeyframe; readonly frame1?: WireKeyframe };
  readonly concepts?: readonly { readonly key: string }[];
  readonly callback_url?: string;
}

/** Something that the API fetches. */
interface WireLink {
  readonly url: string;
}

/** Body of `POST /generations/video/modify`. */
export interface WireModifyRequest {
  readonly generation_type: "modify_video";
  readonly model: string;
  readonly media: WireLink;
  /** `adhere_1` to `adhere_3`, `flex_1` to `flex_3`, `reimagine_1` to `reimagine_3`. */
  readonly mode: string;
  readonly prompt?: string;
  readonly first_frame?: WireLink;
  readonly callback_url?: string;
}

/** Body of `POST /generations/video/reframe`. Positions and sizes are whole pixels of the new frame. */
export interface WireReframeRequest {
  readonly generation_type: "reframe_video";
  readonly model: string;
  readonly aspect_ratio: string;
  readonly media: WireLink;
  readonly prompt?: string;
  readonly first_frame?: WireLink;
  readonly grid_position_x?: number;
  readonly grid_position_y?: number;
  readonly x_start?: number;
  readonly x_end?: number;
  readonly y_start?: number;
  readonly y_end?: number;
  readonly resized_width?: number;
  readonly resized_height?: number;
  readonly callback_url?: string;
}

/** A picture that a still is led by; `weight` is from 0 to 1. */
interface WireImageReference {
  readonly url: string;
  readonly weight?: number;
}

/** Body of `POST /generations/image`. */
export interface WireImageRequest {
  readonly generation_type: "image";
  /** `photon-1`, `photon-flash-1`. */
  readonly model: string;
  readonly prompt?: string;
  readonly aspect_ratio?: string;
  /** `jpg`, `png`. */
  readonly format?: string;
  readonly image_ref?: readonly WireImageReference[];
  readonly style_ref?: readonly WireImageReference[];
  readonly character_ref?: { readonly identity0: { readonly images: readonly string[] } };
  readonly modify_image_ref?: WireImageReference;
  readonly callback_url?: string;
}

/** Body of `POST /generations/{id}/upscale`. */
export interface WireUpscaleRequest {
  readonly generation_type?: "upscale_video";
  /** `540p` `720p` `1080p` `4k`. */
  readonly resolution?: string;
  readonly callback_url?: string;
}

/** Body of `POST /generations/{id}/audio`. */
export interface WireAudioRequest {
  readonly generation_type?: "add_audio";
  readonly prompt?: string;
  readonly negative_prompt?: string;
  readonly callback_url?: string;
}

/** Everything that can be bought by a create; without `generation_type` it is a video. */
export type WireCreateRequest = WireVideoRequest | WireModifyRequest | WireReframeRequest | WireImageRequest;

/** A generation as the API shows it. The API marks no field as required; without an id it is none. */
export interface WireGeneration {
  readonly id: string;
  /** `video`, `image`. */
  readonly generation_type: string | null;
  /** `queued`, `dreaming`, `completed`, `failed`; others may come. */
  readonly state: string;
  readonly failure_reason: string | null;
  /** ISO 8601. */
  readonly created_at: string | null;
  readonly assets: {
    readonly video: string | null;
    readonly image: string | null;
    readonly progress_video: string | null;
  } | null;
  /** The build that makes it; may differ from the model that was asked for. */
  readonly model: string | null;
  /** The submitted body, with null for what was not set. */
  readonly request: JsonObject | null;
}

/** A page of `GET /generations`. */
export interface WireList {
  readonly generations: readonly WireGeneration[];
  readonly has_more: boolean;
}

import type { JsonObject } from "../json.ts";

/**
 * The Luma Agents API's own words and shapes.
 * Source: Luma's SDK `luma-agents` 0.3.0 and later sources of it (files, keyframe lists, 360p), and the guides on
 * docs.agents.lumalabs.ai, April to October 2026 (API version 2026-04-01).
 */

/** A picture or a clip; exactly one of the four forms. */
export type WireMediaRef =
  /** `media_type` must be given for clips that are edited or reframed. */
  | { readonly url: string; readonly media_type?: string }
  /** Base64. */
  | { readonly data: string; readonly media_type: string }
  /** A completed generation of the same client. */
  | { readonly generation_id: string }
  /** A file of the same client whose state is `ready`. */
  | { readonly file_id: string };

/** Pictures that a clip passes through, and at which frame of a grid of 24 a second each of them stands. */
interface WireKeyframeLists {
  readonly keyframes?: readonly WireMediaRef[];
  /** As many as `keyframes`, each one different, from 0. */
  readonly keyframe_indexes?: readonly number[];
}

/** How far an edit may leave its source, and by what it holds on to it. */
export type WireEditOptions = WireKeyframeLists & {
  readonly auto_controls?: boolean;
  /** `adhere_1` to `adhere_3`, `flex_1` to `flex_3`, `reimagine_1` to `reimagine_3`. */
  readonly strength?: string;
  readonly controls?: JsonObject;
};

/** What only clips have. */
export type WireVideoOptions = WireKeyframeLists & {
  /** `360p` `540p` `720p` `1080p`; the API's own default is `720p`. */
  readonly resolution?: string;
  /** `5s` `10s`; the API's own default is `5s`. */
  readonly duration?: string;
  readonly loop?: boolean;
  readonly hdr?: boolean;
  readonly exr_export?: boolean;
  readonly start_frame?: WireMediaRef;
  readonly end_frame?: WireMediaRef;
  /** With `video_reframe`; parts of the new frame's width and height. */
  readonly source_position?: {
    readonly x_norm: number;
    readonly y_norm: number;
    readonly w_norm: number;
    readonly h_norm: number;
  };
  /** With `video_edit`. */
  readonly edit?: WireEditOptions;
} & JsonObject;

/** Body of `POST /generations`. */
export interface WireAgentsRequest {
  /** `ray-3.2`, `uni-1`, `uni-1-max`; the API's own default is `uni-1`. */
  readonly model: string;
  /** The API's own default is `image`. */
  readonly type: "image" | "image_edit" | "video" | "video_edit" | "video_reframe";
  /** 1 to 6000 characters, beside a keyframe too. */
  readonly prompt: string;
  /** For clips `9:16` `3:4` `1:1` `4:3` `16:9` `21:9`; without effect on `video_edit`. */
  readonly aspect_ratio?: string;
  /** What an edit or a reframe is made from. */
  readonly source?: WireMediaRef;
  readonly video?: WireVideoOptions;
  /** Pictures that a still is led by, up to 9. */
  readonly image_ref?: readonly WireMediaRef[];
  /** `jpeg`, `png`. */
  readonly output_format?: string;
  /** `auto`, `manga`. */
  readonly style?: string;
  readonly web_search?: boolean;
  readonly user_id?: string;
}

/** A generation as the API shows it. Without an id it is none. */
export interface WireAgentsGeneration {
  readonly id: string;
  /** As in the request. */
  readonly type: string | null;
  /** `queued`, `processing`, `completed`, `failed`; others may come. */
  readonly state: string;
  /** ISO 8601. */
  readonly created_at: string | null;
  /** Empty until it is completed. The links are made anew for each answer and live for an hour. */
  readonly output: readonly WireAgentsOutput[];
  readonly failure_reason: string | null;
  readonly failure_code: string | null;
}

/** One product of a generation; EXR files come beside the video, under a type that is not documented. */
export interface WireAgentsOutput {
  readonly type: string | null;
  readonly url: string | null;
}

/** A file that was given to the API. */
export interface WireAgentsFile {
  readonly id: string;
  /** ISO 8601. */
  readonly created_at: string | null;
  readonly filename: string | null;
  readonly mime_type: string | null;
  readonly size_bytes: number | null;
  /** `pending` until it is checked, then `ready` or `failed`; `deleted`. */
  readonly state: string;
  /** ISO 8601; when the API may delete it by itself. */
  readonly expires_at: string | null;
  readonly failure_reason: string | null;
}

/** A page of the client's files, newest first. */
export interface WireAgentsFileList {
  readonly data: readonly WireAgentsFile[];
  readonly has_more: boolean;
  /** To be given as `cursor` for the next page. */
  readonly next_cursor: string | null;
}

/** Where a file's bytes are to be put, with PUT. */
export interface WireAgentsUpload {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

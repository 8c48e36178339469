import type { JsonObject } from "../json.ts";

/**
 * The Luma Agents API's own words and shapes, as far as text and image to video need them.
 * Source: Luma's SDK `luma-agents` 0.3.0 and later sources of it, and the guides on docs.agents.lumalabs.ai,
 * April to October 2026 (API version 2026-04-01).
 */

/** A picture, or a completed generation of the same client; exactly one field. */
export type WireMediaRef = { readonly url: string } | { readonly generation_id: string };

/** Body of `POST /generations` for a video. */
export interface WireAgentsRequest {
  /** `ray-3.2`. The API's own default is an image model. */
  readonly model: string;
  /** The API's own default is `image`. */
  readonly type: "video";
  /** 1 to 6000 characters, beside a keyframe too. */
  readonly prompt: string;
  /** `9:16` `3:4` `1:1` `4:3` `16:9` `21:9`. */
  readonly aspect_ratio?: string;
  readonly video?: {
    /** `360p` `540p` `720p` `1080p`; the API's own default is `720p`. */
    readonly resolution?: string;
    /** `5s` `10s`; the API's own default is `5s`. */
    readonly duration?: string;
    readonly loop?: boolean;
    readonly start_frame?: WireMediaRef;
    readonly end_frame?: WireMediaRef;
  } & JsonObject;
}

/** A generation as the API shows it. Without an id it is none. */
export interface WireAgentsGeneration {
  readonly id: string;
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

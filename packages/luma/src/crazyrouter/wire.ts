/**
 * The words and shapes of Crazyrouter's Luma route, which is not Luma's own schema.
 * Source: docs.crazyrouter.com (Luma, Error handling, Status codes), March to May 2026.
 */

/** Body of `POST /luma/generations`. */
export interface WireGatewayRequest {
  readonly user_prompt: string;
  /** `ray-v1`, `ray-v2`. */
  readonly model_name?: string;
  /** Seconds as text, such as `5`. */
  readonly duration?: string;
  /** `540p` `720p` `1080p`. */
  readonly resolution?: string;
  /** Whether the gateway may reword the prompt. */
  readonly expand_prompt?: boolean;
  /** The picture that the clip starts from; a public URL. */
  readonly image_url?: string;
  /** The picture that the clip ends with; a public URL. */
  readonly image_end_url?: string;
}

/** A task as the gateway shows it. Without an id it is none. */
export interface WireGatewayTask {
  readonly id: string;
  /** `queued`, `dreaming`, `completed`, `failed`; sibling gateways also say `pending` and others. */
  readonly state: string;
  /** ISO 8601. */
  readonly created_at: string | null;
  readonly video: { readonly url: string | null; readonly download_url: string | null } | null;
  readonly failure_reason: string | null;
}

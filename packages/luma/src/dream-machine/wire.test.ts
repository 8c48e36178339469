import type {
  GenerationAudioParams,
  GenerationUpscaleParams,
} from "lumaai/resources/generations/generations";
import type { ImageCreateParams } from "lumaai/resources/generations/image";
import type {
  VideoCreateParams,
  VideoModifyParams,
  VideoReframeParams,
} from "lumaai/resources/generations/video";
import { expectTypeOf, it } from "vitest";
import type {
  WireAudioRequest,
  WireImageRequest,
  WireModifyRequest,
  WireReframeRequest,
  WireUpscaleRequest,
  WireVideoRequest,
} from "./wire.ts";

/** Fields of a request that wait for the picture; shotlist never sends them. */
type Waiting = "sync" | "sync_timeout";

/** The fields that must be there. */
type Required<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T];

it("has the fields of Luma's own client, and requires the same ones", () => {
  expectTypeOf<keyof WireVideoRequest>().toEqualTypeOf<keyof VideoCreateParams>();
  expectTypeOf<keyof WireModifyRequest>().toEqualTypeOf<keyof VideoModifyParams>();
  expectTypeOf<keyof WireReframeRequest>().toEqualTypeOf<keyof VideoReframeParams>();
  expectTypeOf<keyof WireImageRequest>().toEqualTypeOf<Exclude<keyof ImageCreateParams, Waiting>>();
  expectTypeOf<keyof WireUpscaleRequest>().toEqualTypeOf<keyof GenerationUpscaleParams>();
  expectTypeOf<keyof WireAudioRequest>().toEqualTypeOf<keyof GenerationAudioParams>();
  expectTypeOf<Required<WireVideoRequest>>().toEqualTypeOf<Required<VideoCreateParams>>();
  expectTypeOf<Required<WireModifyRequest>>().toEqualTypeOf<Required<VideoModifyParams>>();
  expectTypeOf<Required<WireReframeRequest>>().toEqualTypeOf<Required<VideoReframeParams>>();
});

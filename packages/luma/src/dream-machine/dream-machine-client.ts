import { generationPath } from "../dialect/generation-path.ts";
import {
  askTyped,
  type CallOptions,
  type CreateOptions,
  createTyped,
  readTyped,
} from "../dialect/typed-calls.ts";
import { withId } from "../dialect/wire-fields.ts";
import { type Channel, type ChannelOptions, createChannel } from "../http/channel.ts";
import { isJsonObject, type Json } from "../json.ts";
import { answerReader } from "./answer-reader.ts";
import { CREATE_PATHS } from "./build-request.ts";
import { listPath } from "./list-path.ts";
import { readBalanceUsdE4, readConcepts, readWireGeneration, readWireList } from "./read-wire.ts";
import type {
  WireAudioRequest,
  WireCreateRequest,
  WireGeneration,
  WireList,
  WireUpscaleRequest,
} from "./wire.ts";

/**
 * Dream Machine as typed calls, for use without the engine.
 *
 * Nothing is ever retried: a caller may repeat everything but `create`. Calls fail with a `LumaError` of
 * code `luma-refused`, `luma-account-refused`, `luma-not-found`, `luma-throttled` or `luma-unreachable`;
 * `create` also with `luma-unanswered` and `luma-accepted-unknown`, after which the list tells whether a
 * generation was made.
 */
export interface DreamMachineClient {
  /** Buys one generation, a video unless `generation_type` says otherwise: sends once, on a connection of its own. */
  create(request: WireCreateRequest, options?: CreateOptions): Promise<WireGeneration>;
  /**
   * Buys a larger version of a clip, sent once like a create. Whether it has an id of its own or takes the place of
   * the clip is not documented.
   */
  upscale(id: string, request: WireUpscaleRequest, options?: CreateOptions): Promise<WireGeneration>;
  /** Buys sound for a clip; as `upscale`. */
  addAudio(id: string, request: WireAudioRequest, options?: CreateOptions): Promise<WireGeneration>;
  get(id: string, options?: CallOptions): Promise<WireGeneration>;
  /** One page of the account's generations; `limit` 100 and `offset` 0 unless said. */
  list(options?: CallOptions & { readonly limit?: number; readonly offset?: number }): Promise<WireList>;
  delete(id: string, options?: CallOptions): Promise<void>;
  /** The balance of the account, in USD × 10⁴. */
  credits(options?: CallOptions): Promise<{ readonly balanceUsdE4: number }>;
  /** Keys of the camera motions that the API knows. */
  concepts(options?: CallOptions): Promise<readonly string[]>;
  /** Whether the API answers and takes the key; its own word. */
  ping(options?: CallOptions): Promise<{ readonly message: string }>;
  close(): Promise<void>;
}

/** A client on connections of its own. Nothing is sent yet. Fails with `luma-base-url` or `luma-api-key`. */
export function createDreamMachineClient(options: ChannelOptions): DreamMachineClient {
  return clientOn(createChannel(options));
}

/** What a lost answer leaves to do where there is a list. */
const HINTS = {
  unanswered: "Look for it in the list before you create it again.",
  acceptedUnknown: "Look for the newest generation in the list; do not create it again.",
};

/** A client on a channel that others use too. */
export function clientOn(channel: Channel): DreamMachineClient {
  const reader = answerReader(channel.redact);
  const read = <T>(
    path: string,
    what: string,
    reads: (body: Json) => T | undefined,
    options?: CallOptions,
  ): Promise<T> => readTyped(channel, reader, { path, what, read: reads }, options);
  const buy = (path: string, body: object, options?: CreateOptions): Promise<WireGeneration> =>
    createTyped(channel, reader, { path, body, read: readWireGeneration, hints: HINTS }, options);
  return {
    create: (request, options) => buy(createPath(request), request, options),
    upscale: (id, request, options) =>
      buy(`${generationPath(id)}/upscale`, { generation_type: "upscale_video", ...request }, options),
    addAudio: (id, request, options) =>
      buy(`${generationPath(id)}/audio`, { generation_type: "add_audio", ...request }, options),
    get: (id, options) =>
      read(generationPath(id), "the generation that was asked for", withId(id, readWireGeneration), options),
    list: ({ limit = 100, offset = 0, ...options } = {}) =>
      read(listPath({ limit, offset }), "a list of generations", readWireList, options),
    async delete(id, options) {
      await askTyped(channel, reader, { method: "DELETE", path: generationPath(id) }, options);
    },
    async credits(options) {
      return { balanceUsdE4: await read("/credits", "a balance", readBalanceUsdE4, options) };
    },
    concepts: (options) => read("/generations/concepts/list", "a list of concepts", readConcepts, options),
    async ping(options) {
      return { message: await read("/ping", "a ping's", readMessage, options) };
    },
    close: () => channel.close(),
  };
}

function createPath({ generation_type: type }: WireCreateRequest): string {
  if (type === "modify_video") return CREATE_PATHS.edit;
  if (type === "reframe_video") return CREATE_PATHS.reframe;
  return type === "image" ? CREATE_PATHS.image : CREATE_PATHS.video;
}

function readMessage(body: Json): string | undefined {
  const message = isJsonObject(body) ? body["message"] : undefined;
  return typeof message === "string" ? message : undefined;
}

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
import { answerReader } from "./answer-reader.ts";
import { CREATE_PATH } from "./build-request.ts";
import { filePath, readWireFile, readWireFileList } from "./read-file.ts";
import { readWireGeneration } from "./read-wire.ts";
import type { WireAgentsFile, WireAgentsFileList, WireAgentsGeneration, WireAgentsRequest } from "./wire.ts";

/**
 * The Luma Agents API as typed calls, for use without the engine.
 *
 * Nothing is ever retried: a caller may repeat everything but `create`. Calls fail with a `LumaError` of
 * code `luma-refused`, `luma-account-refused`, `luma-not-found`, `luma-throttled` or `luma-unreachable`;
 * `create` also with `luma-unanswered` and `luma-accepted-unknown`, after which nothing but the account's
 * usage tells whether a generation was made: the API has no list.
 */
export interface AgentsClient {
  /** Buys one generation: sends once, on a connection of its own. */
  create(request: WireAgentsRequest, options?: CreateOptions): Promise<WireAgentsGeneration>;
  /** The generation as it is now; each answer has links of its own, which live for an hour. */
  get(id: string, options?: CallOptions): Promise<WireAgentsGeneration>;
  /** A page of the files that were given to the API, newest first; 25 unless said. */
  files(
    options?: CallOptions & { readonly limit?: number; readonly cursor?: string; readonly state?: string },
  ): Promise<WireAgentsFileList>;
  file(id: string, options?: CallOptions): Promise<WireAgentsFile>;
  /** Deletes a file: no new request can name it. */
  deleteFile(id: string, options?: CallOptions): Promise<void>;
  close(): Promise<void>;
}

/** A client on connections of its own. Nothing is sent yet. Fails with `luma-base-url` or `luma-api-key`. */
export function createAgentsClient(options: ChannelOptions): AgentsClient {
  return clientOn(createChannel(options));
}

/** What a lost answer leaves to do where there is no list. */
const HINTS = {
  unanswered: "The API has no list: look at the account's usage before you create it again.",
  acceptedUnknown: "It is paid for, and only Luma's support can find it; creating it again pays again.",
};

/** A client on a channel that others use too. */
export function clientOn(channel: Channel): AgentsClient {
  const reader = answerReader(channel.redact);
  return {
    create: (request, options) =>
      createTyped(
        channel,
        reader,
        { path: CREATE_PATH, body: request, read: readWireGeneration, hints: HINTS },
        options,
      ),
    get: (id, options) =>
      readTyped(
        channel,
        reader,
        {
          path: generationPath(id),
          what: "the generation that was asked for",
          read: withId(id, readWireGeneration),
        },
        options,
      ),
    files: ({ limit = 25, cursor, state, ...options } = {}) => {
      const query = new URLSearchParams({
        limit: String(limit),
        ...(cursor === undefined ? {} : { cursor }),
        ...(state === undefined ? {} : { state }),
      });
      const order = { path: `/files?${query}`, what: "a list of files", read: readWireFileList };
      return readTyped(channel, reader, order, options);
    },
    file: (id, options) =>
      readTyped(
        channel,
        reader,
        {
          path: filePath(id),
          what: "the file that was asked for",
          read: withId(id, readWireFile),
        },
        options,
      ),
    async deleteFile(id, options) {
      await askTyped(channel, reader, { method: "DELETE", path: filePath(id) }, options);
    },
    close: () => channel.close(),
  };
}

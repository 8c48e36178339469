import { generationPath } from "../dialect/generation-path.ts";
import { type CallOptions, type CreateOptions, createTyped, readTyped } from "../dialect/typed-calls.ts";
import { type Channel, type ChannelOptions, createChannel } from "../http/channel.ts";
import { answerReader } from "./answer-reader.ts";
import { CREATE_PATH } from "./build-request.ts";
import { readWireGeneration } from "./read-wire.ts";
import type { WireAgentsGeneration, WireAgentsRequest } from "./wire.ts";

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
          read: (body) => {
            const generation = readWireGeneration(body);
            return generation?.id === id ? generation : undefined;
          },
        },
        options,
      ),
    close: () => channel.close(),
  };
}

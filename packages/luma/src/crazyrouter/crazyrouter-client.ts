import { type CallOptions, type CreateOptions, createTyped, readTyped } from "../dialect/typed-calls.ts";
import { withId } from "../dialect/wire-fields.ts";
import { type Channel, type ChannelOptions, createChannel } from "../http/channel.ts";
import { answerReader, taskPath } from "./answer-reader.ts";
import { CREATE_PATH } from "./build-request.ts";
import { readWireTask } from "./read-wire.ts";
import type { WireGatewayRequest, WireGatewayTask } from "./wire.ts";

/**
 * Crazyrouter's Luma route as typed calls, for use without the engine. Experimental: its prices, its refunds and
 * the life of its links are not documented.
 *
 * Nothing is ever retried: a caller may repeat everything but `create`. Calls fail with a `LumaError` of
 * code `luma-refused`, `luma-account-refused`, `luma-not-found`, `luma-throttled` or `luma-unreachable`;
 * `create` also with `luma-unanswered` and `luma-accepted-unknown`, after which only the gateway's own log of
 * the key tells whether a task was made.
 */
export interface CrazyrouterClient {
  /** Buys one clip: sends once, on a connection of its own. */
  create(request: WireGatewayRequest, options?: CreateOptions): Promise<WireGatewayTask>;
  get(id: string, options?: CallOptions): Promise<WireGatewayTask>;
  close(): Promise<void>;
}

/** A client on connections of its own. Nothing is sent yet. Fails with `luma-base-url` or `luma-api-key`. */
export function createCrazyrouterClient(options: ChannelOptions): CrazyrouterClient {
  return clientOn(createChannel(options));
}

/** What a lost answer leaves to do where there is no list. */
const HINTS = {
  unanswered: "The gateway has no list: look at its log of your key before you create it again.",
  acceptedUnknown:
    "It is likely paid for: look at the gateway's log of your key; creating it again pays again.",
};

/** A client on a channel that others use too. */
export function clientOn(channel: Channel): CrazyrouterClient {
  const reader = answerReader(channel.redact);
  return {
    create: (request, options) =>
      createTyped(
        channel,
        reader,
        { path: CREATE_PATH, body: request, read: readWireTask, hints: HINTS },
        options,
      ),
    get: (id, options) =>
      readTyped(
        channel,
        reader,
        {
          path: taskPath(id),
          what: "the task that was asked for",
          read: withId(id, readWireTask),
        },
        options,
      ),
    close: () => channel.close(),
  };
}

import type { GenerationApi } from "@shotlist/core";
import { look } from "../dialect/look.ts";
import { openCreate } from "../dialect/open-create.ts";
import { accountOf } from "../http/account.ts";
import { type ChannelOptions, createChannel } from "../http/channel.ts";
import { type AgentsClient, clientOn } from "./agents-client.ts";
import { answerReader } from "./answer-reader.ts";
import { buildRequest } from "./build-request.ts";

/** The port for the engine, without a list, as the API has none; and the same account as a typed client. */
export type AgentsApi = Omit<GenerationApi, "list"> & {
  readonly client: AgentsClient;
  /** Closes pooled connections; requests under way break off. */
  close(): Promise<void>;
};

/**
 * The Luma Agents API (`ray-3.2`) behind the engine's port. Nothing is sent yet.
 *
 * No method rejects: every answer, and every lack of one, is an outcome. Creates are sent once, on a
 * connection of their own. The API neither lists generations nor echoes requests, so `match` never says yes
 * and a create without an answer can only be settled by a person. Fails with `luma-base-url` or
 * `luma-api-key` when it is made.
 *
 * @param options - the base URL is such as `https://agents.lumalabs.ai/v1`.
 */
export function createAgentsApi(options: ChannelOptions): AgentsApi {
  const channel = createChannel(options);
  const reader = answerReader(channel.redact);
  return {
    account: accountOf("agents", channel.origin, options.apiKey.trim()),
    client: clientOn(channel),
    buildRequest,
    match: () => "maybe",
    openCreate: (signal) => openCreate(channel, reader, signal),
    look: (generationId, signal) => look(channel, reader, generationId, signal),
    close: () => channel.close(),
  };
}

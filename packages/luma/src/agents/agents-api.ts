import type { GenerationApi } from "@shotlist/core";
import { type AccessOutcome, checkAccess } from "../dialect/check-access.ts";
import { look } from "../dialect/look.ts";
import { openCreate } from "../dialect/open-create.ts";
import { accountOf } from "../http/account.ts";
import { type ChannelOptions, createChannel } from "../http/channel.ts";
import { type AgentsClient, clientOn } from "./agents-client.ts";
import { answerReader } from "./answer-reader.ts";
import type { FileWaits } from "./ask-file.ts";
import { buildRequest } from "./build-request.ts";
import { mediaNeeds } from "./media-needs.ts";
import { upload } from "./upload.ts";

/** Where the API is, and how it is spoken to. */
export interface AgentsOptions extends ChannelOptions {
  /** How long an uploaded file is waited for; half a second first, two minutes in all, unless said. */
  readonly fileWaits?: FileWaits;
}

const FILE_WAITS: FileWaits = { firstMs: 500, longestMs: 5_000, totalMs: 120_000 };

/** The port for the engine, without a list, as the API has none; and the same account as a typed client. */
export type AgentsApi = Omit<GenerationApi, "list"> & {
  readonly client: AgentsClient;
  readonly upload: NonNullable<GenerationApi["upload"]>;
  /** Whether the API is there and takes the key; asks for one of its files, which costs nothing. */
  checkAccess(signal: AbortSignal): Promise<AccessOutcome>;
  /** Closes pooled connections; requests under way break off. */
  close(): Promise<void>;
};

/**
 * The Luma Agents API (`ray-3.2`, `uni-1`) behind the engine's port. Nothing is sent yet.
 *
 * No method rejects: every answer, and every lack of one, is an outcome. Creates are sent once, on a
 * connection of their own. The API neither lists generations nor echoes requests, so `match` never says yes
 * and a create without an answer can only be settled by a person. Local files go to its Files API, or into the
 * request when they are short. Fails with `luma-base-url` or `luma-api-key` when it is made.
 *
 * @param options - the base URL is such as `https://agents.lumalabs.ai/v1`.
 */
export function createAgentsApi(options: AgentsOptions): AgentsApi {
  const channel = createChannel(options);
  const reader = answerReader(channel.redact);
  const { requestTimeoutMs, fileWaits: waits = FILE_WAITS } = options;
  return {
    account: accountOf("agents", channel.origin, options.apiKey.trim()),
    client: clientOn(channel),
    buildRequest,
    mediaNeeds,
    upload: (file, signal, known) =>
      upload({ channel, reader, requestTimeoutMs, waits }, { file, known }, signal),
    match: () => "maybe",
    openCreate: (signal) => openCreate(channel, reader, signal),
    look: (generationId, signal) => look(channel, reader, generationId, signal),
    checkAccess: (signal) => checkAccess(channel, reader, { path: "/files?limit=1" }, signal),
    close: () => channel.close(),
  };
}

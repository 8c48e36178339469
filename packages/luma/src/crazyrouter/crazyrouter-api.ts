import type { GenerationApi, MediaNeeds } from "@shotlist/core";
import { inputsOf } from "@shotlist/manifest";
import { type AccessOutcome, checkAccess } from "../dialect/check-access.ts";
import { look } from "../dialect/look.ts";
import { openCreate } from "../dialect/open-create.ts";
import { filesOf } from "../dialect/ready-media.ts";
import { accountOf } from "../http/account.ts";
import { type ChannelOptions, createChannel } from "../http/channel.ts";
import type { Shot } from "../json.ts";
import type { Uploads } from "../uploads/create-uploads.ts";
import { answerReader, taskPath } from "./answer-reader.ts";
import { buildRequest } from "./build-request.ts";
import { type CrazyrouterClient, clientOn } from "./crazyrouter-client.ts";
import { isNoTask } from "./errors.ts";

/** Where the gateway is and how requests to it are made. */
export interface CrazyrouterOptions extends ChannelOptions {
  /** Where local files are put for the gateway to fetch them; without it they cannot be used. */
  readonly uploads?: Uploads;
}

/** The port for the engine, without a list, as the gateway has none; and the same account as a typed client. */
export type CrazyrouterApi = Omit<GenerationApi, "list"> & {
  readonly client: CrazyrouterClient;
  /** Whether the API is there and takes the key; asks for a task that is not there, which costs nothing. */
  checkAccess(signal: AbortSignal): Promise<AccessOutcome>;
  /** Closes pooled connections; requests under way break off. */
  close(): Promise<void>;
};

/**
 * Crazyrouter's Luma route behind the engine's port. Nothing is sent yet. Experimental: prices, refunds and the
 * life of its links are not documented.
 *
 * No method rejects: every answer, and every lack of one, is an outcome. Creates are sent once, on a
 * connection of their own. The gateway neither lists tasks nor echoes requests, so `match` never says yes and a
 * create without an answer can only be settled by a person. Fails with `luma-base-url` or `luma-api-key` when
 * it is made.
 *
 * @param options - the base URL is such as `https://crazyrouter.com`, without a version.
 */
export function createCrazyrouterApi(options: CrazyrouterOptions): CrazyrouterApi {
  const channel = createChannel(options);
  const reader = answerReader(channel.redact);
  const { uploads } = options;
  return {
    account: accountOf("crazyrouter", channel.origin, options.apiKey.trim()),
    client: clientOn(channel),
    buildRequest,
    mediaNeeds,
    ...(uploads === undefined ? {} : { upload: uploads }),
    match: () => "maybe",
    openCreate: (signal) => openCreate(channel, reader, signal),
    look: (taskId, signal) => look(channel, reader, taskId, signal),
    checkAccess: (signal) =>
      checkAccess(channel, reader, { path: taskPath("shotlist-check"), provesAccess: isNoTask }, signal),
    close: () => channel.close(),
  };
}

/** The gateway fetches pictures by their links; a clip is none. */
function mediaNeeds(shot: Shot): MediaNeeds {
  const links = inputsOf(shot)
    .filter(([, media]) => media.type === "shot" && media.still === true)
    .map(([name]) => name);
  return { links, files: filesOf(shot) };
}

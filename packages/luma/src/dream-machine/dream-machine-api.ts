import type { GenerationApi, ListOutcome } from "@shotlist/core";
import type { AnswerReader } from "../dialect/answer-reader.ts";
import { type AccessOutcome, checkAccess } from "../dialect/check-access.ts";
import { look } from "../dialect/look.ts";
import { openCreate } from "../dialect/open-create.ts";
import { readJson } from "../dialect/read-json.ts";
import { serverTime } from "../dialect/server-time.ts";
import { accountOf } from "../http/account.ts";
import { type Channel, type ChannelOptions, createChannel } from "../http/channel.ts";
import type { Uploads } from "../uploads/create-uploads.ts";
import { answerReader } from "./answer-reader.ts";
import { buildRequest } from "./build-request.ts";
import { clientOn, type DreamMachineClient } from "./dream-machine-client.ts";
import { listPath } from "./list-path.ts";
import { matchGeneration } from "./match.ts";
import { mediaNeeds } from "./media-needs.ts";
import { readWireList } from "./read-wire.ts";
import { toGeneration } from "./to-generation.ts";

/** Where Dream Machine is and how requests to it are made. */
export interface DreamMachineOptions extends ChannelOptions {
  /** Sent with every create as `callback_url`, unless it has an address of its own; the API posts the generation there as it moves on. */
  readonly callbackUrl?: string;
  /** Where local files are put for the API to fetch them; without it they cannot be used. */
  readonly uploads?: Uploads;
}

/** The port for the engine, and the same account as a typed client. */
export type DreamMachineApi = GenerationApi & {
  readonly client: DreamMachineClient;
  readonly list: NonNullable<GenerationApi["list"]>;
  readonly balance: NonNullable<GenerationApi["balance"]>;
  /** Whether the API is there and takes the key; asks for a ping, which costs nothing. */
  checkAccess(signal: AbortSignal): Promise<AccessOutcome>;
  /** Closes pooled connections; requests under way break off. */
  close(): Promise<void>;
};

/**
 * Dream Machine behind the engine's port. Nothing is sent yet.
 *
 * No method rejects: every answer, and every lack of one, is an outcome. Creates are sent once, on a
 * connection of their own. Fails with `luma-base-url` or `luma-api-key` when it is made.
 */
export function createDreamMachineApi(options: DreamMachineOptions): DreamMachineApi {
  const channel = createChannel(options);
  const reader = answerReader(channel.redact);
  const client = clientOn(channel);
  const { callbackUrl, uploads } = options;
  return {
    account: accountOf("dream-machine", channel.origin, options.apiKey.trim()),
    client,
    buildRequest: (shot, upstream, media) => buildRequest(shot, upstream, { media, callbackUrl }),
    withCallback: ({ path, body }, url) => ({ path, body: { ...body, callback_url: url } }),
    mediaNeeds,
    ...(uploads === undefined ? {} : { upload: uploads }),
    balance: (signal) => balance(client, signal),
    match: matchGeneration,
    openCreate: (signal) => openCreate(channel, reader, signal),
    look: (generationId, signal) => look(channel, reader, generationId, signal),
    list: (page, signal) => list(channel, reader, page, signal),
    checkAccess: (signal) => checkAccess(channel, reader, { path: "/ping" }, signal),
    close: () => channel.close(),
  };
}

async function balance(client: DreamMachineClient, signal: AbortSignal): Promise<number | undefined> {
  try {
    return (await client.credits({ signal })).balanceUsdE4;
  } catch {
    return undefined;
  }
}

/** Asks for one page of the account's generations. Never rejects. */
export async function list(
  channel: Channel,
  reader: AnswerReader,
  page: { readonly limit: number; readonly offset: number },
  signal: AbortSignal,
): Promise<ListOutcome> {
  const outcome = await channel.request({ method: "GET", path: listPath(page) }, signal);
  if (outcome.kind === "unreachable") return outcome;
  const { answer } = outcome;
  const body = readJson(answer, reader, channel.redact);
  if (body.kind === "unreachable") return { ...body, status: answer.status };
  if (body.kind !== "json") return body;
  const wire = readWireList(body.value);
  if (wire === undefined || wire.generations.some(({ id }) => channel.redact.holdsKey?.(id))) {
    return { kind: "unreachable", reason: "the answer is not a list of generations", status: answer.status };
  }
  return {
    kind: "page",
    generations: wire.generations.map((item) => toGeneration(item, channel.redact)),
    hasMore: wire.has_more,
    ...serverTime(answer),
  };
}

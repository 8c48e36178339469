import type { CreateOutcome, GenerationApi, ListOutcome, LookOutcome, OpenOutcome } from "@shotlist/core";
import { accountOf } from "../http/account.ts";
import type { Answer } from "../http/answer.ts";
import { type Channel, type ChannelOptions, type CreateChannel, createChannel } from "../http/channel.ts";
import { type CreateDialect, createOutcome, serverTime } from "../http/create-outcome.ts";
import type { Json } from "../json.ts";
import { buildRequest } from "./build-request.ts";
import { createDialect } from "./create-dialect.ts";
import { clientOn, type DreamMachineClient } from "./dream-machine-client.ts";
import { detailOf, readThrottle, sortRefusal } from "./errors.ts";
import { matchGeneration } from "./match.ts";
import { generationPath, listPath } from "./paths.ts";
import { readWireGeneration, readWireList } from "./read-wire.ts";
import { toGeneration } from "./to-generation.ts";

/** Where Dream Machine is and how requests to it are made. */
export interface DreamMachineOptions extends ChannelOptions {
  /** Sent with every create as `callback_url`; the API posts the generation there as it moves on. */
  readonly callbackUrl?: string;
}

/** The port for the engine, and the same account as a typed client. */
export type DreamMachineApi = GenerationApi & {
  readonly client: DreamMachineClient;
  readonly list: NonNullable<GenerationApi["list"]>;
  /** Closes pooled connections; requests under way break off. */
  close(): Promise<void>;
};

/** What answers to repeatable requests that were not the wanted one have in common. */
type OtherOutcome = Exclude<LookOutcome, { kind: "found" } | { kind: "not-found" }>;

/**
 * Dream Machine behind the engine's port. Nothing is sent yet.
 *
 * No method rejects: every answer, and every lack of one, is an outcome. Creates are sent once, on a
 * connection of their own. Fails with `luma-base-url` or `luma-api-key` when it is made.
 */
export function createDreamMachineApi(options: DreamMachineOptions): DreamMachineApi {
  const channel = createChannel(options);
  const dialect = createDialect(channel.redact);
  return {
    account: accountOf("dream-machine", channel.origin, options.apiKey.trim()),
    client: clientOn(channel),
    buildRequest: (shot, upstream) => buildRequest(shot, upstream, options.callbackUrl),
    match: matchGeneration,
    openCreate: (signal) => openCreate(channel, dialect, signal),
    look: (generationId, signal) => look(channel, generationId, signal),
    list: (page, signal) => list(channel, page, signal),
    close: () => channel.close(),
  };
}

async function openCreate(
  channel: Channel,
  dialect: CreateDialect,
  signal: AbortSignal,
): Promise<OpenOutcome> {
  const opened = await channel.openCreate(signal);
  if (opened.kind !== "open") return opened;
  const { connection } = opened;
  return {
    kind: "open",
    connection: {
      send: (request, { requestId }) => send(connection, dialect, request.path, request.body, requestId),
      close: () => connection.close(),
    },
  };
}

async function send(
  connection: CreateChannel,
  dialect: CreateDialect,
  path: string,
  body: Json,
  requestId: string,
): Promise<CreateOutcome> {
  return createOutcome(await connection.send({ path, body: JSON.stringify(body), requestId }), dialect);
}

async function look(channel: Channel, id: string, signal: AbortSignal): Promise<LookOutcome> {
  const outcome = await channel.request({ method: "GET", path: generationPath(id) }, signal);
  if (outcome.kind === "unreachable") return outcome;
  const { answer } = outcome;
  if (answer.status === 404) return { kind: "not-found" };
  const body = readJson(answer, channel);
  if (body.kind !== "json") return body;
  const wire = readWireGeneration(body.value);
  if (wire === undefined) return { kind: "unreachable", reason: "the answer is not a generation" };
  if (wire.id !== id) return { kind: "unreachable", reason: "the answer is about another generation" };
  return { kind: "found", generation: toGeneration(wire, channel.redact), ...serverTime(answer) };
}

async function list(
  channel: Channel,
  page: { readonly limit: number; readonly offset: number },
  signal: AbortSignal,
): Promise<ListOutcome> {
  const outcome = await channel.request({ method: "GET", path: listPath(page) }, signal);
  if (outcome.kind === "unreachable") return outcome;
  const { answer } = outcome;
  const body = readJson(answer, channel);
  if (body.kind === "unreachable") return { ...body, status: answer.status };
  if (body.kind !== "json") return body;
  const wire = readWireList(body.value);
  if (wire === undefined) {
    return { kind: "unreachable", reason: "the answer is not a list of generations", status: answer.status };
  }
  return {
    kind: "page",
    generations: wire.generations.map((item) => toGeneration(item, channel.redact)),
    hasMore: wire.has_more,
    ...serverTime(answer),
  };
}

/** The JSON of a 200, or what any other answer means for a request that may be repeated. */
function readJson(answer: Answer, channel: Channel): { kind: "json"; value: Json } | OtherOutcome {
  const { status, body } = answer;
  if (status === 429) {
    return { kind: "throttled", throttle: readThrottle(answer, channel.redact, Date.now()) };
  }
  if (status === 401 || status === 402 || status === 403) {
    return { kind: "refused", failure: sortRefusal(answer, channel.redact) };
  }
  if (status < 200 || status > 299) {
    const words = detailOf(answer, channel.redact)?.message;
    const said = words === undefined ? "" : `: ${words}`;
    return { kind: "unreachable", reason: `the API answered with HTTP status ${status}${said}` };
  }
  const type = answer.headers.get("content-type");
  if (type !== undefined && !/\bjson\b/i.test(type)) {
    return { kind: "unreachable", reason: `the answer is not JSON but ${channel.redact(type)}` };
  }
  if (body.kind === "json") return body;
  return {
    kind: "unreachable",
    reason: body.kind === "empty" ? "the answer is empty" : channel.redact(body.reason),
  };
}

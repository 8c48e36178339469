import type { Account, KeyProblem } from "../account.ts";
import { answerCreate } from "../api/create.ts";
import type { CreateEndpoint } from "../api/create-rules.ts";
import { answerLook, NOT_FOUND } from "../api/look.ts";
import { type Answer, type ApiRequest, refusal } from "../http/answer.ts";
import { answerFiles } from "./files/files-endpoint.ts";
import { readGenerationRequest } from "./generation-request.ts";
import { agentsRefusals, rateLimitHeaders } from "./refusals.ts";
import { wireAgentsGeneration } from "./wire-generation.ts";

/** The path below which the dialect lives. */
export const AGENTS_BASE = "/agents/v1";

/** On every answer of the dialect, errors included. */
export const AGENTS_HEADERS: Readonly<Record<string, string>> = { "X-API-Version": "2026-04-01" };

/** The 401 texts of the error guide. */
const KEY_TEXTS: Readonly<Record<KeyProblem, string>> = {
  malformed: "Missing or invalid API key",
  unknown: "Invalid API key",
  revoked: "API key has been revoked",
  expired: "API key has expired",
};

/**
 * Answers any request to the Agents API: `POST /generations`, `GET /generations/{id}` and the Files API. There
 * is no list of generations, no deleting and no callback.
 */
export function answerAgents(
  account: Account,
  request: ApiRequest,
): { readonly endpoint: string; readonly answer: Answer } {
  const { method, path } = request;
  const id = /^\/generations\/([^/]+)$/.exec(path)?.[1];
  const endpoint = `${method} ${path.replace(/^\/(generations|files)\/[^/]+/, "/$1/{id}")}`;
  const unauthorised = keyAnswer(account, request);
  if (unauthorised !== undefined) return { endpoint, answer: unauthorised };
  if (endpoint === "POST /generations") {
    return { endpoint, answer: answerCreate(account, createEndpoint(account), request) };
  }
  if (id !== undefined && method === "GET") {
    const answer = answerLook(account, account.book.find(id, "agents"), {
      show: (generation, state) => wireAgentsGeneration(account, generation, state),
      notFound: NOT_FOUND,
      refuse: refusal,
    });
    return { endpoint, answer };
  }
  const filed = answerFiles(account, request);
  if (filed !== undefined) return { endpoint, answer: filed };
  const isKnown = id !== undefined || path === "/generations";
  return { endpoint, answer: isKnown ? refusal(405, "Method Not Allowed") : refusal(404, "Not Found") };
}

function createEndpoint(account: Account): CreateEndpoint {
  return {
    dialect: "agents",
    lane: "agents",
    status: 201,
    refusals: agentsRefusals(account),
    read: (body) => readGenerationRequest(account, body),
    promptField: "prompt",
    show: (generation, state) => wireAgentsGeneration(account, generation, state),
    headers: () => rateLimitHeaders(account),
  };
}

/** `Bearer` is case-sensitive here. */
function keyAnswer(account: Account, request: ApiRequest): Answer | undefined {
  const header = request.headers["authorization"];
  const key = typeof header === "string" ? /^Bearer (\S+)$/.exec(header)?.[1] : undefined;
  const problem = key === undefined ? "malformed" : account.keyProblem("agents", key);
  return problem === undefined ? undefined : refusal(401, KEY_TEXTS[problem]);
}

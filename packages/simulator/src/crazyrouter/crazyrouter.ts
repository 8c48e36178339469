import type { Account } from "../account.ts";
import { answerCreate } from "../api/create.ts";
import type { CreateEndpoint } from "../api/create-rules.ts";
import { answerLook } from "../api/look.ts";
import type { Answer, ApiRequest } from "../http/answer.ts";
import { crazyrouterRefusals, gatewayError, invalidKey, NO_TASK } from "./refusals.ts";
import { readExtendRequest, readTaskRequest } from "./task-request.ts";
import { wireTask } from "./wire-task.ts";

/** The path below which the gateway lives; at its real address there is none. */
export const CRAZYROUTER_BASE = "/crazyrouter";

/** The text of every path that there is not. */
const NO_PATH = "Invalid URL";

/**
 * Answers any request to Crazyrouter's Luma route: `POST /luma/generations`, `GET /luma/generations/{task_id}`
 * and `POST /luma/generations/{task_id}/extend`. There is no list, no deleting and no callback.
 */
export function answerCrazyrouter(
  account: Account,
  request: ApiRequest,
): { readonly endpoint: string; readonly answer: Answer } {
  const { method, path } = request;
  const [, id, verb] = /^\/luma\/generations(?:\/([^/]+))?(?:\/(extend))?$/.exec(path) ?? [];
  const endpoint = `${method} ${id === undefined ? path : path.replace(id, "{task_id}")}`;
  if (!isAuthorised(account, request)) return { endpoint, answer: invalidKey() };
  if (endpoint === "POST /luma/generations")
    return { endpoint, answer: answerCreate(account, createEndpoint(account, undefined), request) };
  if (id !== undefined && verb === "extend" && method === "POST")
    return { endpoint, answer: answerCreate(account, createEndpoint(account, id), request) };
  if (id !== undefined && verb === undefined && method === "GET") {
    const answer = answerLook(account, account.book.find(id, "crazyrouter"), {
      show: (generation, state) => wireTask(account, generation, state),
      notFound: NO_TASK,
      refuse: (status, text, headers) =>
        gatewayError(status, text, status === 429 ? "rate_limit_error" : "server_error", "error", headers),
    });
    return { endpoint, answer };
  }
  const text = `${NO_PATH} (${method} ${path})`;
  return { endpoint, answer: gatewayError(404, text, "invalid_request_error", "invalid_url") };
}

function createEndpoint(account: Account, extendedId: string | undefined): CreateEndpoint {
  return {
    dialect: "crazyrouter",
    lane: "crazyrouter",
    status: 200,
    refusals: crazyrouterRefusals(),
    promptField: "user_prompt",
    read: (body) =>
      extendedId === undefined
        ? readTaskRequest(account, body)
        : readExtendRequest(account, body, account.book.find(extendedId, "crazyrouter")),
    show: (generation, state) => wireTask(account, generation, state),
    headers: () => ({}),
  };
}

function isAuthorised(account: Account, request: ApiRequest): boolean {
  const header = request.headers["authorization"];
  const key = typeof header === "string" ? /^Bearer (\S+)$/i.exec(header)?.[1] : undefined;
  return key !== undefined && account.keyProblem("crazyrouter", key) === undefined;
}

import type { Refusals } from "../api/create-rules.ts";
import { type Answer, json } from "../http/answer.ts";

/**
 * What Crazyrouter says when it refuses: its pages Error handling and Status codes. A quota that is used up is
 * 403, and a model without a channel is answered in one of two shapes.
 */
export function crazyrouterRefusals(): Refusals {
  const serverFault = (status: number): Answer =>
    gatewayError(status, SERVER_FAULTS[status] ?? "Service unavailable", "server_error", `error_${status}`);
  const rateLimited = (headers?: Readonly<Record<string, string>>): Answer =>
    gatewayError(429, "Rate limit exceeded", "rate_limit_error", "rate_limit_exceeded", headers);
  return {
    invalidJson: () => badRequest("Request body is not valid JSON"),
    notAnObject: () => badRequest("Request body must be an object"),
    badKey: (text) => invalidKey(text),
    noFunds: () => gatewayError(403, "Insufficient quota", "insufficient_quota", "insufficient_quota"),
    suspended: (text) =>
      gatewayError(
        403,
        text ?? "You have no access to this model",
        "permission_error",
        "model_access_denied",
      ),
    rateLimited: () => rateLimited(),
    tooManyAtOnce: () => rateLimited(),
    throttled: () => gatewayError(429, "Too Many Requests", "rate_limit_error", "rate_limit_exceeded"),
    abuse: (retryAfterS) => rateLimited({ "Retry-After": String(Math.max(1, Math.ceil(retryAfterS))) }),
    serverFault,
    ingestionUnavailable: () => serverFault(503),
    noChannel: (model) =>
      json(503, {
        code: "get_channel_failed",
        message: `model ${model} is temporarily unavailable, please try again later`,
        data: null,
      }),
    told: (status, text) => gatewayError(status, text, "invalid_request_error", "invalid_request"),
    retired: (body) => noSuchModel(String(body["model_name"])),
  };
}

const SERVER_FAULTS: Readonly<Record<number, string>> = {
  500: "Internal server error",
  502: "Upstream request failed",
};

/** The gateway's first shape of errors. */
export function gatewayError(
  status: number,
  message: string,
  type: string,
  code: string,
  headers?: Readonly<Record<string, string>>,
): Answer {
  return json(status, { error: { message, type, code } }, headers);
}

/** A request that is wrong in itself. Status and words are those of gateways of this make. */
export function badRequest(message: string): Answer {
  return gatewayError(400, message, "invalid_request_error", "invalid_request");
}

/** A key that is not accepted. */
export function invalidKey(text?: string): Answer {
  return gatewayError(401, text ?? "Invalid API key", "authentication_error", "invalid_api_key");
}

/** A model that no channel has. */
export function noSuchModel(model: string): Answer {
  return gatewayError(503, `No available channel for model ${model}`, "new_api_error", "model_not_found");
}

/** A task that is unknown or somebody else's. */
export const NO_TASK: Answer = gatewayError(404, "Task not found", "invalid_request_error", "task_not_exist");

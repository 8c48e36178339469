import type { Refusals } from "../api/create-rules.ts";
import type { FaultDice } from "../faults/fault-dice.ts";
import { type Answer, refusal, webPage } from "../http/answer.ts";
import type { Json } from "../json.ts";

/**
 * What Dream Machine says when it refuses. Its texts for limits, funds and 5xx are not documented: those of
 * the limits are the Agents API's, a 502 is a proxy's page.
 */
export function dreamMachineRefusals(dice: FaultDice): Refusals {
  const throttled = (detail: string): Answer => {
    const { retryAfterS } = dice.spec();
    const headers = retryAfterS === undefined ? undefined : { "Retry-After": String(retryAfterS) };
    return refusal(429, detail, headers);
  };
  const serverFault = (status: number): Answer => {
    if (status === 502) return webPage(status, "502 Bad Gateway");
    return refusal(status, status === 500 ? "Internal Server Error" : "Service unavailable");
  };
  return {
    invalidJson: (error) => {
      const ctx = { error };
      return refusal(422, [
        { type: "json_invalid", loc: ["body", 0], msg: "JSON decode error", input: {}, ctx },
      ]);
    },
    notAnObject: (body) => {
      const msg = "Input should be a valid dictionary or object to extract fields from";
      return refusal(422, [{ type: "model_attributes_type", loc: ["body"], msg, input: body as Json }]);
    },
    badKey: () => refusal(401, "Invalid API key is provided"),
    noFunds: () => refusal(402, "Insufficient credits"),
    suspended: (text) => refusal(403, text ?? "API client is suspended"),
    rateLimited: () => throttled("Rate limit exceeded"),
    tooManyAtOnce: () => throttled("Too many concurrent jobs"),
    throttled: () => throttled("Too Many Requests"),
    abuse: (retryAfterS) =>
      refusal(429, "Rate limit exceeded", { "Retry-After": String(Math.max(1, retryAfterS)) }),
    serverFault,
    noChannel: () => serverFault(503),
    told: (status, text) => refusal(status, text),
    ingestionUnavailable: () => refusal(503, "Image URL ingestion unavailable"),
    retired: (body) =>
      refusal(
        400,
        `Model ${String(body["model"])} has been retired. Please use ray-3.2 on the Luma Agents API.`,
      ),
  };
}

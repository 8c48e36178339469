import type { Account } from "../account.ts";
import type { Refusals } from "../api/create-rules.ts";
import { type Answer, refusal } from "../http/answer.ts";

/** What the Agents API says when it refuses: its error and rate-limit guides, word for word where they are. */
export function agentsRefusals(account: Account): Refusals {
  const serverFault = (status: number): Answer =>
    refusal(status, SERVER_FAULTS[status] ?? "Service unavailable");
  return {
    invalidJson: () => refusal(400, "Request body is not valid JSON"),
    notAnObject: () => refusal(400, "Request body must be an object"),
    badKey: (text) => refusal(401, text ?? "Invalid API key"),
    noFunds: () => refusal(402, "Insufficient credits. Please add credits to continue."),
    suspended: (text) => refusal(403, text ?? "API client is suspended"),
    rateLimited: () => {
      const { window } = account.lanes.agents;
      const nowMs = account.clock.nowMs();
      const waitMs = (window.nextFreeMs(nowMs) ?? nowMs) - nowMs;
      return refusal(429, "Rate limit exceeded", {
        "Retry-After": wholeSeconds(waitMs),
        ...rateLimitHeaders(account),
        "X-RateLimit-Remaining": "0",
      });
    },
    tooManyAtOnce: () =>
      refusal(429, "Too many concurrent jobs", { "Retry-After": wholeSeconds(account.clock.durationMs(60)) }),
    throttled: () => refusal(429, "Too Many Requests"),
    abuse: (retryAfterS) =>
      refusal(429, "Rate limit exceeded", {
        "Retry-After": wholeSeconds(account.clock.durationMs(retryAfterS)),
      }),
    serverFault,
    noChannel: () => serverFault(503),
    told: (status, text) => refusal(status, text),
    ingestionUnavailable: () => refusal(503, "Image URL ingestion unavailable"),
    retired: (body) => refusal(400, `Unknown model: ${String(body["model"] ?? "uni-1")}`),
  };
}

const SERVER_FAULTS: Readonly<Record<number, string>> = {
  500: "Internal Server Error",
  502: "Upstream service unavailable",
};

/** What 201 and the 429 of the rate show of the rate limit: the limit, what is left, when it is whole again. */
export function rateLimitHeaders(account: Account): Readonly<Record<string, string>> {
  const { window, createsPerMinute } = account.lanes.agents;
  const nowMs = account.clock.nowMs();
  return {
    "X-RateLimit-Limit": String(createsPerMinute),
    "X-RateLimit-Remaining": String(Math.max(0, createsPerMinute - window.count(nowMs))),
    "X-RateLimit-Reset": String(Math.ceil((nowMs + account.clock.durationMs(60)) / 1000)),
  };
}

function wholeSeconds(durationMs: number): string {
  return String(Math.max(1, Math.ceil(durationMs / 1000)));
}

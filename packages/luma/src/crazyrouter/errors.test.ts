import { describe, expect, it } from "vitest";
import type { Answer } from "../http/answer.ts";
import type { Json } from "../json.ts";
import { isNoChannel, isNoTask, readThrottle, sortFailureReason, sortRefusal } from "./errors.ts";

const asIs = (text: string): string => text.trim();

function answer(status: number, value?: Json, headers: Record<string, string> = {}): Answer {
  const body = value === undefined ? ({ kind: "empty" } as const) : ({ kind: "json", value } as const);
  return { status, headers: new Map(Object.entries(headers)), body };
}

/** The gateway's two shapes of an error. */
const error = (message: string, type: string, code: Json) => ({ error: { message, type, code } });
const plain = (code: string, message: string) => ({ code, message, data: null });

describe("a refusal", () => {
  it.each([
    [401, error("Invalid API key", "authentication_error", "invalid_api_key"), "account", "invalid_api_key"],
    [
      403,
      error("Insufficient quota", "insufficient_quota", "insufficient_quota"),
      "account",
      "insufficient_quota",
    ],
    [403, error("No access to model ray-v2", "permission_error", ""), "account", "permission_error"],
    [429, error("You have insufficient quota", "insufficient_quota", null), "account", "insufficient_quota"],
    [
      400,
      error("user_prompt is required", "invalid_request_error", ""),
      "permanent",
      "invalid_request_error",
    ],
    [400, plain("invalid_request", "bad image_url"), "permanent", "invalid_request"],
    [400, plain("Something Else!", "bad image_url"), "permanent", "bad-image-url"],
    [422, undefined, "permanent", "http-422"],
    [
      404,
      error("Invalid URL (POST /luma/x)", "invalid_request_error", ""),
      "account",
      "invalid_request_error",
    ],
    [
      503,
      plain("get_channel_failed", "model … is temporarily unavailable, please try again later"),
      "transient",
      "get_channel_failed",
    ],
    [
      503,
      error("no available channel for model ray-v2", "new_api_error", "model_not_found"),
      "account",
      "model_not_found",
    ],
    [
      503,
      error("ray-v2 is temporarily unavailable", "new_api_error", "model_not_found"),
      "transient",
      "model_not_found",
    ],
  ] as const)("%i %j is %s: %s", (status, body, category, code) => {
    expect(sortRefusal(answer(status, body), asIs)).toMatchObject({
      category,
      code,
      status,
      refund: "refunded",
    });
  });

  it("keeps the gateway's words", () => {
    const body = plain("get_channel_failed", "ray-v2 is temporarily unavailable");
    expect(sortRefusal(answer(503, body), asIs).message).toBe("ray-v2 is temporarily unavailable");
    expect(sortRefusal(answer(400, { code: "bad_input" }), asIs).message).toBe("bad_input");
  });
});

describe("a gateway without a channel", () => {
  it.each([
    [503, plain("get_channel_failed", "x"), true],
    [503, error("x", "new_api_error", "model_not_found"), true],
    [503, error("x", "new_api_error", "bad_response"), false],
    [503, undefined, false],
    [500, plain("get_channel_failed", "x"), false],
    [502, plain("get_channel_failed", "x"), false],
    [200, plain("get_channel_failed", "x"), false],
  ] as const)("%i %j: %s", (status, body, expected) => {
    expect(isNoChannel(answer(status, body))).toBe(expected);
  });
});

describe("a look at a task that is not there", () => {
  it.each([
    [404, error("Task not found", "invalid_request_error", "task_not_found"), true],
    [404, plain("not_found", "generation luma_gen_1 does not exist"), true],
    [400, plain("task_not_exist", "task_not_exist"), true],
    [404, error("Invalid URL (GET /luma/generations/x)", "invalid_request_error", ""), false],
    [404, { detail: "Not Found" }, false],
    [404, undefined, false],
    [400, error("bad id", "invalid_request_error", ""), false],
    [500, plain("task_not_exist", "task_not_exist"), false],
  ] as const)("%i %j: %s", (status, body, expected) => {
    expect(isNoTask(answer(status, body))).toBe(expected);
  });
});

describe("a 429", () => {
  it.each([
    [error("Rate limit exceeded", "rate_limit_error", "rate_limit_exceeded"), "rate"],
    [error("Too many concurrent tasks", "limit", "x_limit"), "concurrency"],
    [plain("busy", "Slow down"), "unclassified"],
    [undefined, "unclassified"],
  ] as const)("%j holds back: %s", (body, kind) => {
    const throttle = readThrottle(answer(429, body, { "retry-after": "7" }), asIs, 0);
    expect(throttle).toMatchObject({ kind, retryAfterMs: 7_000 });
  });
});

describe("a failure after it was accepted", () => {
  it.each([
    [null, "transient", "no-reason-given"],
    ["Frame moderation failed", "permanent", "frame-moderation-failed"],
    ["upstream error", "transient", "upstream-error"],
    ["insufficient user quota", "account", "insufficient-user-quota"],
  ] as const)("%j is %s, and its money counts as spent", (reason, category, code) => {
    expect(sortFailureReason(reason, asIs)).toMatchObject({ category, code, refund: "unknown" });
  });
});

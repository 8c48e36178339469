import { describe, expect, it } from "vitest";
import type { Answer } from "../http/answer.ts";
import type { Json } from "../json.ts";
import { readThrottle, sortFailureReason, sortRefusal } from "./errors.ts";

const asIs = (text: string): string => text;
const answer = (status: number, value?: Json, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: new Map(Object.entries(headers)),
  body: value === undefined ? { kind: "empty" } : { kind: "json", value },
});

describe("why a create was refused", () => {
  it.each([
    [400, { detail: "Prompt is required" }, "permanent", "prompt-is-required"],
    [
      400,
      { detail: "Loop is not supported for extend reverse" },
      "permanent",
      "loop-is-not-supported-for-extend-reverse",
    ],
    [
      400,
      { detail: "400: concepts are not supported for this model" },
      "permanent",
      "concepts-are-not-supported-for-this-model",
    ],
    [413, undefined, "permanent", "http-413"],
    [422, { detail: [] }, "permanent", "http-422"],
    [401, { detail: "Invalid API key is provided" }, "account", "invalid-api-key-is-provided"],
    [400, { detail: "Invalid API key" }, "account", "invalid-api-key"],
    [
      402,
      { detail: "Insufficient credits. Please add credits to continue." },
      "account",
      "insufficient-credits-please-add-credits-to-continue",
    ],
    [400, { detail: "Insufficient credits" }, "account", "insufficient-credits"],
    [403, { detail: "API client is suspended" }, "account", "api-client-is-suspended"],
    [404, { detail: "Not Found" }, "account", "not-found"],
    [404, { detail: "Generation not found" }, "permanent", "generation-not-found"],
    [410, "Gone", "account", "gone"],
    [400, { detail: "Model ray-2 has been retired." }, "account", "model-ray-2-has-been-retired"],
  ] as const)("%i %j is %s", (status, body, category, code) => {
    const failure = sortRefusal(answer(status, body as Json | undefined), asIs);
    expect(failure).toMatchObject({ category, code, status, refund: "refunded" });
  });

  it("reads the list form, field by field", () => {
    const failure = sortRefusal(
      answer(422, {
        detail: [
          {
            type: "literal_error",
            loc: ["body", "aspect_ratio"],
            msg: "Input should be '16:9' or '9:16'",
            input: "2:1",
          },
          { loc: ["body", "keyframes", "frame0", "url"], msg: "URL scheme should be 'https'" },
        ],
      }),
      asIs,
    );
    expect(failure.code).toBe("invalid-aspect-ratio");
    expect(failure.message).toBe(
      "aspect_ratio: Input should be '16:9' or '9:16'; keyframes.frame0.url: URL scheme should be 'https'",
    );
  });

  it.each([
    null,
    7,
    [],
    {},
    { detail: null },
    { detail: { a: 1 } },
    { detail: [null, 3, { loc: 4, msg: 5 }] },
  ])("survives a body of %j", (body) => {
    expect(sortRefusal(answer(400, body as Json), asIs)).toMatchObject({
      category: "permanent",
      status: 400,
    });
  });
});

describe("why a generation failed", () => {
  it.each([
    ["Contains blacklisted words", "permanent", "contains-blacklisted-words"],
    ["Failed to read user input frames", "permanent", "failed-to-read-user-input-frames"],
    ["Frame moderation failed", "permanent", "frame-moderation-failed"],
    ["Advanced prompt moderation failed", "permanent", "advanced-prompt-moderation-failed"],
    ["Advanced moderation failed", "permanent", "advanced-moderation-failed"],
    ["Prompt processing failed", "transient", "prompt-processing-failed"],
    ["Error dispatching job", "transient", "error-dispatching-job"],
    ["Job failed", "transient", "job-failed"],
    ["Error processing callback", "transient", "error-processing-callback"],
    [
      "Insufficient credits to complete this generation.",
      "account",
      "insufficient-credits-to-complete-this-generation",
    ],
    ["something new", "transient", "something-new"],
    [null, "transient", "no-reason-given"],
  ] as const)("%j is %s", (reason, category, code) => {
    expect(sortFailureReason(reason, asIs)).toMatchObject({ category, code, refund: "refunded" });
  });
});

describe("a 429", () => {
  it.each([
    ["Rate limit exceeded", "rate"],
    ["Too many requests", "rate"],
    ["Too many concurrent jobs", "concurrency"],
    ["Too many concurrent requests", "concurrency"],
    ["Maximum number of simultaneous generations reached", "concurrency"],
    ["Slow down", "unclassified"],
  ])("%j is %s", (detail, kind) => {
    expect(readThrottle(answer(429, { detail }), asIs, 0)).toEqual({ kind, message: detail });
  });

  it("without words is unclassified, and passes on how long to wait", () => {
    expect(readThrottle(answer(429, undefined, { "retry-after": "7" }), asIs, 0)).toEqual({
      kind: "unclassified",
      retryAfterMs: 7000,
      message: "Too many requests",
    });
  });
});

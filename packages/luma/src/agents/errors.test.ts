import type { Throttle } from "@shotlist/core";
import { describe, expect, it } from "vitest";
import type { Answer } from "../http/answer.ts";
import type { Json } from "../json.ts";
import { readThrottle, sortFailureCode, sortRefusal } from "./errors.ts";

const asIs = (text: string): string => text;
const answer = (status: number, value?: Json, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: new Map(Object.entries(headers)),
  body: value === undefined ? { kind: "empty" } : { kind: "json", value },
});

describe("why a create was refused", () => {
  it.each([
    [400, "Prompt must be between 1 and 6000 characters", "permanent"],
    [400, "Type 'video' is not supported for model 'uni-1'", "permanent"],
    [400, "Invalid aspect_ratio '4:3'. Valid: 1:1, 1:2, 2:1", "permanent"],
    [400, "image_ref[0]: provide either 'url' or 'data', not both", "permanent"],
    [400, "source is required for type 'image_edit'", "permanent"],
    [400, "Unknown model: ray-3.2", "account"],
    [401, "Missing or invalid API key", "account"],
    [401, "Invalid API key", "account"],
    [401, "API key has been revoked", "account"],
    [401, "API key has expired", "account"],
    [402, "Insufficient credits. Please add credits to continue.", "account"],
    [402, "Your balance does not cover this request.", "account"],
    [403, "API client is suspended", "account"],
    [403, "API client is deactivated", "account"],
    [404, "Not Found", "account"],
    [404, "Generation not found", "permanent"],
    [413, "Image exceeds 50 MB size limit", "permanent"],
    [413, "source: image exceeds 50 MB limit", "permanent"],
    [422, "image_ref[0]: failed to fetch URL", "permanent"],
    [422, "source: failed to fetch URL (HTTP 404)", "permanent"],
    [422, "source: failed to fetch URL (HTTP 503)", "transient"],
    [422, "image_ref[0]: content-type is not an image", "permanent"],
    [422, "loop is not supported with duration 10s", "permanent"],
    [503, "Image URL ingestion unavailable", "transient"],
  ] as const)("%i %j is %s", (status, detail, category) => {
    expect(sortRefusal(answer(status, { detail }), asIs)).toMatchObject({
      category,
      message: detail,
      status,
      refund: "refunded",
    });
  });

  it("has one code for the same trouble, without what differs from shot to shot", () => {
    const codeOf = (detail: string): string => sortRefusal(answer(400, { detail }), asIs).code;
    expect(codeOf("Invalid aspect_ratio '4:3'. Valid: 1:1, 1:2, 2:1")).toBe("invalid-aspect-ratio");
    expect(codeOf("Invalid aspect_ratio '9:21'. Valid: 1:1, 3:4")).toBe("invalid-aspect-ratio");
    expect(sortRefusal(answer(422), asIs)).toMatchObject({ code: "http-422", category: "permanent" });
    expect(sortRefusal(answer(402), asIs)).toMatchObject({ code: "http-402", category: "account" });
  });
});

describe("why a generation failed", () => {
  it.each([
    [
      "content_moderated",
      "Generation output was flagged by our content moderation system.",
      "permanent",
      "refunded",
    ],
    ["generation_failed", "Generation failed", "transient", "refunded"],
    ["output_not_found", "Output artifacts not found", "transient", "refunded"],
    ["budget_exhausted", "Insufficient credits to complete this generation.", "account", "unknown"],
    ["image_too_large", null, "permanent", "unknown"],
    ["unsupported_format", null, "permanent", "unknown"],
    ["corrupt_input", null, "permanent", "unknown"],
    ["invalid_request", null, "permanent", "unknown"],
    ["rate_limited", null, "transient", "unknown"],
  ] as const)("%s is what the documents say", (code, reason, category, refund) => {
    expect(sortFailureCode(code, reason, asIs)).toEqual({ code, category, refund, message: reason ?? code });
  });

  it("a code that nobody knows is tried again, and its money counts as spent", () => {
    expect(sortFailureCode("gpu_on_fire", "Something odd", asIs)).toEqual({
      category: "transient",
      code: "gpu-on-fire",
      message: "Something odd",
      refund: "unknown",
    });
  });

  it.each([
    [null, null, "transient", "no-reason-given"],
    [null, "Input was flagged by moderation", "permanent", "input-was-flagged-by-moderation"],
    [null, "Insufficient credits", "account", "insufficient-credits"],
    ["__proto__", "x", "transient", "proto"],
    ["", "", "transient", "no-reason-given"],
  ] as const)("%j with %j is %s", (code, reason, category, name) => {
    expect(sortFailureCode(code, reason, asIs)).toMatchObject({ category, code: name, refund: "unknown" });
  });
});

describe("which limit a 429 speaks of", () => {
  const rateHeaders = {
    "x-ratelimit-limit": "30",
    "x-ratelimit-remaining": "0",
    "x-ratelimit-reset": "1000000012",
  };

  it.each([
    ["the minute's", "Rate limit exceeded", { ...rateHeaders, "retry-after": "12" }, "rate", 12_000],
    ["the jobs'", "Too many concurrent jobs", { "retry-after": "60" }, "concurrency", 60_000],
    ["the minute's, headers alone", undefined, { ...rateHeaders, "retry-after": "12" }, "rate", 12_000],
    ["the minute's, without Retry-After", "Rate limit exceeded", rateHeaders, "rate", 12_000],
    ["the ceiling's", "Slow down, please", { "retry-after": "5" }, "rate", 5_000],
    ["nobody's, words without a wait", "Slow down, please", {}, "unclassified", undefined],
    ["nobody's, a wait without words", undefined, { "retry-after": "60" }, "unclassified", 60_000],
    ["nobody's, nothing at all", undefined, {}, "unclassified", undefined],
  ] as readonly [string, string | undefined, Record<string, string>, Throttle["kind"], number | undefined][])(
    "%s",
    (_, detail, headers, kind, retryAfterMs) => {
      const throttled = answer(429, detail === undefined ? undefined : { detail }, headers);
      expect(readThrottle(throttled, asIs, 1_000_000_000_000)).toEqual({
        kind,
        message: detail ?? "Too many requests",
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      });
    },
  );
});

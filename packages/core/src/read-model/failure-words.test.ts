import { expect, test } from "vitest";
import { exampleFailure } from "../testing/example-data.ts";
import { failureMeaning, failureWords } from "./failure-words.ts";

test("every documented failure text of Luma has a meaning", () => {
  const documented = [
    "Contains blacklisted words",
    "Failed to read user input frames",
    "Frame moderation failed",
    "Advanced prompt moderation failed",
    "Prompt processing failed",
    "Error dispatching job",
    "Job failed",
    "Error processing callback",
    "Advanced moderation failed",
    "Prompt is required",
    "Prompt is too short, minimum length is 3 characters",
    "Prompt is too long, maximum length is 5000 characters",
    "Loop is not supported for keyframes",
    "Loop is not supported for interpolate between two videos",
    "No keyframes provided",
    "Invalid API key is provided",
    "Insufficient credits. Please add credits to continue.",
  ];
  for (const message of documented) {
    expect(failureMeaning(exampleFailure({ code: "unknown", message })), message).toBeDefined();
  }
  for (const code of ["content_moderated", "generation_failed", "output_not_found", "budget_exhausted"]) {
    expect(failureMeaning(exampleFailure({ code, message: "" })), code).toBeDefined();
  }
});

test("an unknown failure gives the API's own words, and is honest about the money", () => {
  const failure = exampleFailure({ code: "x", message: "Flux inverted.", refund: "unknown" });
  expect(failureWords(failure)).toBe(
    "The API said: Flux inverted; whether the money came back is not known, so it counts as spent. " +
      "Change the shot, or ask for it again with --retry all.",
  );
  expect(failureWords({ ...failure, refund: "charged" })).toContain("it was charged");
  expect(failureWords(failure, true)).toContain("nothing was charged");
});

test("a message that is named like something of every object has no meaning", () => {
  expect(failureMeaning(exampleFailure({ code: "constructor", message: "toString" }))).toBeUndefined();
});

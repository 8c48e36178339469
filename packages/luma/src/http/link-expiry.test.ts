import { expect, it } from "vitest";
import { linkExpiresAtMs, linkLifeMs } from "./link-expiry.ts";

it.each([
  ["X-Amz-Date=20261124T120000Z&X-Amz-Expires=3600&X-Amz-Signature=abc", Date.UTC(2026, 10, 24, 13)],
  ["x-goog-date=20261124T120000Z&x-goog-expires=60", Date.UTC(2026, 10, 24, 12, 1)],
  ["Expires=1795521600&Signature=abc&Key-Pair-Id=K", 1_795_521_600_000],
  ["sv=2024&se=2026-11-24T13%3A00%3A00Z&sig=abc", Date.UTC(2026, 10, 24, 13)],
  ["X-Amz-Expires=3600", undefined],
  ["X-Amz-Date=20261399T120000Z&X-Amz-Expires=3600", undefined],
  ["Expires=never", undefined],
  ["", undefined],
])("a link with %j dies at %s", (query, atMs) => {
  expect(linkExpiresAtMs(`https://storage.example/out.mp4?${query}`)).toBe(atMs);
});

it("says nothing about what is no link", () => {
  expect(linkExpiresAtMs("out.mp4")).toBeUndefined();
});

it.each([
  ["X-Amz-Expires=900&X-Amz-Signature=abc", 900_000],
  ["x-goog-expires=60", 60_000],
  ["X-Amz-Expires=soon", undefined],
  ["Expires=1795521600", undefined],
])("a link with %j lives for %s ms", (query, lifeMs) => {
  expect(linkLifeMs(`https://storage.example/out.mp4?${query}`)).toBe(lifeMs);
});

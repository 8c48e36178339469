import { expect, it } from "vitest";
import { rateResetMs, retryAfterMs, serverTimeMs } from "./header-times.ts";

const DATE = "Tue, 24 Nov 2026 12:00:00 GMT";
const DATE_MS = Date.UTC(2026, 10, 24, 12);
const headers = (fields: Record<string, string>) => new Map(Object.entries(fields));

it("reads the server's clock", () => {
  expect(serverTimeMs(headers({ date: DATE }))).toBe(DATE_MS);
  expect(serverTimeMs(headers({ date: "soon" }))).toBeUndefined();
  expect(serverTimeMs(headers({}))).toBeUndefined();
});

it.each([
  ["0", 0],
  ["12", 12_000],
  ["1.5", 1_500],
  ["99999999", 3_600_000],
  ["-5", undefined],
  ["", undefined],
  ["soon", undefined],
  ["Tue, 24 Nov 2026 12:00:30 GMT", 20_000],
  ["Tue, 24 Nov 2026 11:00:00 GMT", 0],
])("Retry-After %j asks for %s ms", (text, ms) => {
  expect(retryAfterMs(headers({ "retry-after": text }), DATE_MS + 10_000)).toBe(ms);
});

it("measures a date by the server's own clock, and prefers milliseconds", () => {
  const until = "Tue, 24 Nov 2026 12:00:30 GMT";
  expect(retryAfterMs(headers({ "retry-after": until, date: DATE }), 0)).toBe(30_000);
  expect(retryAfterMs(headers({ "retry-after": "9", "retry-after-ms": "250" }), 0)).toBe(250);
});

it.each([
  [String(DATE_MS / 1000 + 30), { date: DATE }, 30_000],
  [String(DATE_MS / 1000 + 30), {}, 20_000],
  [String(DATE_MS / 1000 - 5), { date: DATE }, 0],
  ["99999999999", { date: DATE }, 3_600_000],
  ["30", {}, undefined],
  ["soon", {}, undefined],
])("X-RateLimit-Reset %s beside %j is %s ms away", (text, others, ms) => {
  expect(rateResetMs(headers({ "x-ratelimit-reset": text, ...others }), DATE_MS + 10_000)).toBe(ms);
});

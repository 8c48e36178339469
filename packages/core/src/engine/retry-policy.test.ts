import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Failure } from "../take/take.ts";
import { backoffMs, decideRetry, THROTTLED } from "./retry-policy.ts";

const failure = (category: Failure["category"], code = "x"): Failure => ({
  category,
  code,
  message: "",
  refund: "refunded",
});

describe("a retry", () => {
  it.each([
    ["transient", 0, "later"],
    ["transient", 1, "later"],
    ["transient", 2, "give-up"],
    ["permanent", 0, "give-up"],
    ["account", 0, "stop-run"],
  ] as const)("after a %s failure with %i used is: %s", (category, used, decision) => {
    expect(decideRetry(failure(category), used, 2)).toBe(decision);
  });

  it("after a refusal for now costs none, however many are used", () => {
    expect(decideRetry(failure("transient", THROTTLED), 99, 2)).toBe("again");
  });

  it("waits within half and all of a doubling time, up to its bound", () => {
    const bounds = { firstMs: 1000, mostMs: 60_000 };
    fc.assert(
      fc.property(fc.nat(200), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
        const fullMs = Math.min(60_000, 1000 * 2 ** attempt);
        const waitMs = backoffMs(attempt, bounds, () => random);
        expect(waitMs).toBeGreaterThanOrEqual(fullMs / 2);
        expect(waitMs).toBeLessThanOrEqual(fullMs);
      }),
    );
  });
});

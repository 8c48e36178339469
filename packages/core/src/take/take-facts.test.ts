import { expect, test } from "vitest";
import { exampleFailure, exampleShot, exampleTake } from "../testing/example-data.ts";
import type { TakeState } from "./take.ts";
import { moneyOf } from "./take-facts.ts";

const failure = (
  refund: "refunded" | "charged" | "unknown",
): { failure: ReturnType<typeof exampleFailure> } => ({
  failure: exampleFailure({ refund }),
});

test.each<[TakeState, string]>([
  ["sending", "held"],
  ["unconfirmed", "held"],
  ["running", "held"],
  ["overdue", "held"],
  ["missing", "spent"],
  ["completed", "spent"],
  ["checked", "spent"],
  ["done", "spent"],
  ["abandoned", "spent"],
  ["refused", "none"],
  ["not-created", "none"],
])("the money of a take that is %s is %s", (state, money) => {
  expect(moneyOf(exampleTake(exampleShot(), { state }))).toBe(money);
});

test("a failure gives money back only where that is documented", () => {
  expect(moneyOf(exampleTake(exampleShot(), { state: "failed", ...failure("refunded") }))).toBe("refunded");
  expect(moneyOf(exampleTake(exampleShot(), { state: "failed", ...failure("charged") }))).toBe("spent");
  expect(moneyOf(exampleTake(exampleShot(), { state: "failed", ...failure("unknown") }))).toBe("spent");
  expect(moneyOf(exampleTake(exampleShot(), { state: "failed" }))).toBe("spent");
});

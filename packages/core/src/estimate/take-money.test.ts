import { expect, test } from "vitest";
import type { TakeState } from "../take/take.ts";
import { exampleFailure, exampleShot, exampleTake } from "../testing/example-data.ts";
import { takeMoney } from "./take-money.ts";

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
  expect(takeMoney(exampleTake(exampleShot(), { state }))).toBe(money);
});

test("a failure gives money back only where that is documented", () => {
  expect(takeMoney(exampleTake(exampleShot(), { state: "failed", ...failure("refunded") }))).toBe("refunded");
  expect(takeMoney(exampleTake(exampleShot(), { state: "failed", ...failure("charged") }))).toBe("spent");
  expect(takeMoney(exampleTake(exampleShot(), { state: "failed", ...failure("unknown") }))).toBe("spent");
  expect(takeMoney(exampleTake(exampleShot(), { state: "failed" }))).toBe("spent");
});

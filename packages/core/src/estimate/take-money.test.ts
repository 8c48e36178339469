import { expect, test } from "vitest";
import type { TakeState } from "../take/take.ts";
import { exampleFailure, exampleShot, exampleTake } from "../testing/example-data.ts";
import { committedUsdE4, takeMoney } from "./take-money.ts";

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
  expect(takeMoney({ state })).toBe(money);
});

test("a failure gives money back only where that is documented", () => {
  expect(takeMoney({ state: "failed", ...failure("refunded") })).toBe("refunded");
  expect(takeMoney({ state: "failed", ...failure("charged") })).toBe("spent");
  expect(takeMoney({ state: "failed", ...failure("unknown") })).toBe("spent");
  expect(takeMoney({ state: "failed" })).toBe("spent");
});

test("what is held or spent is committed, nothing else", () => {
  const shot = exampleShot();
  const takes = [
    exampleTake(shot, { number: 1, state: "done", priceUsdE4: 1 }),
    exampleTake(shot, { number: 2, state: "unconfirmed", priceUsdE4: 20 }),
    exampleTake(shot, { number: 3, state: "failed", priceUsdE4: 300, ...failure("refunded") }),
    exampleTake(shot, { number: 4, state: "failed", priceUsdE4: 4_000, ...failure("unknown") }),
    exampleTake(shot, { number: 5, state: "running", priceUsdE4: null }),
  ];
  expect(committedUsdE4(takes)).toBe(4_021);
});

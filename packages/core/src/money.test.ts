import { expect, test } from "vitest";
import { formatUsd } from "./money.ts";

test("money shows two decimals, and more only where they say something", () => {
  expect(formatUsd(12_700)).toBe("$1.27");
  expect(formatUsd(10_000)).toBe("$1.00");
  expect(formatUsd(22)).toBe("$0.0022");
  expect(formatUsd(220)).toBe("$0.022");
  expect(formatUsd(0)).toBe("$0.00");
  expect(formatUsd(-5_500)).toBe("-$0.55");
  expect(formatUsd(12_345_678_900)).toBe("$1,234,567.89");
});

test("an unknown price is never shown as nothing", () => {
  expect(formatUsd(null)).toBe("unknown");
});

import { describe, expect, it } from "vitest";
import { compareCells, isEmptyValue, isTrue } from "./truth.ts";

describe("isTrue", () => {
  it.each([[""], [" "], ["false"], ["No"], ["0"], [0], [false], [undefined], [null], [[]], [Number.NaN]])(
    "takes %j for no",
    (value) => {
      expect(isTrue(value)).toBe(false);
    },
  );

  it.each([["x"], ["true"], [1], [true], [["a"]], [{}]])("takes %j for yes", (value) => {
    expect(isTrue(value)).toBe(true);
  });
});

describe("compareCells", () => {
  it.each([
    ["9", "10", -1],
    ["19.90", 19.9, 0],
    [20, "3", 17],
    [true, "yes", 0],
    ["no", true, -1],
  ])("orders %j and %j", (left, right, order) => {
    expect(compareCells(left, right)).toBe(order);
  });

  it("leaves everything else to Liquid", () => {
    expect(compareCells("a", "b")).toBeUndefined();
    expect(compareCells("", 0)).toBeUndefined();
    expect(compareCells("1e3", "x")).toBeUndefined();
  });
});

describe("isEmptyValue", () => {
  it("knows holes from values", () => {
    expect([undefined, null, "", " \n", []].map(isEmptyValue)).toEqual([true, true, true, true, true]);
    expect([0, false, "x", ["x"], {}].map(isEmptyValue)).toEqual([false, false, false, false, false]);
  });
});

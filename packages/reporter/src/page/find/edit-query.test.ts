import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { setValues, toggleValue, valuesIn } from "./edit-query.ts";

describe("toggleValue", () => {
  it("adds the first value in front and keeps the rest as it was typed", () => {
    expect(toggleValue('rain !tag:"x y"', "s", "failed")).toBe('s:failed rain !tag:"x y"');
  });

  it("adds to what is there, whatever its spelling", () => {
    expect(toggleValue("state:failed rain", "s", "blocked")).toBe("s:failed,blocked rain");
  });

  it("takes the last value out with its field", () => {
    expect(toggleValue("rain s:failed", "s", "failed")).toBe("rain");
  });

  it("leaves a negated term alone", () => {
    expect(toggleValue("!s:done", "s", "done")).toBe("s:done !s:done");
  });

  it("undoes itself", () => {
    const state = fc.constantFrom("done", "failed", "waiting", "running");
    fc.assert(
      fc.property(fc.uniqueArray(state), state, (chosen, value) => {
        const start = setValues("rain", "s", chosen);
        const twice = toggleValue(toggleValue(start, "s", value), "s", value);
        expect([...valuesIn(twice, "state")].sort()).toEqual([...chosen].sort());
      }),
    );
  });
});

describe("setValues", () => {
  it("can be read back, with blanks and commas", () => {
    const text = fc.string().map((each) => each.toLowerCase().replaceAll('"', "").trim());
    fc.assert(
      fc.property(
        text.filter((each) => each !== ""),
        (value) => {
          expect(valuesIn(setValues("", "tag", [value]), "tag")).toEqual([value]);
        },
      ),
    );
  });
});

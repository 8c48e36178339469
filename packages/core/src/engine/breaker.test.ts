import { describe, expect, it } from "vitest";
import type { Failure } from "../take/take.ts";
import { Breaker } from "./breaker.ts";

const failure = (code: string, status?: number): Failure => ({
  category: "permanent",
  code,
  message: "",
  refund: "refunded",
  ...(status === undefined ? {} : { status }),
});
const take = (shotId: string, number = 1) => ({ shotId, number });

describe("the breaker", () => {
  it("trips at five equal ones in a row on different shots, and excuses them all", () => {
    const breaker = new Breaker();
    for (const id of ["a", "b", "c", "d"])
      expect(breaker.failed("create", failure("gone"), take(id))).toEqual([]);
    expect(breaker.failed("create", failure("gone"), take("e"))).toEqual(
      ["a", "b", "c", "d", "e"].map((id) => take(id)),
    );
    expect(breaker.code).toBe("gone");
  });

  it("excuses what fails in the same way afterwards, and nothing else", () => {
    const breaker = new Breaker();
    for (const id of "abcde") breaker.failed("create", failure("gone"), take(id));
    expect(breaker.failed("generation", failure("gone"), take("f"))).toEqual([take("f")]);
    expect(breaker.failed("generation", failure("moderated"), take("g"))).toEqual([]);
  });

  it("does not count one shot twice, but excuses both of its takes", () => {
    const breaker = new Breaker();
    for (const id of "abcd") breaker.failed("create", failure("gone"), take(id));
    expect(breaker.failed("create", failure("gone"), take("a", 2))).toEqual([]);
    expect(breaker.failed("create", failure("gone"), take("e"))).toContainEqual(take("a", 2));
  });

  it("begins anew when something works there, or fails in another way", () => {
    const breaker = new Breaker();
    const four = (): void => {
      for (const id of "abcd") breaker.failed("create", failure("gone", 400), take(id));
    };
    four();
    breaker.worked("create");
    four();
    breaker.failed("create", failure("gone", 410), take("x"));
    four();
    expect(breaker.code).toBeUndefined();
    breaker.worked("generation");
    expect(breaker.failed("create", failure("gone", 400), take("y"))).toHaveLength(5);
  });
});

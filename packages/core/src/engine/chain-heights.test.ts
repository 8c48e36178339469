import { describe, expect, it } from "vitest";
import { testShot } from "../testing/engine-bench.ts";
import { chainHeights } from "./chain-heights.ts";

const shot = (id: string, ...needs: string[]) => testShot(id, { needs });

describe("chain heights", () => {
  it("count the longest chain of shots that wait", () => {
    const shots = [shot("c", "b"), shot("b", "a"), shot("a"), shot("x", "a"), shot("alone")];
    expect(Object.fromEntries(chainHeights(shots))).toEqual({ a: 2, b: 1, c: 0, x: 0, alone: 0 });
  });

  it("bear a need that is not there, and a cycle", () => {
    const heights = chainHeights([shot("a", "gone"), shot("p", "q"), shot("q", "p")]);
    expect(heights.get("a")).toBe(0);
    expect(heights.get("p")).toBe(0);
  });

  it("bear a chain of ten thousand", () => {
    const shots = Array.from({ length: 10_000 }, (_, index) =>
      index === 0 ? shot("0") : shot(String(index), String(index - 1)),
    );
    expect(chainHeights(shots).get("0")).toBe(9999);
  });
});

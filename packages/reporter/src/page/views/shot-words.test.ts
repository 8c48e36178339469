import { sampleReadModel } from "@shotlist/core/testing";
import { describe, expect, it } from "vitest";
import { costWords, failureText, stateLine, takeWords } from "./shot-words.ts";

const { shots } = sampleReadModel({ shots: 20, seed: 2 });
const inState = (state: string) => shots.find((shot) => shot.state === state)!;

describe("words of a shot", () => {
  it("says which take stands for it", () => {
    const choice = shots.find((shot) => shot.takes.length === 2 && shot.state === "done")!;
    expect(takeWords(choice)).toBe(`take ${choice.shownTake} of 2`);
    expect(takeWords(shots.find((shot) => shot.takes.length === 0)!)).toBe("");
  });

  it("says a plain done shortly", () => {
    expect(stateLine(shots[0]!)).toBe("Done · take 1");
  });

  it("says why something waits", () => {
    const changed = shots.find((shot) => shot.action === "changed")!;
    expect(stateLine(changed)).toBe("Waiting · take 1 · prompt changed");
  });

  it("gives a failure's words, and none for what did not fail", () => {
    expect(failureText(inState("failed"))).toMatch(/the money came back|nothing was charged|not known/);
    expect(failureText(inState("blocked"))).toBe(inState("blocked").words);
    expect(failureText(inState("done"))).toBe("");
  });
});

describe("costWords", () => {
  const plain = { ...shots[0]!, takes: [], spentUsdE4: 0 };

  it("never calls an unknown price nothing", () => {
    expect(costWords({ ...plain, priceUsdE4: null }).text).toBe("price unknown");
    const spent = { ...shots[0]!.takes[0]!, priceUsdE4: null, money: "spent" as const };
    expect(costWords({ ...plain, takes: [spent] }).text).toBe("unknown");
  });

  it("tells an estimate, held money, spent money and refunds apart", () => {
    const take = shots[0]!.takes[0]!;
    expect(costWords({ ...plain, priceUsdE4: 7_078 }).text).toBe("est. $0.7078");
    expect(costWords({ ...plain, takes: [{ ...take, money: "held", priceUsdE4: 7_078 }] }).text).toBe(
      "$0.7078 held",
    );
    expect(costWords({ ...plain, takes: [{ ...take, money: "refunded" }] }).text).toBe("refunded");
    expect(costWords({ ...plain, takes: [take], spentUsdE4: 12_740 }).text).toBe("$1.274");
  });
});

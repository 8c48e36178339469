import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Take } from "../take/take.ts";
import { exampleShot, exampleSnapshot, exampleTake } from "../testing/example-data.ts";
import { acceptRisk } from "./accept-risk.ts";

const AGENTS = { dialect: "agents", origin: "https://agents.example", keyHash: "cc" } as const;
const open = (id: string, fields: Partial<Take> = {}): Take =>
  exampleTake(exampleShot({ id }), {
    state: "unconfirmed",
    unansweredAtMs: 5,
    account: AGENTS,
    priceUsdE4: 100,
    ...fields,
  });
const risk = (takes: readonly Take[], mostUsdE4: number, wants: (take: Take) => boolean = () => true) =>
  acceptRisk(exampleSnapshot({ takes }), {
    mostUsdE4,
    canList: (dialect) => dialect === "dream-machine",
    wants,
    atMs: 9,
  });
const ids = (takes: readonly Take[]): readonly string[] => takes.map(({ shotId }) => shotId);

describe("accepting the risk", () => {
  test("sends the oldest again first, up to the sum", () => {
    const takes = [open("b", { intentAtMs: 2 }), open("a", { intentAtMs: 1 }), open("c", { intentAtMs: 3 })];
    const { changes, usdE4, left, snapshot } = risk(takes, 250);
    expect(ids(changes.map(({ take }) => take))).toEqual(["a", "b"]);
    expect(usdE4).toBe(200);
    expect(ids(left)).toEqual(["c"]);
    expect(snapshot.takes.map(({ shotId, state }) => [shotId, state])).toEqual([
      ["b", "not-created"],
      ["a", "not-created"],
      ["c", "unconfirmed"],
    ]);
  });

  test("leaves what a list settles, what is not wanted, what was said yes to, and what has no price", () => {
    const takes = [
      open("listed", { account: { ...AGENTS, dialect: "dream-machine" } }),
      open("old"),
      open("yes", { neverResend: true }),
      open("unpriced", { priceUsdE4: null }),
    ];
    const { changes, left } = risk(takes, 1_000_000, ({ shotId }) => shotId !== "old");
    expect(changes).toEqual([]);
    expect(ids(left)).toEqual(["yes", "unpriced"]);
  });

  test("never goes beyond the sum", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500)), fc.nat(3_000), (prices, mostUsdE4) => {
        const takes = prices.map((priceUsdE4, index) => open(`shot-${index}`, { priceUsdE4 }));
        const { usdE4, changes, left } = risk(takes, mostUsdE4);
        expect(usdE4).toBeLessThanOrEqual(mostUsdE4);
        expect(changes.length + left.length).toBe(prices.length);
      }),
      { seed: 5, numRuns: 100 },
    );
  });
});

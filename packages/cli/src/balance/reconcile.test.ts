import { NOTHING_SETTLED } from "@shotlist/core";
import { exampleShot, exampleSnapshot, exampleTake } from "@shotlist/core/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { askBalance, type BalanceCheck, checkBalance, disagreement } from "./reconcile.ts";

const shot = exampleShot({ id: "mug" });
const made = { ...exampleTake(shot), priceUsdE4: 7_078 };
const other = { ...made, number: 2, account: { ...made.account, keyHash: "another" } };

const check = (fields: Partial<BalanceCheck> = {}): BalanceCheck => ({
  dialect: "dream-machine",
  beforeUsdE4: 100_000,
  afterUsdE4: 92_900,
  recordedUsdE4: 7_078,
  takes: 1,
  unknownPrices: 0,
  ...fields,
});

test("only this account's takes count, and what was settled before the run is what it was", () => {
  const account = made.account;
  const settled = { ...NOTHING_SETTLED, takesOf: new Map([["old", 1]]) };
  const old = { ...exampleTake(exampleShot({ id: "old" })), priceUsdE4: 7_078, account };
  const before = { snapshot: exampleSnapshot({ takes: [] }), settled };
  const told = { before: 100_000, after: 92_900 };
  const result = checkBalance({ account }, before, exampleSnapshot({ takes: [made, other, old] }), told);
  expect(result).toEqual(check({ dialect: account.dialect }));
  expect(
    checkBalance({ account }, before, exampleSnapshot({}), { before: 1, after: undefined }),
  ).toBeUndefined();
});

test("rounding to cents is no disagreement, anything more is, whichever way", () => {
  expect(disagreement(check())).toBeUndefined();
  expect(disagreement(check({ afterUsdE4: 92_000 }))).toMatch(
    /fell by \$0\.80 .* \$0\.0922 more than recorded.*another program/,
  );
  expect(disagreement(check({ afterUsdE4: 100_000 }))).toMatch(/less than recorded.*funds that were added/);
  expect(disagreement(check({ afterUsdE4: 80_000, unknownPrices: 2 }))).toMatch(/without 2 of unknown price/);
});

test("a run in which every charge is rounded to the cent is never told of", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 200_000 }), { maxLength: 50 }), (prices) => {
      const gone = prices.reduce((sum, price) => sum + Math.round(price / 100) * 100, 0);
      const recordedUsdE4 = prices.reduce((sum, price) => sum + price, 0);
      const facts = { beforeUsdE4: 10 ** 9, afterUsdE4: 10 ** 9 - gone, recordedUsdE4, takes: prices.length };
      expect(disagreement(check(facts))).toBeUndefined();
    }),
  );
});

test("an API that tells nothing, fails or takes too long is let be", async () => {
  const api = (balance: (signal: AbortSignal) => Promise<number | undefined>): never =>
    ({ balance }) as never;
  expect(await askBalance(undefined)).toBeUndefined();
  expect(await askBalance(api(async () => 5))).toBe(5);
  expect(await askBalance(api(() => Promise.reject(new Error("no"))))).toBeUndefined();
  const slow = (signal: AbortSignal): Promise<undefined> =>
    new Promise((done) => signal.addEventListener("abort", () => done(undefined)));
  expect(await askBalance(api(slow), 5)).toBeUndefined();
});

import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { DIALECTS } from "../dialect.ts";
import type { FaultSpec } from "../faults/fault-spec.ts";
import { CREATE_ROUTES } from "../testing/create-routes.ts";
import { closeSimulators, openSimulator } from "../testing/open-simulator.ts";
import { stateAt } from "./generation.ts";

afterEach(closeSimulators);

const FAULTS: readonly FaultSpec[] = [
  {},
  { fail: 1 },
  { fail: { probability: 1, value: "budget_exhausted" } },
  { "lost-after": 1 },
  { "500": 1 },
  { "late-accept": { probability: 1, value: 15 } },
  { "stuck-dreaming": 1 },
];

it("every account's balance is what it began with, less the price of all it accepted, and what failures gave back", async () => {
  const step = fc.record({
    route: fc.nat(CREATE_ROUTES.length - 1),
    fault: fc.nat(FAULTS.length - 1),
    passS: fc.constantFrom(0, 5, 20),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      let nowMs = 1e12;
      const open = await openSimulator({ balanceUsdCents: 50_000, now: () => nowMs });
      const { simulator } = open;
      for (const { route, fault, passS } of steps) {
        simulator.setFaults({});
        const create = await CREATE_ROUTES[route]?.prepare({
          ...open,
          pass: (seconds) => {
            nowMs += seconds * 1000;
          },
        });
        simulator.setFaults(FAULTS[fault] ?? {});
        await create?.().catch(() => undefined);
        nowMs += passS * 1000;
        for (const dialect of DIALECTS) {
          const own = simulator.generations().filter((generation) => generation.dialect === dialect);
          const chargedE4 = own.reduce((sum, { priceUsdE4 }) => sum + priceUsdE4, 0);
          const failed = own.filter((generation) => stateAt(generation, nowMs) === "failed");
          const refundedE4 = failed.reduce((sum, { refundUsdE4 }) => sum + refundUsdE4, 0);
          expect(simulator.stats().dialects[dialect]).toMatchObject({
            chargedUsdCents: chargedE4 / 100,
            refundedUsdCents: refundedE4 / 100,
            balanceUsdCents: (5_000_000 - chargedE4 + refundedE4) / 100,
          });
          for (const { refundUsdE4, priceUsdE4, failureCode } of failed)
            expect(refundUsdE4).toBe(failureCode === "budget_exhausted" ? priceUsdE4 >> 1 : priceUsdE4);
        }
      }
      await simulator.close();
    }),
    { numRuns: 12 },
  );
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Account } from "../account.ts";
import { answerDreamMachine } from "../dream-machine/dream-machine.ts";
import type { FaultSpec } from "../faults/fault-spec.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import { openAccount } from "../open-account.ts";
import type { SimulatorOptions } from "../options.ts";
import { memoryJournal } from "./book-journal.ts";
import { stateAt } from "./generation.ts";

/** An account without a network: requests in, statuses and bodies out, in virtual time. */
function openTestAccount(options: SimulatorOptions): {
  readonly account: Account;
  readonly pass: (ms: number) => void;
  readonly ask: (method: string, path: string, body?: JsonObject) => { status: number; body: JsonObject };
} {
  let nowMs = 1_000_000;
  const account = openAccount({ seed: 5, now: () => nowMs, ...options }, memoryJournal(), {
    speed: 1,
    origins: { api: "http://api.test", cdn: "http://cdn.test" },
  });
  return {
    account,
    pass: (ms) => {
      nowMs += ms;
    },
    ask: (method, path, body) => {
      const url = new URL(path, "http://api.test");
      const { answer } = answerDreamMachine(account, {
        method,
        path: url.pathname,
        query: url.searchParams,
        headers: { authorization: "Bearer luma-test" },
        body: body === undefined ? "" : JSON.stringify(body),
      });
      if (answer.kind !== "json") return { status: answer.kind === "empty" ? answer.status : 0, body: {} };
      return { status: answer.status, body: isJsonObject(answer.body) ? answer.body : {} };
    },
  };
}

const video = { model: "ray-2", prompt: "a lighthouse in fog" };
/** Round gaps meet the edges of the minute and of the work; the others fall between them. */
const gaps = fc.oneof(
  fc.array(fc.constantFrom(0, 5_000, 10_000, 30_000), { maxLength: 120 }),
  fc.array(fc.integer({ min: 0, max: 9_000 }), { maxLength: 120 }),
);

describe("the account", () => {
  it("lets through exactly what a sliding minute and the slots allow", () => {
    fc.assert(
      fc.property(
        gaps,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 6 }),
        (gapsMs, perMinute, slots) => {
          const { account, ask, pass } = openTestAccount({
            limits: { concurrency: slots, createsPerMinute: perMinute },
            latency: { queuedS: 0, meanS: 20, spreadS: 0 },
          });
          const passedLimiter: number[] = [];
          const endings: number[] = [];
          let atMs = 0;
          for (const gapMs of gapsMs) {
            pass(gapMs);
            atMs += gapMs;
            const inMinute = passedLimiter.filter((time) => time > atMs - 60_000).length;
            const atWork = endings.filter((time) => time > atMs).length;
            const expected =
              inMinute >= perMinute
                ? "Rate limit exceeded"
                : atWork >= slots
                  ? "Too many concurrent jobs"
                  : undefined;
            if (inMinute < perMinute) passedLimiter.push(atMs);
            if (expected === undefined) endings.push(atMs + 20_000);
            const answer = ask("POST", "/generations/video", video);
            expect([answer.status, answer.body["detail"]]).toEqual([
              expected === undefined ? 201 : 429,
              expected,
            ]);
          }
          const stats = account.stats.read();
          expect(stats.peakConcurrency).toBeLessThanOrEqual(slots);
          expect(stats.creates).toEqual({
            received: gapsMs.length,
            accepted: endings.length,
            refused: gapsMs.length - endings.length,
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it("keeps its money: balance = start − charged + refunded, and only failures are refunded", () => {
    const faults: FaultSpec = {
      fail: 0.3,
      "500-after": 0.2,
      "lost-before": 0.2,
      "stuck-dreaming": 0.1,
      "402": 0.1,
    };
    fc.assert(
      fc.property(gaps, fc.integer({ min: 0, max: 5_000 }), fc.nat(), (gapsMs, balanceUsdCents, seed) => {
        const { account, ask, pass } = openTestAccount({ seed, balanceUsdCents, faults });
        for (const gapMs of gapsMs) {
          pass(gapMs);
          ask("POST", "/generations/video", video);
          const nowMs = account.clock.nowMs();
          const money = account.book.money("dream-machine");
          const all = account.book.all();
          const charged = all.reduce((sum, { priceUsdE4 }) => sum + priceUsdE4, 0);
          const refunded = all
            .filter((generation) => stateAt(generation, nowMs) === "failed")
            .reduce((sum, { priceUsdE4 }) => sum + priceUsdE4, 0);
          expect(money).toEqual({
            startUsdE4: balanceUsdCents * 100,
            chargedUsdE4: charged,
            refundedUsdE4: refunded,
            balanceUsdE4: balanceUsdCents * 100 - charged + refunded,
          });
          expect(money.balanceUsdE4).toBeGreaterThanOrEqual(0);
          expect(ask("GET", "/credits").body).toEqual({ credit_balance: money.balanceUsdE4 / 100 });
        }
      }),
      { numRuns: 60 },
    );
  });

  it("does the same again for the same seed, and something else for another", () => {
    const live = (seed: number): unknown => {
      const { account, ask, pass } = openTestAccount({
        seed,
        faults: { fail: 0.3, "lost-after": 0.3, "503": 0.2 },
      });
      const answers = Array.from({ length: 60 }, () => {
        pass(3_100);
        return ask("POST", "/generations/video", video);
      });
      return [answers, account.book.all()];
    };
    expect(live(1)).toEqual(live(1));
    expect(live(1)).not.toEqual(live(2));
  });

  it("lists every generation once, newest first, for any page size", () => {
    const pageSizes = fc.integer({ min: 1, max: 130 });
    fc.assert(
      fc.property(gaps, pageSizes, fc.array(fc.nat(119)), (gapsMs, limit, removed) => {
        const { account, ask, pass } = openTestAccount({
          limits: { concurrency: 1e6, createsPerMinute: 1e6 },
        });
        for (const gapMs of gapsMs) {
          pass(gapMs);
          ask("POST", "/generations/video", video);
        }
        for (const index of removed) ask("DELETE", `/generations/${account.book.all()[index]?.id}`);
        const gone = new Set(removed);
        const expected = account.book.all().filter(({ index }) => !gone.has(index));
        const seen: unknown[] = [];
        for (let offset = 0, more = true; more; ) {
          const page = ask("GET", `/generations?limit=${limit}&offset=${offset}`).body;
          const generations = page["generations"] as readonly JsonObject[];
          expect(page).toMatchObject({ count: generations.length, limit: Math.min(limit, 100), offset });
          seen.push(...generations.map(({ id }) => id));
          offset += generations.length;
          more = page["has_more"] === true;
          expect(more).toBe(offset < expected.length);
        }
        expect(seen).toEqual(expected.map(({ id }) => id).reverse());
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ["limit=0", "greater_than_equal"],
    ["limit=many", "int_parsing"],
    ["offset=-1", "greater_than_equal"],
  ])("refuses to list with %s", (query, type) => {
    const { ask } = openTestAccount({});
    const answer = ask("GET", `/generations?${query}`);
    expect([answer.status, answer.body["detail"]]).toMatchObject([422, [{ type }]]);
  });

  it("gives the slot of a generation that is stuck back after an hour", () => {
    const { ask, pass } = openTestAccount({ limits: { concurrency: 1 }, faults: { "stuck-queued": 1 } });
    expect(ask("POST", "/generations/video", video).status).toBe(201);
    pass(3_599_000);
    expect(ask("POST", "/generations/video", video).status).toBe(429);
    pass(1_000);
    expect(ask("POST", "/generations/video", video).status).toBe(201);
  });

  it("has limits of its own for images", () => {
    const { ask } = openTestAccount({ limits: { concurrency: 1, createsPerMinute: 2 } });
    const image = { model: "photon-1", prompt: "a pier" };
    const images = Array.from({ length: 5 }, () => ask("POST", "/generations/image", image).status);
    expect(images).toEqual([201, 201, 201, 201, 429]);
    expect(ask("POST", "/generations/video", video).status).toBe(201);
  });
});

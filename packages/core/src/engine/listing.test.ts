import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Generation, ListOutcome } from "../ports/generation-api.ts";
import { listGenerations } from "./listing.ts";

const signal = new AbortController().signal;

/** An account of generations, newest first; `change` may change it before each page. */
function account(options: {
  readonly generations: Generation[];
  readonly most?: number;
  readonly change?: (page: number, generations: Generation[]) => void;
}): {
  list: (page: { limit: number; offset: number }) => Promise<ListOutcome>;
  asked: { limit: number; offset: number }[];
} {
  const asked: { limit: number; offset: number }[] = [];
  return {
    asked,
    list: async (page) => {
      asked.push(page);
      options.change?.(asked.length, options.generations);
      const { limit, offset } = { ...page, limit: Math.min(page.limit, options.most ?? 1000) };
      const generations = options.generations.slice(offset, offset + limit);
      return { kind: "page", generations, hasMore: offset + limit < options.generations.length };
    },
  };
}

const made = (id: number, createdAtMs = id): Generation => ({ id: `g${id}`, state: "running", createdAtMs });
const newestFirst = (count: number): Generation[] =>
  Array.from({ length: count }, (_, index) => made(count - index));

async function idsOf(order: Parameters<typeof listGenerations>[0]): Promise<string[]> {
  const listing = await listGenerations(order);
  if (listing.kind !== "complete") throw new Error(`The listing ended as ${listing.kind}.`);
  return listing.generations.map(({ id }) => id);
}

describe("listing an account", () => {
  it("reads back to a time and not much further", async () => {
    const { list, asked } = account({ generations: newestFirst(1000) });
    const ids = await idsOf({ list, untilMs: 850, signal });
    expect(ids).toContain("g850");
    expect(asked).toEqual([
      { limit: 100, offset: 0 },
      { limit: 100, offset: 99 },
    ]);
  });

  it("steps by what came back, whatever the server's most for a page is", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 120 }),
        fc.integer({ min: 0, max: 250 }),
        async (most, count) => {
          const { list } = account({ generations: newestFirst(count), most });
          expect(await idsOf({ list, untilMs: -1, signal })).toHaveLength(count);
        },
      ),
    );
  });

  it("misses nothing that stays, while others come and go between its pages", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ page: fc.integer({ min: 2, max: 6 }), at: fc.nat(60), add: fc.boolean() }), {
          maxLength: 3,
        }),
        async (changes) => {
          const generations = newestFirst(60);
          const gone = new Set<string>();
          let next = 61;
          const { list } = account({
            generations,
            most: 10,
            change: (page, all) => {
              for (const { at, add } of changes.filter((change) => change.page === page)) {
                if (add) all.unshift(made(next++));
                else for (const { id } of all.splice(at, 1)) gone.add(id);
              }
            },
          });
          const ids = new Set(await idsOf({ list, untilMs: -1, signal }));
          for (let id = 1; id <= 60; id++) if (!gone.has(`g${id}`)) expect(ids).toContain(`g${id}`);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("reads everything when the order is not newest first, or unknown", async () => {
    const shuffled = [made(5, 500), made(9, 900), made(1, 1), made(4, 400)];
    const { list } = account({ generations: shuffled, most: 3 });
    expect(await idsOf({ list, untilMs: 450, signal })).toHaveLength(4);
    const undated = newestFirst(30).map(({ id, state }) => ({ id, state }));
    expect(await idsOf({ ...account({ generations: undated, most: 10 }), untilMs: 25, signal })).toHaveLength(
      30,
    );
  });

  it("takes smaller pages while larger ones answer 5xx, and calls the list broken when none works", async () => {
    const { list } = account({ generations: newestFirst(40) });
    const failing =
      (above: number): typeof list =>
      async (page) =>
        page.limit > above
          ? { kind: "unreachable", reason: "Internal Server Error", status: 500 }
          : list(page);
    expect(await idsOf({ list: failing(25), untilMs: -1, signal })).toHaveLength(40);
    expect(await listGenerations({ list: failing(0), untilMs: -1, signal })).toMatchObject({
      kind: "broken",
    });
  });

  it("calls a list broken that is never twice the same", async () => {
    let next = 0;
    const listing = await listGenerations({
      list: async () => ({ kind: "page", generations: [made(next++), made(next++)], hasMore: true }),
      untilMs: -1,
      signal,
    });
    expect(listing).toMatchObject({ kind: "broken" });
  });

  it("hands on what is not an answer", async () => {
    const failure = { category: "account", code: "bad-key", message: "", refund: "unknown" } as const;
    const outcomes: ListOutcome[] = [
      { kind: "refused", failure },
      { kind: "unreachable", reason: "reset" },
      { kind: "throttled", throttle: { kind: "rate", message: "", retryAfterMs: 7 } },
    ];
    for (const outcome of outcomes) {
      const listing = await listGenerations({ list: async () => outcome, untilMs: 0, signal });
      expect(listing.kind).toBe(outcome.kind);
    }
  });
});

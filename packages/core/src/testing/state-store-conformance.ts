import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DoneTake, KnownShot, StateStore, TakeChange } from "../ports/state-store.ts";
import type { Failure, IdSource, Take } from "../take/take.ts";
import type { TakeEvent } from "../take/take-event.ts";
import { sampleTake } from "./sample-take.ts";

/** One new, empty state that can be opened several times, as several processes would. */
export interface StateStoreUnderTest {
  /** A connection of its own to the same state. The suite closes what it opens. */
  open(): Promise<StateStore>;
  /** Throws every open connection away as a crash would, without closing it in order. */
  crash?(): Promise<void>;
  /** Removes everything. */
  dispose(): Promise<void>;
}

const ACCOUNT = { dialect: "dream-machine", origin: "https://api.example", keyHash: "aa" } as const;
const OTHER_KEY = { ...ACCOUNT, keyHash: "bb" } as const;
const AGENTS = { dialect: "agents", origin: "https://agents.example", keyHash: "cc" } as const;
const NO_WALLS = {};

/**
 * The contract of every `StateStore`, as a vitest suite: call it at the top level of a test file.
 *
 * @param name - what the store is called in the test's title.
 * @param make - gives a new, empty state; called once for each test.
 */
export function describeStateStore(name: string, make: () => Promise<StateStoreUnderTest>): void {
  let subject: StateStoreUnderTest;
  let opened: StateStore[];

  const open = async (): Promise<StateStore> => {
    const store = await subject.open();
    opened.push(store);
    return store;
  };
  const begin = (store: StateStore): Promise<number> => store.beginRun({ accounts: [ACCOUNT], atMs: 1 });

  beforeEach(async () => {
    subject = await make();
    opened = [];
  });
  afterEach(async () => {
    for (const store of opened) await store.close();
    await subject.dispose();
  });

  describe(`${name} is a state store`, () => {
    describe("epochs", () => {
      test("each run has a greater epoch, also through another connection", async () => {
        const first = await open();
        const second = await open();
        const epochs = [await begin(first), await begin(second), await begin(first)];
        expect(epochs[1]).toBeGreaterThan(epochs[0]!);
        expect(epochs[2]).toBeGreaterThan(epochs[1]!);
      });

      test("a superseded run writes nothing any more", async () => {
        const store = await open();
        const old = await begin(store);
        const take = intent({ epoch: old });
        expect(await store.commitIntent(take, NO_WALLS)).toEqual({ kind: "committed" });
        const newer = await open();
        await begin(newer);
        const before = await newer.read();

        expect(
          await store.commitIntent(intent({ epoch: old, number: 2, requestHash: "h2" }), NO_WALLS),
        ).toEqual({
          kind: "superseded",
        });
        await expect(store.record(old, [accepted(take, "gen-1")])).rejects.toMatchObject({
          code: "state-superseded",
        });
        await expect(store.syncShots(old, [], [shot("a", 0)])).rejects.toMatchObject({
          code: "state-superseded",
        });
        expect(await newer.read()).toEqual(before);
      });

      test("an account is bound on its first use, and another of that dialect is refused", async () => {
        const store = await open();
        const epoch = await begin(store);
        await expect(store.beginRun({ accounts: [OTHER_KEY], atMs: 2 })).rejects.toMatchObject({
          code: "state-other-account",
        });
        await expect(
          store.beginRun({ accounts: [AGENTS, { ...ACCOUNT, origin: "https://else.example" }], atMs: 2 }),
        ).rejects.toMatchObject({ code: "state-other-account" });
        expect((await store.read()).info.accounts).toEqual([ACCOUNT]);
        // The refusals gave out no epoch: the run that was there is still the newest.
        expect(await store.commitIntent(intent({ epoch }), NO_WALLS)).toEqual({ kind: "committed" });

        await store.beginRun({ accounts: [AGENTS, ACCOUNT], atMs: 3 });
        const accounts = (await store.read()).info.accounts;
        expect(accounts).toHaveLength(2);
        expect(accounts).toEqual(expect.arrayContaining([ACCOUNT, AGENTS]));
      });
    });

    describe("intents", () => {
      test("a committed intent is read back exactly", async () => {
        const store = await open();
        const take = intent({
          epoch: await begin(store),
          upstream: { frame0: "gen-0" },
          clockOffsetMs: -12.5,
        });
        await store.commitIntent(take, NO_WALLS);
        expect((await store.read()).takes).toEqual([take]);
      });

      test("a number that was used is never used again", async () => {
        const store = await open();
        const epoch = await begin(store);
        const first = intent({ epoch });
        await store.commitIntent(first, NO_WALLS);
        await store.record(epoch, [refused(first)]);
        const before = await store.read();
        await expect(store.commitIntent(intent({ epoch, requestHash: "h2" }), NO_WALLS)).rejects.toThrow();
        expect(await store.read()).toEqual(before);
      });

      test("while an equal request of the account is unanswered, no second one goes", async () => {
        const store = await open();
        const epoch = await begin(store);
        const first = intent({ epoch, shotId: "first", number: 3 });
        await store.commitIntent(first, NO_WALLS);
        const second = intent({ epoch, shotId: "second" });
        const twin = { kind: "twin-unanswered", twin: { shotId: "first", number: 3 } };
        expect(await store.commitIntent(second, NO_WALLS)).toEqual(twin);

        await store.record(epoch, [unanswered(first)]);
        expect(await store.commitIntent(second, NO_WALLS)).toEqual(twin);
        expect((await store.read()).takes).toHaveLength(1);

        await store.record(epoch, [accepted(first, "gen-1")]);
        expect(await store.commitIntent(second, NO_WALLS)).toEqual({ kind: "committed" });
      });

      test("an equal request of another account is no twin, nor is another request", async () => {
        const store = await open();
        const epoch = await begin(store);
        await store.commitIntent(intent({ epoch }), NO_WALLS);
        const elsewhere = intent({ epoch, shotId: "b", account: AGENTS });
        expect(await store.commitIntent(elsewhere, NO_WALLS)).toEqual({ kind: "committed" });
        const different = intent({ epoch, shotId: "c", requestHash: "h2" });
        expect(await store.commitIntent(different, NO_WALLS)).toEqual({ kind: "committed" });
      });

      test("a twin is found after a restart as well", async () => {
        const store = await open();
        await store.commitIntent(intent({ epoch: await begin(store) }), NO_WALLS);
        const next = await open();
        const second = intent({ epoch: await begin(next), shotId: "b" });
        expect(await next.commitIntent(second, NO_WALLS)).toMatchObject({ kind: "twin-unanswered" });
      });
    });

    describe("walls", () => {
      test("the state's wall stands against what is held and spent over its life", async () => {
        const store = await open();
        const first = intent({ epoch: await begin(store), priceUsdE4: 600 });
        const walls = { maxSpendUsdE4: 1_000 };
        await store.commitIntent(first, walls);
        const epoch = await begin(store);
        const second = intent({ epoch, number: 2, requestHash: "h2", priceUsdE4: 401 });
        expect(await store.commitIntent(second, walls)).toEqual({
          kind: "over-budget",
          wall: "state",
          committedUsdE4: 600,
          wallUsdE4: 1_000,
        });
        expect(await store.commitIntent({ ...second, priceUsdE4: 400 }, walls)).toEqual({
          kind: "committed",
        });
      });

      test("a run's wall stands against its own new intents only", async () => {
        const store = await open();
        await store.commitIntent(intent({ epoch: await begin(store), priceUsdE4: 900 }), NO_WALLS);
        const epoch = await begin(store);
        const walls = { maxRunSpendUsdE4: 1_000 };
        const at = (number: number, priceUsdE4: number): Take =>
          intent({ epoch, number, requestHash: `h${number}`, priceUsdE4 });
        expect(await store.commitIntent(at(2, 700), walls)).toEqual({ kind: "committed" });
        expect(await store.commitIntent(at(3, 301), walls)).toEqual({
          kind: "over-budget",
          wall: "run",
          committedUsdE4: 700,
          wallUsdE4: 1_000,
        });
        expect(await store.commitIntent(at(3, 300), walls)).toEqual({ kind: "committed" });
      });

      test("with a wall a shot of unknown price is refused, without one it is not", async () => {
        const store = await open();
        const epoch = await begin(store);
        const take = intent({ epoch, priceUsdE4: null });
        expect(await store.commitIntent(take, { maxSpendUsdE4: 1_000 })).toEqual({ kind: "unknown-price" });
        expect(await store.commitIntent(take, { maxRunSpendUsdE4: 1_000 })).toEqual({
          kind: "unknown-price",
        });
        expect(await store.commitIntent(take, NO_WALLS)).toEqual({ kind: "committed" });
      });

      test.each([
        ["refused", refused, 0],
        ["failed with a documented refund", (take: Take) => failed(take, "refunded"), 0],
        ["failed and charged", (take: Take) => failed(take, "charged"), 600],
        ["failed without a word on money", (take: Take) => failed(take, "unknown"), 600],
        ["unanswered", unanswered, 600],
        ["accepted", (take: Take) => accepted(take, "gen-1"), 600],
      ])("a take that was %s", async (_, change, committedUsdE4) => {
        const store = await open();
        const epoch = await begin(store);
        const first = intent({ epoch, priceUsdE4: 600 });
        await store.commitIntent(first, NO_WALLS);
        await store.record(epoch, [change(first)]);
        const next = intent({ epoch, number: 2, requestHash: "h2", priceUsdE4: 1_000 });
        const walls = [{ maxSpendUsdE4: 999 }, { maxRunSpendUsdE4: 999 }];
        for (const wall of walls) {
          expect(await store.commitIntent(next, wall)).toMatchObject({ kind: "over-budget", committedUsdE4 });
        }
        expect(await store.commitIntent(next, { maxSpendUsdE4: 1_000 + committedUsdE4 })).toEqual({
          kind: "committed",
        });
      });

      test("no order of intents and answers gets through the state's wall", async () => {
        const store = await open();
        const epoch = await begin(store);
        let number = 0;
        await fc.assert(
          fc.asyncProperty(fc.array(fc.tuple(fc.nat(400), fc.nat(3)), { maxLength: 12 }), async (steps) => {
            for (const [priceUsdE4, answer] of steps) {
              number++;
              const take = intent({ epoch, shotId: "law", number, requestHash: `law${number}`, priceUsdE4 });
              const heldBefore = committed(await store.read());
              const outcome = await store.commitIntent(take, { maxSpendUsdE4: 1_500 });
              expect(outcome.kind).toBe(heldBefore + priceUsdE4 > 1_500 ? "over-budget" : "committed");
              if (outcome.kind !== "committed") continue;
              const answers = [
                refused(take),
                failed(take, "refunded"),
                failed(take, "charged"),
                unanswered(take),
              ];
              await store.record(epoch, [answers[answer]!]);
            }
            expect(committed(await store.read())).toBeLessThanOrEqual(1_500);
          }),
          { numRuns: 10, seed: 7 },
        );
      });
    });

    describe("changes", () => {
      test("a change is read back exactly, by every connection", async () => {
        const store = await open();
        const epoch = await begin(store);
        const take = intent({ epoch });
        await store.commitIntent(take, NO_WALLS);
        const change = accepted(take, "gen-1");
        await store.record(epoch, [change]);
        const reader = await open();
        expect((await reader.read()).takes).toEqual([change.take]);
      });

      test("a clip is read back with its newest name", async () => {
        const store = await open();
        const epoch = await begin(store);
        const clip = {
          file: "a.mp4",
          bytes: 1,
          sha256: "00",
          width: 1,
          height: 1,
          durationS: 5,
          poster: "a.jpg",
        };
        const made = intent({
          epoch,
          state: "done",
          generationId: "gen-1",
          idSource: "answer",
          doneAtMs: 3,
          clip,
        });
        await store.record(epoch, [{ take: made, event: { type: "intended", atMs: 3, take: made } }]);
        const { poster: _poster, ...facts } = clip;
        const moved = { ...facts, file: "a.take-1.mp4" };
        await store.record(epoch, [
          change(made, { type: "clip-moved", atMs: 4, clip: moved }, { clip: moved }),
        ]);
        expect((await (await open()).read()).takes).toEqual([{ ...made, clip: moved }]);
      });

      test("a take can begin its life with a change: one that was found, not sent", async () => {
        const store = await open();
        const epoch = await begin(store);
        const found = intent({ epoch, state: "running", generationId: "gen-9", idSource: "listing" });
        await store.record(epoch, [{ take: found, event: { type: "intended", atMs: 5, take: found } }]);
        expect((await store.read()).takes).toEqual([found]);
      });

      test("a generation id has one owner, and a change that breaks that changes nothing", async () => {
        const store = await open();
        const epoch = await begin(store);
        const first = intent({ epoch });
        const second = intent({ epoch, number: 2, requestHash: "h2" });
        const third = intent({ epoch, number: 3, requestHash: "h3" });
        for (const take of [first, second, third]) await store.commitIntent(take, NO_WALLS);
        await store.record(epoch, [accepted(first, "gen-1")]);
        const before = await store.read();
        await expect(
          store.record(epoch, [accepted(third, "gen-3"), accepted(second, "gen-1")]),
        ).rejects.toMatchObject({ code: "generation-id-taken" });
        expect(await store.read()).toEqual(before);

        await store.record(epoch, [accepted(third, "gen-3")]);
        await expect(store.record(epoch, [accepted(second, "gen-3")])).rejects.toMatchObject({
          code: "generation-id-taken",
        });
      });

      test("no changes are no change", async () => {
        const store = await open();
        const epoch = await begin(store);
        const before = await store.read();
        await store.record(epoch, []);
        expect(await store.read()).toEqual(before);
      });
    });

    describe("shots", () => {
      test("the manifest's shots are remembered in its order, and those of before are not", async () => {
        const store = await open();
        const epoch = await begin(store);
        await store.syncShots(epoch, [], [shot("b", 0), shot("a", 1), shot("c", 2)]);
        expect((await store.read()).knownShots.map((known) => known.id)).toEqual(["b", "a", "c"]);
        const next = [shot("a", 0), { ...shot("d", 1), wanted: { prompt: "ein Fluß", loop: true } }];
        await store.syncShots(epoch, [], next);
        expect((await store.read()).knownShots).toEqual(next);
      });

      test("swapped ids swap takes and verdicts, all at once", async () => {
        const store = await open();
        const epoch = await begin(store);
        const takes = [
          intent({ epoch, shotId: "a", requestHash: "h1" }),
          intent({ epoch, shotId: "a", number: 2, requestHash: "h2" }),
          intent({ epoch, shotId: "b", requestHash: "h3" }),
        ];
        for (const take of takes) await store.commitIntent(take, NO_WALLS);
        await store.setVerdict(verdict("a", 2));
        const moves = [
          { from: "a", to: "b" },
          { from: "b", to: "a" },
        ];
        await store.syncShots(epoch, moves, [shot("b", 0), shot("a", 1)]);
        const after = await store.read();
        expect(byName(after.takes)).toEqual(["a 1 h3", "b 1 h1", "b 2 h2"]);
        expect(after.verdicts).toEqual([verdict("b", 2)]);
      });

      test("a chain of new ids moves every take one step", async () => {
        const store = await open();
        const epoch = await begin(store);
        for (const [index, shotId] of ["a", "b", "c"].entries()) {
          await store.commitIntent(intent({ epoch, shotId, requestHash: `h${index}` }), NO_WALLS);
        }
        const moves = [
          { from: "a", to: "b" },
          { from: "b", to: "c" },
          { from: "c", to: "d" },
        ];
        await store.syncShots(epoch, moves, []);
        expect(byName((await store.read()).takes)).toEqual(["b 1 h0", "c 1 h1", "d 1 h2"]);
      });

      test("takes that come to a shot with takes of its own are numbered on after them", async () => {
        const store = await open();
        const epoch = await begin(store);
        const takes = [
          intent({ epoch, shotId: "old", number: 1, requestHash: "h0" }),
          intent({ epoch, shotId: "old", number: 2, requestHash: "h1", paidTwiceOf: 1 }),
          intent({ epoch, shotId: "new", number: 3, requestHash: "h2" }),
          intent({ epoch, shotId: "new", number: 4, requestHash: "h3", paidTwiceOf: 3 }),
        ];
        for (const take of takes) await store.commitIntent(take, NO_WALLS);
        await store.setVerdict(verdict("old", 2));
        await store.syncShots(epoch, [{ from: "old", to: "new" }], []);
        const after = await store.read();
        expect(byName(after.takes)).toEqual(["new 3 h2", "new 4 h3", "new 5 h0", "new 6 h1"]);
        expect(after.takes.find((take) => take.number === 4)?.paidTwiceOf).toBe(3);
        expect(after.takes.find((take) => take.number === 6)?.paidTwiceOf).toBe(5);
        expect(after.verdicts).toEqual([verdict("new", 6)]);
      });

      test("a moved take is found under its new name by the changes that follow", async () => {
        const store = await open();
        const epoch = await begin(store);
        const take = intent({ epoch, shotId: "a" });
        await store.commitIntent(take, NO_WALLS);
        await store.syncShots(epoch, [{ from: "a", to: "b" }], []);
        const change = accepted({ ...take, shotId: "b" }, "gen-1");
        await store.record(epoch, [change]);
        expect((await store.read()).takes).toEqual([change.take]);
      });
    });

    describe("changes by hand", () => {
      test("a forgotten take is gone with its verdict, and leaves its number, its generation and its money", async () => {
        const store = await open();
        const epoch = await begin(store);
        const first = intent({ epoch, priceUsdE4: 600 });
        const second = intent({ epoch, number: 2, requestHash: "h2", priceUsdE4: 100 });
        for (const take of [first, second]) await store.commitIntent(take, NO_WALLS);
        await store.record(epoch, [accepted(first, "gen-1")]);
        await store.setVerdict(verdict("a", 1));
        const serial = await store.serial();

        await store.forget(epoch, [first], 77);
        const after = await store.read();
        expect(after.takes).toEqual([second]);
        expect(after.verdicts).toEqual([]);
        expect(after.forgotten).toEqual([
          { shotId: "a", number: 1, generationId: "gen-1", committedUsdE4: 600, atMs: 77 },
        ]);
        expect(after.info.serial).toBeGreaterThan(serial);
      });

      test("forgetting makes no room under a wall", async () => {
        const store = await open();
        const epoch = await begin(store);
        const first = intent({ epoch, priceUsdE4: 600 });
        await store.commitIntent(first, NO_WALLS);
        await store.record(epoch, [accepted(first, "gen-1")]);
        await store.forget(epoch, [first], 5);
        const next = intent({ epoch, number: 2, requestHash: "h2", priceUsdE4: 401 });
        expect(await store.commitIntent(next, { maxSpendUsdE4: 1_000 })).toMatchObject({
          kind: "over-budget",
          committedUsdE4: 600,
        });
      });

      test("a forgotten generation comes back by hand, and never by a listing", async () => {
        const store = await open();
        const epoch = await begin(store);
        const first = intent({ epoch });
        await store.commitIntent(first, NO_WALLS);
        await store.record(epoch, [accepted(first, "gen-1")]);
        await store.forget(epoch, [first], 5);
        const next = intent({ epoch, number: 2 });
        await store.commitIntent(next, NO_WALLS);
        const listed = accepted(next, "gen-1", "listing");
        await expect(store.record(epoch, [listed])).rejects.toMatchObject({ code: "generation-id-taken" });
        await store.record(epoch, [accepted(next, "gen-1", "hand")]);
        expect((await store.read()).takes[0]?.generationId).toBe("gen-1");
      });

      test("forgetting one that is not there forgets none", async () => {
        const store = await open();
        const epoch = await begin(store);
        const first = intent({ epoch });
        await store.commitIntent(first, NO_WALLS);
        const before = await store.read();
        await expect(store.forget(epoch, [first, { ...first, number: 9 }], 5)).rejects.toMatchObject({
          code: "take-not-found",
        });
        await expect(store.forget(epoch - 1, [first], 5)).rejects.toMatchObject({ code: "state-superseded" });
        expect(await store.read()).toEqual(before);
      });

      test("takes that come to a shot are not given the numbers of its forgotten ones", async () => {
        const store = await open();
        const epoch = await begin(store);
        const gone = intent({ epoch, shotId: "new", requestHash: "h1" });
        await store.commitIntent(gone, NO_WALLS);
        await store.commitIntent(intent({ epoch, shotId: "old", requestHash: "h2" }), NO_WALLS);
        await store.forget(epoch, [gone], 5);
        await store.syncShots(epoch, [{ from: "old", to: "new" }], []);
        expect(byName((await store.read()).takes)).toEqual(["new 2 h2"]);
      });

      test("rebound with its takes, a state is the new key's, twins and all", async () => {
        const store = await open();
        const epoch = await begin(store);
        const take = intent({ epoch });
        await store.commitIntent(take, NO_WALLS);
        const serial = await store.serial();
        await store.rebind(epoch, OTHER_KEY, { takes: true, atMs: 4 });
        const after = await store.read();
        expect(after.info.accounts).toEqual([OTHER_KEY]);
        expect(after.takes).toEqual([{ ...take, account: OTHER_KEY }]);
        expect(after.info.serial).toBeGreaterThan(serial);
        await expect(begin(store)).rejects.toMatchObject({ code: "state-other-account" });
        const next = await store.beginRun({ accounts: [OTHER_KEY], atMs: 5 });
        const twin = intent({ epoch: next, shotId: "b", account: OTHER_KEY });
        expect(await store.commitIntent(twin, NO_WALLS)).toMatchObject({ kind: "twin-unanswered" });
      });

      test("rebound without its takes, each take stays its own account's", async () => {
        const store = await open();
        const epoch = await begin(store);
        const take = intent({ epoch });
        await store.commitIntent(take, NO_WALLS);
        await store.rebind(epoch, OTHER_KEY, { takes: false, atMs: 4 });
        const after = await store.read();
        expect(after.info.accounts).toEqual([OTHER_KEY]);
        expect(after.takes).toEqual([take]);
      });

      test("a saved plan is remembered as begun, then as finished, without moving the serial", async () => {
        const store = await open();
        const epoch = await begin(store);
        const serial = await store.serial();
        await store.notePlan(epoch, { id: "p", begunAtMs: 5 });
        expect((await store.read()).plans).toEqual([{ id: "p", begunAtMs: 5 }]);
        await store.notePlan(epoch, { id: "p", begunAtMs: 6, finishedAtMs: 9 });
        expect((await store.read()).plans).toEqual([{ id: "p", begunAtMs: 5, finishedAtMs: 9 }]);
        expect(await store.serial()).toBe(serial);
      });
    });

    describe("reading what is open", () => {
      /** Two shots that are done, one of them twice; one that is in flight beside its done take. */
      async function fill(store: StateStore): Promise<void> {
        const epoch = await begin(store);
        const takes = [
          intent({ epoch, shotId: "b", requestHash: "h1" }),
          intent({ epoch, shotId: "a", requestHash: "h2" }),
          intent({ epoch, shotId: "b", number: 2, requestHash: "h3" }),
          intent({ epoch, shotId: "c", requestHash: "h4" }),
          intent({ epoch, shotId: "c", number: 2, requestHash: "h5" }),
        ];
        for (const [index, take] of takes.entries()) {
          await store.commitIntent(take, NO_WALLS);
          if (index < 4) await store.record(epoch, [done(take, `gen-${index}`)]);
        }
        await store.syncShots(epoch, [], [shot("a", 0), shot("b", 1), shot("c", 2), shot("d", 3)]);
      }

      test("says of a take that was made from others that there is more to know", async () => {
        const store = await open();
        const epoch = await begin(store);
        for (const [shotId, upstream] of [
          ["plain", {}],
          ["chained", { source: "gen-0" }],
        ] as const) {
          const take = intent({ epoch, shotId, requestHash: shotId, upstream });
          await store.commitIntent(take, NO_WALLS);
          await store.record(epoch, [done(take, `gen-${shotId}`)]);
        }
        const more = new Map<string, boolean>();
        await store.readOpen(([take]) => {
          if (take !== undefined) more.set(take.shotId, take.hasMore);
          return false;
        });
        expect(Object.fromEntries(more)).toEqual({ plain: false, chained: true });
      });

      test("asks once for each shot that is done, with its takes in short, by number", async () => {
        const store = await open();
        await fill(store);
        const asked: (readonly DoneTake[])[] = [];
        await store.readOpen((takes) => {
          asked.push([...takes]);
          return false;
        });
        const short = {
          fingerprint: sampleTake().fingerprint,
          file: "clip.mp4",
          bytes: 7,
          hasMore: false,
        };
        const { model, resolution, duration, priceUsdE4, request } = sampleTake();
        const made = {
          model,
          resolution,
          duration,
          priceUsdE4,
          aspectRatio: request.body["aspect_ratio"] ?? null,
        };
        expect(asked.toSorted((one, other) => (one[0]!.shotId < other[0]!.shotId ? -1 : 1))).toMatchObject([
          [{ shotId: "a", number: 1, generationId: "gen-1", ...short, ...made }],
          [
            { shotId: "b", number: 1, generationId: "gen-0", ...short, ...made },
            { shotId: "b", number: 2, generationId: "gen-2", ...short, ...made },
          ],
        ]);
      });

      test("leaves settled shots out, and gives all else as a whole reading does", async () => {
        const store = await open();
        await fill(store);
        const whole = await store.read();
        expect(await store.readOpen(([take]) => take?.shotId === "b")).toEqual({
          ...whole,
          takes: whole.takes.filter(({ shotId }) => shotId !== "b"),
          knownShots: whole.knownShots.filter(({ id }) => id === "a" || id === "c"),
        });
      });

      test("gives a shot that was judged, or of which a retake is wanted, without asking", async () => {
        const store = await open();
        await fill(store);
        await store.setVerdict(verdict("b", 2));
        await store.review([
          { shotId: "a", number: 1, verdict: "none", note: "", sha256: "00", atMs: 4, retake: {} },
        ]);
        const asked: string[] = [];
        const { takes } = await store.readOpen(([take]) => asked.push(take?.shotId ?? "") > 0);
        expect(asked).toEqual([]);
        expect(takes).toEqual((await store.read()).takes);
      });

      test("knows takes that were moved by their new names", async () => {
        const store = await open();
        await fill(store);
        const epoch = await begin(store);
        await store.syncShots(epoch, [{ from: "b", to: "z" }], [shot("z", 0)]);
        const { takes } = await store.readOpen(([take]) => take?.shotId === "z");
        expect(new Set(takes.map(({ shotId }) => shotId))).toEqual(new Set(["a", "c"]));
      });
    });

    describe("the serial", () => {
      test("grows with takes and with the manifest's shots", async () => {
        const store = await open();
        const epoch = await begin(store);
        const serials = [await store.serial()];
        const take = intent({ epoch });
        await store.commitIntent(take, NO_WALLS);
        serials.push(await store.serial());
        await store.record(epoch, [accepted(take, "gen-1")]);
        serials.push(await store.serial());
        await store.syncShots(epoch, [], [shot("a", 0)]);
        serials.push(await store.serial());
        await store.syncShots(epoch, [{ from: "a", to: "b" }], [shot("b", 0)]);
        serials.push(await store.serial());
        expect(serials).toEqual([...new Set(serials)].sort((one, other) => one - other));
        expect((await store.read()).info.serial).toBe(serials.at(-1));
      });

      test("stands still for verdicts, service times, refusals and shots that are the same", async () => {
        const store = await open();
        const epoch = await begin(store);
        const take = intent({ epoch });
        await store.commitIntent(take, NO_WALLS);
        await store.syncShots(epoch, [], [shot("a", 0)]);
        const serial = await store.serial();
        await store.setVerdict(verdict("a", 1));
        await store.recordServiceTimes([{ key: "ray-2/720p/5s", ms: 1, atMs: 1 }]);
        await store.commitIntent(intent({ epoch, number: 2 }), NO_WALLS);
        await store.syncShots(epoch, [], [shot("a", 0)]);
        expect(await store.serial()).toBe(serial);
      });
    });

    describe("verdicts and service times", () => {
      test("a later verdict on a take replaces the earlier one", async () => {
        const store = await open();
        await store.commitIntent(intent({ epoch: await begin(store) }), NO_WALLS);
        await store.setVerdict(verdict("a", 1));
        const later = { ...verdict("a", 1), verdict: "rejected", note: "zu dunkel", atMs: 9 } as const;
        const reviewer = await open();
        await reviewer.setVerdict(later);
        expect((await store.read()).verdicts).toEqual([later]);
      });

      test("a review gives and takes back verdicts and wishes, all or none of them", async () => {
        const store = await open();
        const epoch = await begin(store);
        for (const number of [1, 2]) {
          await store.commitIntent(intent({ epoch, number, requestHash: `h${number}` }), NO_WALLS);
        }
        const judged = { shotId: "a", sha256: "ab", note: "zu dunkel", atMs: 5 } as const;
        const serial = await store.serial();
        await store.review([
          { ...judged, number: 1, verdict: "rejected", retake: { prompt: "heller" } },
          { ...judged, number: 2, verdict: "none", retake: {} },
        ]);
        const after = await store.read();
        expect(after.verdicts).toEqual([{ ...judged, number: 1, verdict: "rejected" }]);
        const wish = { shotId: "a", sha256: "ab", atMs: 5 };
        expect(after.retakes).toEqual([
          { ...wish, number: 1, prompt: "heller" },
          { ...wish, number: 2 },
        ]);
        expect(await store.serial()).toBe(serial);

        await store.review([{ ...judged, number: 1, verdict: "none" }]);
        expect(await store.read()).toMatchObject({ verdicts: [], retakes: [{ number: 2 }] });
      });

      test("a wish that is said again stays as old as it was, and another prompt makes it new", async () => {
        const store = await open();
        await store.commitIntent(intent({ epoch: await begin(store) }), NO_WALLS);
        const said = { shotId: "a", number: 1, verdict: "rejected", note: "", sha256: "ab" } as const;
        await store.review([{ ...said, atMs: 5, retake: {} }]);
        await store.review([{ ...said, note: "more", atMs: 9, retake: {} }]);
        expect(await store.read()).toMatchObject({ verdicts: [{ atMs: 9 }], retakes: [{ atMs: 5 }] });
        await store.review([{ ...said, atMs: 11, retake: { prompt: "other" } }]);
        expect((await store.read()).retakes).toMatchObject([{ atMs: 11, prompt: "other" }]);
      });

      test("wishes move with their takes, and go with them", async () => {
        const store = await open();
        const epoch = await begin(store);
        await store.commitIntent(intent({ epoch }), NO_WALLS);
        await store.review([
          { shotId: "a", number: 1, verdict: "none", note: "", sha256: "ab", atMs: 5, retake: {} },
        ]);
        await store.syncShots(epoch, [{ from: "a", to: "b" }], []);
        expect((await store.read()).retakes).toEqual([{ shotId: "b", number: 1, sha256: "ab", atMs: 5 }]);
        await store.forget(epoch, [{ shotId: "b", number: 1 }], 9);
        expect((await store.read()).retakes).toEqual([]);
      });

      test("a file that an API was given is remembered, the newest reference for each account and content", async () => {
        const store = await open();
        await begin(store);
        const serial = await store.serial();
        const other = { ...ACCOUNT, keyHash: "other" };
        const given = { account: ACCOUNT, sha256: "ab", ref: { kind: "id", id: "f-1" }, atMs: 1 } as const;
        await store.recordUpload(given);
        await store.recordUpload({ ...given, account: other, atMs: 2 });
        await store.recordUpload({ ...given, ref: { kind: "id", id: "f-2" }, atMs: 3, expiresAtMs: 9 });
        const { uploads } = await store.read();
        expect([...(uploads ?? [])].sort((one, another) => one.atMs - another.atMs)).toEqual([
          { ...given, account: other, atMs: 2 },
          { ...given, ref: { kind: "id", id: "f-2" }, atMs: 3, expiresAtMs: 9 },
        ]);
        expect(await store.serial()).toBe(serial);
      });

      test("service times are kept in order, and not without end", async () => {
        const store = await open();
        const times = Array.from({ length: 3_000 }, (_, index) => ({
          key: "k",
          ms: index + 0.5,
          atMs: index,
        }));
        await store.recordServiceTimes(times.slice(0, 2_000));
        await store.recordServiceTimes(times.slice(2_000));
        const kept = (await store.read()).serviceTimes;
        expect(kept.length).toBeLessThan(3_000);
        expect(kept).toEqual(times.slice(-kept.length));
      });
    });

    test("after a crash exactly what was committed is there", async () => {
      const store = await open();
      const epoch = await begin(store);
      const first = intent({ epoch });
      await store.commitIntent(first, NO_WALLS);
      await store.record(epoch, [accepted(first, "gen-1")]);
      await store.syncShots(epoch, [], [shot("a", 0)]);
      await store.commitIntent(intent({ epoch, number: 2, requestHash: "h2" }), NO_WALLS);
      const before = await store.read();
      await subject.crash?.();
      opened = [];
      expect(await (await open()).read()).toEqual(before);
    });
  });
}

function intent(part: Partial<Take> & { readonly epoch: number }): Take {
  return sampleTake({ account: ACCOUNT, ...part });
}

function change(take: Take, event: TakeEvent, next: Partial<Take>): TakeChange {
  return { take: { ...take, ...next }, event };
}

function accepted(take: Take, generationId: string, idSource: IdSource = "answer"): TakeChange {
  const event = { type: "accepted", atMs: 2, generationId, idSource } as const;
  return change(take, event, { state: "running", generationId, idSource, acceptedAtMs: 2 });
}

function done(take: Take, generationId: string): TakeChange {
  const clip = { file: "clip.mp4", bytes: 7, sha256: "00", width: 1, height: 1, durationS: 5 };
  return change(take, { type: "clip-placed", atMs: 3 }, { state: "done", generationId, clip, doneAtMs: 3 });
}

function unanswered(take: Take): TakeChange {
  const event = { type: "unanswered", atMs: 2, reason: "reset", neverResend: false } as const;
  return change(take, event, { state: "unconfirmed", unansweredAtMs: 2 });
}

function refused(take: Take): TakeChange {
  const failure = failureOf("refunded");
  return change(take, { type: "refused", atMs: 2, failure }, { state: "refused", failure, endedAtMs: 2 });
}

function failed(take: Take, refund: Failure["refund"]): TakeChange {
  const failure = failureOf(refund);
  return change(take, { type: "failed", atMs: 2, failure }, { state: "failed", failure, endedAtMs: 2 });
}

function failureOf(refund: Failure["refund"]): Failure {
  return { category: "transient", code: "internal", message: "no", refund };
}

function shot(id: string, position: number): KnownShot {
  return { id, fingerprint: `f-${id}`, wanted: { prompt: id }, position };
}

function verdict(shotId: string, number: number) {
  return { shotId, number, verdict: "approved", note: "", sha256: "00", atMs: 3 } as const;
}

function byName(takes: readonly Take[]): readonly string[] {
  return takes.map((take) => `${take.shotId} ${take.number} ${take.requestHash}`).sort();
}

/** Counted here on its own, so that a store that keeps sums wrongly is found out. */
function committed(state: { readonly takes: readonly Take[] }): number {
  const free = (take: Take): boolean =>
    take.state === "refused" || (take.state === "failed" && take.failure?.refund === "refunded");
  return state.takes.reduce((sum, take) => sum + (free(take) ? 0 : (take.priceUsdE4 ?? 0)), 0);
}

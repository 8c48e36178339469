import { describe, expect, it } from "vitest";
import { hasCode, ShotlistError } from "../shotlist-error.ts";
import type { Take } from "../take/take.ts";
import { testShot } from "../testing/engine-bench.ts";
import { exampleTake } from "../testing/example-data.ts";
import { MemoryStateStore } from "../testing/memory-state-store.ts";
import { TakeBook } from "./take-book.ts";

const sending = (shotId: string): Take => {
  const { generationId: _id, idSource: _source, clip: _clip, ...rest } = exampleTake(testShot("x"));
  return { ...rest, shotId, number: 1, state: "sending", epoch: 1, requestHash: shotId };
};
const key = (shotId: string) => ({ shotId, number: 1 });
const accepted = (generationId: string) =>
  ({ type: "accepted", atMs: 1, generationId, idSource: "answer" }) as const;

async function bookOf(
  ...shotIds: string[]
): Promise<{ book: TakeBook; store: MemoryStateStore; writes: number[] }> {
  const store = new MemoryStateStore();
  await store.beginRun({ accounts: [], atMs: 0 });
  const writes: number[] = [];
  const record = store.record.bind(store);
  store.record = (epoch, changes) => {
    writes.push(changes.length);
    return record(epoch, changes);
  };
  const book = new TakeBook(store, 1, await store.read());
  for (const shotId of shotIds) await book.intend(sending(shotId), {});
  return { book, store, writes };
}

describe("the book of takes", () => {
  it("stores changes that come together in one write, in order", async () => {
    const { book, writes } = await bookOf("a", "b");
    const both = [book.happen(key("a"), accepted("g1")), book.happen(key("b"), accepted("g2"))];
    const done = book.happen(key("a"), { type: "completed", atMs: 2 });
    await Promise.all([...both, done]);
    expect(writes).toEqual([3]);
    expect(book.get(key("a"))?.state).toBe("completed");
    expect(book.owner("g2")?.shotId).toBe("b");
  });

  it("shows a change to nobody before it is on disk", async () => {
    const { book, store } = await bookOf("a");
    const seen: (string | undefined)[] = [];
    book.listen((take) => seen.push(`${take.state} ${store.history.at(-1)?.take.state}`));
    const change = book.happen(key("a"), accepted("g1"));
    expect(book.get(key("a"))?.state).toBe("sending");
    await change;
    expect(seen).toEqual(["running running"]);
  });

  it("fails only the change whose generation belongs to another take", async () => {
    const { book } = await bookOf("a", "b", "c");
    await book.happen(key("a"), accepted("g1"));
    const taken = book.happen(key("b"), accepted("g1"));
    const fine = book.happen(key("c"), accepted("g2"));
    await expect(taken).rejects.toSatisfy((error) => hasCode(error, "generation-id-taken"));
    await expect(fine).resolves.toMatchObject({ state: "running" });
    expect(book.get(key("b"))?.state).toBe("sending");
  });

  it("fails only the event that is impossible", async () => {
    const { book } = await bookOf("a", "b");
    const impossible = book.happen(key("a"), { type: "clip-placed", atMs: 1 });
    const fine = book.happen(key("b"), accepted("g2"));
    await expect(impossible).rejects.toSatisfy((error) => hasCode(error, "impossible-event"));
    await expect(fine).resolves.toMatchObject({ state: "running" });
  });

  it("changes nothing when the disk refuses", async () => {
    const { book, store } = await bookOf("a");
    store.record = () => Promise.reject(new ShotlistError("state-disk-full", "full"));
    await expect(book.happen(key("a"), accepted("g1"))).rejects.toSatisfy((error) =>
      hasCode(error, "state-disk-full"),
    );
    expect(book.get(key("a"))?.state).toBe("sending");
  });

  it("never gives a number or a generation again that a forgotten take had", async () => {
    const store = new MemoryStateStore();
    await store.beginRun({ accounts: [], atMs: 0 });
    const forgotten = [{ shotId: "a", number: 7, generationId: "g", committedUsdE4: 0, atMs: 0 }];
    const book = new TakeBook(store, 1, { takes: [], forgotten });
    expect(book.nextNumber("a")).toBe(8);
    expect(book.isTaken("g")).toBe(true);
    expect(book.isTaken("other")).toBe(false);
  });

  it("writes nothing once it is closed", async () => {
    const { book, writes } = await bookOf("a");
    book.close();
    await expect(book.happen(key("a"), accepted("g1"))).rejects.toThrow();
    expect(await book.intend(sending("b"), {})).toEqual({ kind: "superseded" });
    expect(writes).toEqual([]);
  });
});

import { expect, it } from "vitest";
import type { ServiceTime } from "../ports/state-store.ts";
import { ServiceNotes } from "./service-notes.ts";

it("learns each service time at once, and stores every one of them, a few at a time", async () => {
  const writes: (readonly ServiceTime[])[] = [];
  const learned: number[] = [];
  const history = { add: (_key: string, ms: number) => void learned.push(ms) };
  const notes = new ServiceNotes({ recordServiceTimes: async (times) => void writes.push(times) }, history);
  const times = Array.from({ length: 50 }, (_, index) => ({ key: "kind", ms: 1_000 + index, atMs: index }));
  for (const [index, time] of times.entries()) {
    await notes.add(time);
    expect(learned).toHaveLength(index + 1);
  }
  expect(writes.length).toBe(2);
  await notes.store();
  await notes.store();
  expect(writes.flat()).toEqual(times);
  expect(writes.length).toBe(3);
});

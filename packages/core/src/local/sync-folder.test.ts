import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { syncFolder } from "./sync-folder.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "shotlist-sync-"));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

/** Counts the syncs of this process from now on, and holds each one up until it is let go. */
async function holdSyncs(): Promise<{ readonly letGo: () => void; readonly count: () => number }> {
  const handle = await open(folder, "r");
  const held: (() => void)[] = [];
  const spy = vi.spyOn(Object.getPrototypeOf(handle) as typeof handle, "sync");
  spy.mockImplementation(() => new Promise((resolve) => held.push(resolve)));
  await handle.close();
  return { letGo: () => held.splice(0).forEach((go) => void go()), count: () => spy.mock.calls.length };
}

it("is shared by those who ask while another one is under way, and begins after they asked", async () => {
  const syncs = await holdSyncs();
  const first = syncFolder(folder);
  const others = Array.from({ length: 20 }, () => syncFolder(folder));
  await vi.waitUntil(() => syncs.count() === 1);
  let isOver = false;
  const all = Promise.all(others).then(() => {
    isOver = true;
  });
  syncs.letGo();
  await first;
  // What was under way when they asked may not hold their names.
  expect(isOver).toBe(false);
  await vi.waitUntil(() => syncs.count() === 2);
  syncs.letGo();
  await all;
  const later = syncFolder(folder);
  await vi.waitUntil(() => syncs.count() === 3);
  syncs.letGo();
  await later;
});

it("fails for those who asked for it, and not for the next ones", async () => {
  const gone = join(folder, "gone");
  const ends = await Promise.allSettled([syncFolder(gone), syncFolder(gone)]);
  expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await expect(syncFolder(folder)).resolves.toBeUndefined();
});

import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TakeChange } from "../ports/state-store.ts";
import type { ShotlistError } from "../shotlist-error.ts";
import { sampleTake } from "../testing/sample-take.ts";
import { beginRun } from "./begin-run.ts";
import { createStateFile } from "./create-state-file.ts";
import { type DiskReserve, diskReserve } from "./disk-reserve.ts";
import { readSnapshot } from "./read-snapshot.ts";
import { recordSafely } from "./record-safely.ts";
import { SqliteConnection } from "./sqlite-connection.ts";
import { newUuid } from "./system-clock.ts";
import { insertTake } from "./write-takes.ts";

let folder: string;
let connection: SqliteConnection;
let epoch: number;
const take = sampleTake();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "shotlist-full-"));
  const file = join(folder, "a.shotlist.db");
  await createStateFile({ file, name: "a", newId: newUuid, nowMs: () => 0 });
  connection = new SqliteConnection(file, { readOnly: false });
  epoch = connection.writing(() => beginRun(connection, [], 1));
  connection.writing(() => insertTake(connection, take, { type: "intended", atMs: 1, take }));
});
afterEach(async () => {
  connection.close();
  await rm(folder, { recursive: true });
});

/** SQLite says of a file that may not grow exactly what it says of a full disk. */
const fillDisk = () => connection.get("PRAGMA max_page_count = 1");
const freeDisk = () => connection.get("PRAGMA max_page_count = 100000");

function reserveThat(frees: boolean): DiskReserve & { readonly freed: () => number } {
  let freed = 0;
  return {
    fill: async () => undefined,
    isTouched: () => freed > 0,
    async free() {
      freed++;
      // The first piece is not enough.
      if (frees && freed === 2) freeDisk();
      return frees && freed <= 2;
    },
    remove: async () => undefined,
    freed: () => freed,
  };
}

/** Too large for the room that is left on the last page of the file. */
const reason = "no room ".repeat(4_000);

function accepted(): TakeChange {
  const event = { type: "accepted", atMs: 2, generationId: "gen-1", idSource: "answer" } as const;
  return { take: { ...take, wanted: { prompt: reason }, state: "running", generationId: "gen-1" }, event };
}

test("an id that finds no room is stored in the room of the reserve", async () => {
  fillDisk();
  const reserve = reserveThat(true);
  await recordSafely(connection, reserve, epoch, [accepted()]);
  expect(reserve.freed()).toBe(2);
  expect(readSnapshot(connection).takes).toEqual([accepted().take]);
});

test("an id that fits nowhere is kept in the temporary folder, and the error says where", async () => {
  fillDisk();
  const error = await recordSafely(connection, reserveThat(false), epoch, [accepted()]).then(
    () => expect.unreachable(),
    (problem: ShotlistError) => problem,
  );
  expect(error).toMatchObject({
    code: "state-disk-full",
    message: expect.stringContaining("gen-1 (shot a, take 1)"),
  });
  const copy = /kept in (.+)\.$/.exec(error.standing ?? "")?.[1] ?? "";
  expect(JSON.parse(await readFile(copy, "utf8"))).toMatchObject([
    { shotId: "a", number: 1, generationId: "gen-1", requestId: "r1" },
  ]);
  await rm(dirname(copy), { recursive: true });
  freeDisk();
  expect(readSnapshot(connection).takes).toEqual([take]);
});

test("a refusal is stored in the room of the reserve too: no other run could learn of it", async () => {
  fillDisk();
  const reserve = reserveThat(true);
  const failure = { category: "permanent", code: "bad", message: reason, refund: "refunded" } as const;
  const refused = { ...take, state: "refused", failure } as const;
  await recordSafely(connection, reserve, epoch, [
    { take: refused, event: { type: "refused", atMs: 2, failure } },
  ]);
  expect(readSnapshot(connection).takes).toEqual([refused]);
});

test("what the next run learns by itself does not use up the reserve", async () => {
  fillDisk();
  const reserve = reserveThat(true);
  const seen = { take: { ...take, state: "unconfirmed", wanted: { prompt: reason } } as const };
  const event = { type: "unanswered", atMs: 2, reason, neverResend: false } as const;
  await expect(recordSafely(connection, reserve, epoch, [{ ...seen, event }])).rejects.toMatchObject({
    code: "state-disk-full",
  });
  expect(reserve.freed()).toBe(0);
});

test("other faults are not taken for a full disk", async () => {
  const reserve = reserveThat(true);
  await expect(recordSafely(connection, reserve, epoch + 1, [accepted()])).rejects.toMatchObject({
    code: "state-superseded",
  });
  expect(reserve.freed()).toBe(0);
});

test("a reserve really takes its room, and gives it back piece by piece", async () => {
  const file = join(folder, "a.reserve");
  const reserve = diskReserve(file);
  await reserve.fill();
  const before = await stat(file);
  expect(before.size).toBe(8 * 1024 * 1024);
  expect(before.blocks * 512).toBeGreaterThanOrEqual(before.size);
  await reserve.fill();
  expect((await stat(file)).mtimeMs).toBe(before.mtimeMs);
  const left: number[] = [];
  while (await reserve.free())
    left.push(
      await stat(file).then(
        (stats) => stats.size,
        () => 0,
      ),
    );
  expect(left).toEqual([7, 6, 5, 4, 3, 2, 1, 0].map((size) => size * 1024 * 1024));
  expect(await readdir(folder)).not.toContain("a.reserve");
});

test("a reserve that cannot be made whole is not left half", async () => {
  const reserve = diskReserve(join(folder, "nowhere", "a.reserve"));
  await expect(reserve.fill()).rejects.toMatchObject({ code: "ENOENT" });
  expect(await reserve.free()).toBe(false);
});

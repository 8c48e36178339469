import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hasSoundWal, SqliteConnection } from "./sqlite-connection.ts";

test("the write-ahead log is used from the first SQLite that never loses it", () => {
  expect(["3.51.3", "3.51.10", "3.53.0", "4.0.0"].map(hasSoundWal)).toEqual([true, true, true, true]);
  expect(["3.51.2", "3.50.9", "2.99.99", "0"].map(hasSoundWal)).toEqual([false, false, false, false]);
});

test("work that fails leaves nothing behind, and its error comes out", () => {
  const connection = new SqliteConnection(":memory:", { readOnly: false });
  connection.exec("CREATE TABLE t (a UNIQUE)");
  expect(() =>
    connection.writing(() => {
      connection.run("INSERT INTO t VALUES (1)");
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(connection.writing(() => connection.all("SELECT * FROM t"))).toEqual([]);
  connection.close();
});

test("every commit of a writer waits for the disk, on macOS for the drive too", () => {
  const connection = new SqliteConnection(":memory:", { readOnly: false });
  const pragma = (name: string) => Object.values(connection.get(`PRAGMA ${name}`) ?? {})[0];
  expect(["synchronous", "fullfsync", "checkpoint_fullfsync"].map(pragma)).toEqual([2, 1, 1]);
  // Only the run folds the log, and only once it has begun.
  expect(pragma("wal_autocheckpoint")).toBe(0);
  connection.prepareForRun();
  expect(pragma("wal_autocheckpoint")).toBe(1_000);
  connection.close();
});

test("where no memory can be shared, the rollback journal is used, and the file says so", async () => {
  const folder = await mkdtemp(join(tmpdir(), "shotlist-connection-"));
  const file = join(folder, "a.db");
  // A folder of that name, because it can be no file of shared memory.
  await mkdir(`${file}-shm`);
  const connection = new SqliteConnection(file, { readOnly: false });
  connection.exec("CREATE TABLE t (a)");
  connection.prepareForRun();
  connection.writing(() => connection.run("INSERT INTO t VALUES (1)"));
  expect(connection.get("PRAGMA journal_mode")).toEqual({ journal_mode: "delete" });
  expect(connection.get("PRAGMA synchronous")).toEqual({ synchronous: 2 });
  const reader = new SqliteConnection(file, { readOnly: true });
  expect(reader.all("SELECT a FROM t")).toEqual([{ a: 1 }]);
  reader.close();
  connection.close();
  await rm(folder, { recursive: true });
});

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

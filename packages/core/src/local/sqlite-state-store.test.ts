import { execFileSync } from "node:child_process";
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sampleTake } from "../testing/sample-take.ts";
import { describeStateStore } from "../testing/state-store-conformance.ts";
import { openStateStore } from "./sqlite-state-store.ts";
import { newUuid } from "./system-clock.ts";

const ACCOUNT = sampleTake().account;

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "shotlist-state-"));
  file = join(folder, "mugs.shotlist.db");
});
afterEach(() => rm(folder, { recursive: true }));

const open = (readOnly = false) =>
  openStateStore({ file, name: "mugs", newId: newUuid, nowMs: () => 1_000, readOnly });

/** Works on files in another process: opening a state's files here would drop this process's locks on them. */
function elsewhere(script: string): string {
  const setUp = `const fs = require("node:fs"), file = ${JSON.stringify(file)};`;
  return execFileSync(process.execPath, ["-e", setUp + script], { encoding: "utf8" });
}

const digest = () =>
  elsewhere(`process.stdout.write(crypto.createHash("sha256").update(fs.readFileSync(file)).digest("hex"))`);

describeStateStore("openStateStore", async () => {
  const place = await mkdtemp(join(tmpdir(), "shotlist-state-"));
  let at = join(place, "before");
  return {
    open: () => openStateStore({ file: join(at, "a.db"), name: "a", newId: newUuid, nowMs: () => 0 }),
    async crash() {
      // What a crash leaves is what the disk holds while everything is still open.
      const after = join(place, "after");
      elsewhere(`fs.cpSync(${JSON.stringify(at)}, ${JSON.stringify(after)}, { recursive: true })`);
      at = after;
    },
    dispose: () => rm(place, { recursive: true }),
  };
});

describe("a state of the first release", () => {
  /** As it was before takes could be forgotten. */
  async function firstSchema(): Promise<void> {
    const store = await open();
    const epoch = await store.beginRun({ accounts: [ACCOUNT], atMs: 1 });
    await store.commitIntent(sampleTake({ epoch, account: ACCOUNT }), {});
    await store.close();
    const database = new DatabaseSync(file);
    database.exec(
      "DROP INDEX done_takes; DROP INDEX other_takes; DROP TABLE uploads; DROP TABLE retakes; DROP TABLE forgotten; DROP TABLE saved_plans; PRAGMA user_version = 1",
    );
    database.close();
  }

  test("is read as it is, and led on by the first that writes", async () => {
    await firstSchema();
    const before = digest();
    const reader = await open(true);
    expect(await reader.read()).toMatchObject({
      info: { schemaVersion: 1 },
      forgotten: [],
      plans: [],
      uploads: [],
      retakes: [],
    });
    expect(await reader.readOpen(() => true)).toEqual(await reader.read());
    await reader.close();
    expect(digest()).toBe(before);

    const writer = await open();
    const epoch = await writer.beginRun({ accounts: [], atMs: 2 });
    await writer.forget(epoch, [{ shotId: "a", number: 1 }], 3);
    expect(await writer.read()).toMatchObject({
      info: { schemaVersion: 5 },
      takes: [],
      forgotten: [{ shotId: "a", number: 1, committedUsdE4: 100, atMs: 3 }],
    });
    await writer.close();
  });
});

describe("the file", () => {
  test("is made with a name, a lineage and an empty history, and keeps them", async () => {
    const store = await open();
    const { info, ...rest } = await store.read();
    expect(info).toMatchObject({ name: "mugs", serial: 0, schemaVersion: 5, accounts: [] });
    expect(rest).toEqual({
      takes: [],
      knownShots: [],
      verdicts: [],
      serviceTimes: [],
      forgotten: [],
      plans: [],
      uploads: [],
      retakes: [],
    });
    await store.close();
    const again = await openStateStore({ file, name: "other", newId: newUuid, nowMs: () => 2_000 });
    expect((await again.read()).info).toEqual(info);
    await again.close();
  });

  test("stands alone when nobody is at work on it", async () => {
    const store = await open();
    await store.beginRun({ accounts: [ACCOUNT], atMs: 1 });
    expect(await readdir(folder)).toContain("mugs.shotlist.db.reserve");
    await store.close();
    expect(await readdir(folder)).toEqual(["mugs.shotlist.db"]);
  });

  test("keeps the reserve for a newer run, and for whoever only writes a verdict beside one", async () => {
    const older = await open();
    await older.beginRun({ accounts: [ACCOUNT], atMs: 1 });
    const newer = await open();
    await newer.beginRun({ accounts: [ACCOUNT], atMs: 2 });
    const reviewer = await open();
    await reviewer.close();
    await older.close();
    expect(await readdir(folder)).toContain("mugs.shotlist.db.reserve");
    await newer.close();
    expect(await readdir(folder)).toEqual(["mugs.shotlist.db"]);
  });

  test("leaves no reserve behind a run that may not begin", async () => {
    const first = await open();
    await first.beginRun({ accounts: [ACCOUNT], atMs: 1 });
    await first.close();
    const second = await open();
    const other = { ...ACCOUNT, keyHash: "another" };
    await expect(second.beginRun({ accounts: [other], atMs: 2 })).rejects.toMatchObject({
      code: "state-other-account",
    });
    await second.close();
    expect(await readdir(folder)).toEqual(["mugs.shotlist.db"]);
  });

  test("two that make it at once make one", async () => {
    const stores = await Promise.all([open(), open(), open()]);
    const lineages = await Promise.all(stores.map(async (store) => (await store.read()).info.lineage));
    expect(new Set(lineages).size).toBe(1);
    for (const store of stores) await store.close();
    expect(await readdir(folder)).toEqual(["mugs.shotlist.db"]);
  });

  test("closing twice is harmless", async () => {
    const store = await open();
    await store.close();
    await store.close();
  });

  test("a folder that cannot be made is said so", async () => {
    await writeFile(file, "");
    const inside = join(file, "deeper.db");
    await expect(
      openStateStore({ file: inside, name: "a", newId: newUuid, nowMs: () => 0 }),
    ).rejects.toMatchObject({ code: "state-unwritable" });
  });
});

test("a process that only plans, or finds nothing to do, leaves the file as it was", async () => {
  await (await open()).close();
  const before = digest();
  const store = await open();
  await store.read();
  await store.close();
  expect(digest()).toBe(before);
});

test.each([true, false])(
  "a change that a crash cut off is undone on opening (readOnly: %s)",
  async (readOnly) => {
    const store = await open();
    const epoch = await store.beginRun({ accounts: [ACCOUNT], atMs: 1 });
    await store.commitIntent(sampleTake({ epoch }), {});
    const before = await store.read();
    await store.close();
    const writer = new DatabaseSync(file);
    // A cache of one page drives half of the change to disk before it is committed.
    writer.exec("PRAGMA cache_size = 1; BEGIN IMMEDIATE; UPDATE state SET serial = 99");
    const insert = writer.prepare("INSERT INTO shots VALUES (?, 'f', 0, ?)");
    for (let index = 0; index < 200; index++) insert.run(`shot-${index}`, "x".repeat(2_000));
    const crashed = `${file}.crashed`;
    elsewhere(
      `for (const end of ["", "-journal"]) fs.copyFileSync(file + end, ${JSON.stringify(crashed)} + end)`,
    );
    writer.close();
    expect(await readdir(folder)).toContain("mugs.shotlist.db.crashed-journal");
    const again = await openStateStore({
      file: crashed,
      name: "a",
      newId: newUuid,
      nowMs: () => 0,
      readOnly,
    });
    expect(await again.read()).toEqual(before);
    await again.close();
  },
);

describe("a reader", () => {
  test("makes no state", async () => {
    await expect(open(true)).rejects.toMatchObject({ code: "state-not-found" });
    expect(await readdir(folder)).toEqual([]);
  });

  test("changes nothing in the folder, even one that it may not write to", async () => {
    await (await open()).close();
    const before = [await readdir(folder), digest()];
    await chmod(folder, 0o555);
    const reader = await open(true);
    await reader.read();
    expect(await reader.serial()).toBe(0);
    await reader.close();
    await chmod(folder, 0o755);
    expect([await readdir(folder), digest()]).toEqual(before);
  });

  test("cannot write", async () => {
    await (await open()).close();
    const reader = await open(true);
    await expect(reader.beginRun({ accounts: [], atMs: 1 })).rejects.toMatchObject({
      code: "state-unwritable",
    });
    await reader.close();
  });

  test("sees what is committed while a run is at work, and neither holds up the other", async () => {
    const run = await open();
    const epoch = await run.beginRun({ accounts: [ACCOUNT], atMs: 1 });
    const reader = await open(true);
    const half = new DatabaseSync(file);
    half.exec("BEGIN IMMEDIATE; UPDATE state SET serial = 99");
    expect(await reader.serial()).toBe(0);
    half.exec("ROLLBACK; BEGIN; SELECT * FROM state");
    await run.commitIntent(sampleTake({ epoch }), {});
    half.close();
    expect((await reader.read()).takes).toHaveLength(1);
    await run.close();
    expect((await reader.read()).takes).toHaveLength(1);
    await reader.close();
  });

  test("reads ten thousand takes at once", async () => {
    const store = await open();
    const epoch = await store.beginRun({ accounts: [ACCOUNT], atMs: 1 });
    const takes = Array.from({ length: 10_000 }, (_, index) =>
      sampleTake({ epoch, shotId: `shot-${index}`, state: "done", generationId: `gen-${index}` }),
    );
    await store.record(
      epoch,
      takes.map((take) => ({ take, event: { type: "clip-placed", atMs: 1 } })),
    );
    expect((await store.read()).takes).toEqual(takes);
    await store.close();
  });
});

describe("a file that is no sound state", () => {
  const half = () => {
    elsewhere("fs.truncateSync(file, 6000)");
  };
  const newer = () => {
    const database = new DatabaseSync(file);
    database.exec("PRAGMA user_version = 99");
    database.close();
  };
  const foreign = async () => {
    await rm(file);
    const database = new DatabaseSync(file);
    database.exec("CREATE TABLE mine (a); INSERT INTO mine VALUES (1)");
    database.close();
  };
  test.each([
    ["empty", "state-damaged", () => writeFile(file, "")],
    ["a text", "state-damaged", () => writeFile(file, "version: 1\n".repeat(2_000))],
    ["another program's database", "state-damaged", foreign],
    ["from a newer release", "state-too-new", newer],
  ])("%s is refused and left as it is", async (_, code, damage) => {
    await (await open()).close();
    await damage();
    const before = [await readdir(folder), digest()];
    for (const readOnly of [false, true]) {
      await expect(open(readOnly)).rejects.toMatchObject({
        code,
        standing: expect.stringContaining("left as it is"),
      });
    }
    expect([await readdir(folder), digest()]).toEqual(before);
  });

  test("one that is cut off is found before a run begins, and not spent on", async () => {
    await (await open()).close();
    half();
    const before = digest();
    const begin = async () => {
      const store = await open();
      try {
        await store.beginRun({ accounts: [ACCOUNT], atMs: 1 });
      } finally {
        await store.close();
      }
    };
    await expect(begin()).rejects.toMatchObject({ code: "state-damaged" });
    expect(digest()).toBe(before);
  });

  test("a stored record that is no JSON is damage, not a crash", async () => {
    const store = await open();
    const epoch = await store.beginRun({ accounts: [ACCOUNT], atMs: 1 });
    await store.commitIntent(sampleTake({ epoch }), {});
    const other = new DatabaseSync(file);
    other.exec("UPDATE takes SET body = '{half'");
    other.close();
    await expect(store.read()).rejects.toMatchObject({ code: "state-damaged" });
    await store.close();
  });
});

test("a verdict of another process goes in while a run is at work", async () => {
  const run = await open();
  const epoch = await run.beginRun({ accounts: [ACCOUNT], atMs: 1 });
  await run.commitIntent(sampleTake({ epoch }), {});
  const review = await open();
  const verdict = { shotId: "a", number: 1, verdict: "approved", note: "", sha256: "00", atMs: 1 } as const;
  await review.setVerdict(verdict);
  await review.close();
  await run.commitIntent(sampleTake({ epoch, number: 2, requestHash: "h2" }), {});
  expect((await run.read()).verdicts).toEqual([verdict]);
  await expect(run.setVerdict({ ...verdict, number: 9 })).rejects.toMatchObject({ code: "take-not-found" });
  await run.close();
});

test("the history tells everything that happened to a take, also under its new id", async () => {
  const store = await open();
  const epoch = await store.beginRun({ accounts: [ACCOUNT], atMs: 1 });
  const take = sampleTake({ epoch });
  await store.commitIntent(take, {});
  const accepted = { type: "accepted", atMs: 5, generationId: "gen-1", idSource: "answer" } as const;
  await store.record(epoch, [
    { take: { ...take, state: "running", generationId: "gen-1" }, event: accepted },
  ]);
  await store.syncShots(epoch, [{ from: "a", to: "b" }], []);
  expect(await store.history({ shotId: "b", number: 1 })).toEqual([
    { type: "intended", atMs: take.intentAtMs, take },
    accepted,
  ]);
  expect(await store.history({ shotId: "a", number: 1 })).toEqual([]);
  await store.close();
});

test("a forgotten generation is never adopted again by matching, only by hand", async () => {
  const store = await open();
  const epoch = await store.beginRun({ accounts: [ACCOUNT], atMs: 1 });
  const take = sampleTake({ epoch });
  await store.commitIntent(take, {});
  const other = new DatabaseSync(file);
  other.exec("INSERT INTO tombstones VALUES ('gen-1', 1)");
  other.close();
  const adopt = (idSource: "listing" | "hand") =>
    store.record(epoch, [
      {
        take: { ...take, state: "running", generationId: "gen-1", idSource },
        event: { type: "accepted", atMs: 1, generationId: "gen-1", idSource },
      },
    ]);
  await expect(adopt("listing")).rejects.toMatchObject({ code: "generation-id-taken" });
  await adopt("hand");
  await store.close();
});
